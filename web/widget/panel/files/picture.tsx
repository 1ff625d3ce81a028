/** @jsxImportSource preact */
import { Component, createRef, type VNode } from "preact";
import { Icon } from "../view/icon.tsx";
import { FileCard, type FileProps } from "./file-card.tsx";
import { paintFilling } from "./painting.ts";

/** Begins to load this far before it comes into view. */
const NEAR = "400px";

interface PictureState {
  /** `undrawable`: the bytes are here, and are no picture to this browser. */
  readonly progress: "waiting" | "shown" | "unreachable" | "undrawable";
}

/** A picture in the history, loaded when the person comes near it; a click opens it in full. */
export class Picture extends Component<FileProps, PictureState> {
  override state: PictureState = { progress: "waiting" };
  readonly #canvas = createRef<HTMLCanvasElement>();
  readonly #near = new IntersectionObserver((entries) => this.#approached(entries), { rootMargin: NEAR });

  override componentDidMount(): void {
    if (this.#canvas.current) this.#near.observe(this.#canvas.current);
  }

  override componentDidUpdate(before: FileProps): void {
    // What was still on its way may be asked for now.
    if (this.props.isSent && !before.isSent && this.state.progress === "unreachable") void this.#load();
  }

  override componentWillUnmount(): void {
    this.#near.disconnect();
  }

  override render(): VNode {
    const { attachment, isSent, view, words } = this.props;
    const { progress } = this.state;
    if (progress === "undrawable") return <FileCard {...this.props} />;
    const isFailed = progress === "unreachable" && isSent;
    return (
      <>
        <button
          class="picture-open"
          type="button"
          aria-label={words.t("file.open", { name: attachment.name })}
          aria-busy={progress === "waiting"}
          hidden={progress === "unreachable"}
          onClick={() => view(attachment)}
        >
          <canvas ref={this.#canvas} role="img" aria-label={attachment.name} />
        </button>
        {progress === "unreachable" && !isSent && <Icon name="file" />}
        {isFailed && (
          <button class="picture-again" type="button" onClick={() => void this.#load()}>
            {words.t("file.failed")}
          </button>
        )}
        <span class="hidden" role="alert">
          {isFailed && words.t("file.failed")}
        </span>
      </>
    );
  }

  #approached(entries: readonly IntersectionObserverEntry[]): void {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    this.#near.disconnect();
    void this.#load();
  }

  async #load(): Promise<void> {
    this.setState({ progress: "waiting" });
    const bytes = await this.props.load(this.props.attachment);
    const canvas = this.#canvas.current;
    if (canvas === null) return;
    if (bytes === null) this.setState({ progress: "unreachable" });
    else this.setState({ progress: (await paintFilling(canvas, bytes)) ? "shown" : "undrawable" });
  }
}
