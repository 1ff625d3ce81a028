/** @jsxImportSource preact */
import type { Handle } from "../../handle.ts";
import { brandMark } from "../view/icon.tsx";

/**
 * Fetches the brand's logo; from then on it stands wherever its initials did. It is painted, as all pictures are: a host page
 * with a strict policy lets no image of ours in. One that cannot be had changes nothing.
 */
export async function showLogo({ server, config }: Handle, shown: () => void): Promise<void> {
  if (config.logo === null) return;
  try {
    const answer = await fetch(`${server}widget/logo/${config.logo}`);
    const picture = await createImageBitmap(await answer.blob());
    const { width, height } = picture;
    const paint = (canvas: HTMLCanvasElement | null): void => canvas?.getContext("2d")?.drawImage(picture, 0, 0);
    brandMark.draw = () => <canvas class="avatar logo" aria-hidden="true" width={width} height={height} ref={paint} />;
    shown();
  } catch {
    // Its initials stay.
  }
}
