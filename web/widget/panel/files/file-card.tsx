/** @jsxImportSource preact */
import { Component, type VNode } from "preact";
import type { Attachment } from "../../../../contract/shared.ts";
import type { Given } from "../view/context.ts";
import { Icon } from "../view/icon.tsx";
import { FileName } from "./file-name.tsx";
import { sizeWords } from "../../../ui/size-words.ts";

export interface FileProps extends Given {
  readonly attachment: Attachment;
  /** False: it waits with its message, and the server gives it to nobody yet. */
  readonly isSent: boolean;
  /** Null: not to be had now. */
  readonly load: (attachment: Attachment) => Promise<Blob | null>;
  /** Into the person's downloads. False: not to be had now. */
  readonly save: (attachment: Attachment) => Promise<boolean>;
  readonly view: (attachment: Attachment) => void;
}

/** A file by its name and size; a click downloads it. */
export class FileCard extends Component<FileProps, { readonly progress: "idle" | "busy" | "failed" }> {
  override state: { progress: "idle" | "busy" | "failed" } = { progress: "idle" };

  override render(): VNode {
    const { attachment, isSent, words } = this.props;
    const { progress } = this.state;
    const isFailed = progress === "failed";
    const size = sizeWords(attachment.size, words.locale);
    return (
      <>
        <button
          class="file-card"
          type="button"
          disabled={!isSent}
          aria-busy={progress === "busy"}
          onClick={() => void this.#save()}
        >
          <Icon name="file" />
          <span class="hidden">{words.t("file.save")}</span>
          <span class="file-text">
            <FileName name={attachment.name} />
            <span class={isFailed ? "refusal" : "file-note"}>{isFailed ? words.t("file.failed") : size}</span>
          </span>
          {isSent && <Icon name="download" />}
        </button>
        <span class="hidden" role="alert">
          {isFailed && words.t("file.failed")}
        </span>
      </>
    );
  }

  async #save(): Promise<void> {
    if (this.state.progress === "busy") return;
    this.setState({ progress: "busy" });
    const isSaved = await this.props.save(this.props.attachment);
    this.setState({ progress: isSaved ? "idle" : "failed" });
  }
}
