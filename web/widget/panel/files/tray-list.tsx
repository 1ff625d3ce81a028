/** @jsxImportSource preact */
import { Component, createRef, type VNode } from "preact";
import { isUploading } from "../../../kit/tray.ts";
import { attachmentsOf, type Tray, type TrayFile } from "./tray.ts";
import type { Given } from "../view/context.ts";
import { Icon } from "../view/icon.tsx";
import { FileName } from "./file-name.tsx";
import { leftOutText, refusalText } from "./file-words.ts";
import { sizeWords } from "../../../ui/size-words.ts";
import { paintFilling } from "./painting.ts";

interface Props extends Given {
  readonly tray: Tray;
  readonly remove: (key: number) => void;
  readonly again: (key: number) => void;
}

/** The files beside the message being written: name, size, how far each is, and what is wrong with it. */
export class TrayList extends Component<Props> {
  readonly #view = createRef<HTMLDivElement>();

  override componentDidUpdate({ tray }: Props): void {
    const view = this.#view.current;
    if (view && this.props.tray.files.length > tray.files.length) view.scrollTop = view.scrollHeight;
  }

  override render(): VNode {
    const { tray, remove, again, ...given } = this.props;
    const { words } = given;
    const ready = attachmentsOf(tray).length;
    return (
      <div class="tray" tabIndex={-1} ref={this.#view}>
        {tray.files.length > 0 && (
          <ul aria-label={words.t("files.label")}>
            {tray.files.map((one) => (
              <Chip key={one.key} one={one} remove={remove} again={again} {...given} />
            ))}
          </ul>
        )}
        <p class="refusal" role="alert">
          {tray.leftOut > 0 && leftOutText(tray.leftOut, words)}
        </p>
        <p class="hidden" role="status">
          {ready > 0 && !isUploading(tray) && words.t("files.ready", { count: ready })}
        </p>
      </div>
    );
  }
}

interface ChipProps extends Given, Pick<Props, "remove" | "again"> {
  readonly one: TrayFile;
}

function Chip({ one: { key, file, progress }, remove, again, words }: ChipProps): VNode {
  const { name } = file;
  const share = progress.kind === "going" ? progress.share : 0;
  const refusal = progress.kind === "failed" || progress.kind === "refused" ? progress : null;
  return (
    <li class={`chip ${progress.kind}`}>
      <Preview file={file} />
      <div class="file-text">
        <FileName name={name} />
        <p class={refusal === null ? "file-note" : "refusal"} role={refusal === null ? undefined : "alert"}>
          {refusal === null ? sizeWords(file.size, words.locale) : refusalText(refusal, words, Date.now())}
        </p>
      </div>
      {progress.kind === "failed" && (
        <button class="link" type="button" aria-label={words.t("files.again", { name })} onClick={() => again(key)}>
          {words.t("state.again")}
        </button>
      )}
      <button
        class="tool"
        type="button"
        aria-label={words.t("files.remove", { name })}
        onClick={({ currentTarget }) => removeAndStay(currentTarget, () => remove(key))}
      >
        <Icon name="close" />
      </button>
      {(progress.kind === "waiting" || progress.kind === "going") && (
        <div
          class="share"
          role="progressbar"
          aria-label={words.t("files.uploading", { name })}
          aria-valuenow={Math.round(share * 100)}
        >
          <i style={{ width: `${share * 100}%` }} />
        </div>
      )}
    </li>
  );
}

/** The button that had the focus goes: the focus moves to what now stands in its place, else to the paper clip. */
function removeAndStay(button: HTMLElement, remove: () => void): void {
  const panel = button.closest(".panel");
  const others = (): HTMLElement[] => [...(panel?.querySelectorAll<HTMLElement>(".chip .tool") ?? [])];
  const place = others().indexOf(button);
  remove();
  // Asked for after the rendering that `remove` asked for.
  queueMicrotask(() => {
    const left = others();
    (left[Math.min(place, left.length - 1)] ?? panel?.querySelector<HTMLElement>(".clip"))?.focus();
  });
}

/** A small picture of a picture, else a sheet of paper. */
class Preview extends Component<{ readonly file: File }, { readonly isShown: boolean }> {
  override state = { isShown: false };
  readonly #canvas = createRef<HTMLCanvasElement>();

  override async componentDidMount(): Promise<void> {
    const { file } = this.props;
    const canvas = this.#canvas.current;
    if (canvas !== null && /^image\/(png|jpeg|gif|webp)$/.test(file.type)) {
      this.setState({ isShown: await paintFilling(canvas, file) });
    }
  }

  override render(): VNode {
    return (
      <span class="preview" aria-hidden="true">
        <canvas ref={this.#canvas} />
        {!this.state.isShown && <Icon name="file" />}
      </span>
    );
  }
}
