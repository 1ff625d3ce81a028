/** @jsxImportSource preact */
import type { VNode } from "preact";
import type { Handle } from "../../handle.ts";
import { pictures } from "../view/icon.tsx";

/**
 * From now on the brand's logo and people's photos stand wherever initials did, each once it is there. They are painted, as all
 * pictures are: a host page with a strict policy lets no image of ours in. One that cannot be had changes nothing.
 */
export function showPictures({ server, config }: Handle, shown: () => void): void {
  const known = new Map<string, ImageBitmap | null>();

  const load = async (path: string): Promise<void> => {
    try {
      const answer = await fetch(server + path);
      known.set(path, await createImageBitmap(await answer.blob()));
      shown();
    } catch {
      // Initials stay.
    }
  };
  const draw = (path: string, looks: string): VNode | null => {
    if (!known.has(path)) {
      known.set(path, null);
      void load(path);
    }
    const picture = known.get(path);
    if (!picture) return null;
    const paint = (canvas: HTMLCanvasElement | null): void => canvas?.getContext("2d")?.drawImage(picture, 0, 0);
    return (
      <canvas
        key={path}
        class={`avatar ${looks}`}
        aria-hidden="true"
        width={picture.width}
        height={picture.height}
        ref={paint}
      />
    );
  };
  pictures.logo = () => (config.logo === null ? null : draw(`widget/logo/${config.logo}`, "logo"));
  pictures.photo = (path) => draw(path.slice(1), "photo");
}
