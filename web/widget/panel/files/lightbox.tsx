/** @jsxImportSource preact */
import { Component, createRef, type VNode } from "preact";
import type { Attachment } from "../../../../contract/shared.ts";
import type { Given } from "../view/context.ts";
import { Icon } from "../view/icon.tsx";
import type { FileProps } from "./file-card.tsx";
import { FileName } from "./file-name.tsx";
import { paintWhole } from "./painting.ts";

interface Props extends Given, Pick<FileProps, "load" | "save"> {
  readonly attachment: Attachment;
  readonly closed: () => void;
}

/** A picture in full over everything. The browser's own dialog: it keeps the focus, ends with Esc and gives the focus back. */
export class Lightbox extends Component<Props, { readonly isFailed: boolean }> {
  override state = { isFailed: false };
  readonly #dialog = createRef<HTMLDialogElement>();
  readonly #canvas = createRef<HTMLCanvasElement>();

  override componentDidMount(): void {
    this.#dialog.current?.showModal();
    void this.#load();
  }

  override render(): VNode {
    const { attachment, closed, words } = this.props;
    const close = (): void => this.#dialog.current?.close();
    return (
      <dialog
        ref={this.#dialog}
        class="lightbox"
        aria-label={attachment.name}
        onClose={closed}
        // The panel would close as well.
        onKeyDown={(event) => event.stopPropagation()}
      >
        <div class="lightbox-head">
          <span class="file-text">
            <FileName name={attachment.name} />
          </span>
          <button class="plain" type="button" onClick={() => void this.#save()}>
            {words.t("file.save")}
          </button>
          <button class="tool" type="button" aria-label={words.t("panel.close")} onClick={close}>
            <Icon name="close" />
          </button>
        </div>
        <div class="lightbox-body" onClick={close}>
          <canvas ref={this.#canvas} role="img" aria-label={attachment.name} hidden={this.state.isFailed} />
        </div>
        <div role="alert">
          {this.state.isFailed && (
            <button class="plain" type="button" onClick={() => void this.#load()}>
              {words.t("file.failed")}
            </button>
          )}
        </div>
      </dialog>
    );
  }

  async #load(): Promise<void> {
    this.setState({ isFailed: false });
    const bytes = await this.props.load(this.props.attachment);
    const canvas = this.#canvas.current;
    if (canvas !== null) this.setState({ isFailed: bytes === null || !(await paintWhole(canvas, bytes)) });
  }

  async #save(): Promise<void> {
    this.setState({ isFailed: !(await this.props.save(this.props.attachment)) });
  }
}
