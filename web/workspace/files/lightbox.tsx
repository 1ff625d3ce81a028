/** One picture of a message as large as the window, with the message's others beside it. */
import { type KeyboardEvent, type MouseEvent, type ReactNode, useState } from "react";
import { createPortal } from "react-dom";
import type { Attachment } from "../../../contract/shared.ts";
import { useModal } from "../controls/dialog.tsx";
import { Icon } from "../controls/icons.tsx";
import { useWords } from "../words-context.tsx";
import { isolated } from "./file-names.ts";
import { sizeWords } from "../../ui/size-words.ts";
import { IconButton } from "../controls/icon-button.tsx";

/** A picture of known size, and where its bytes are. */
export interface Picture {
  readonly attachment: Attachment;
  readonly image: NonNullable<Attachment["image"]>;
  readonly source: string;
}

interface Props {
  readonly pictures: readonly Picture[];
  /** Which one is shown first. */
  readonly at: number;
  readonly onClose: () => void;
}

export function Lightbox({ pictures, at, onClose }: Props): ReactNode {
  const { t, direction } = useWords();
  const [shown, setShown] = useState(at);
  const ref = useModal();
  const picture = pictures[shown];
  if (picture === undefined) return null;
  const go = (steps: number): void => setShown((now) => (now + steps + pictures.length) % pictures.length);
  const onKey = ({ key }: KeyboardEvent): void => {
    const onwards = direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    if (key === "ArrowLeft" || key === "ArrowRight") go(key === onwards ? 1 : -1);
  };
  const closeBeside = ({ target, currentTarget }: MouseEvent): void => {
    if (target === currentTarget) onClose();
  };
  // Beside the page, not in it: the conversation is a live region and would read it out.
  return createPortal(
    <dialog
      ref={ref}
      className="lightbox"
      aria-label={t("lightbox")}
      onClose={onClose}
      onCancel={onClose}
      onKeyDown={onKey}
    >
      <LightboxHead picture={picture} at={shown} of={pictures.length} onClose={onClose} />
      <div className="lightbox-stage" onClick={closeBeside}>
        {pictures.length > 1 ? <StepButton name="back" label={t("lightbox.previous")} onStep={() => go(-1)} /> : null}
        <img
          key={picture.attachment.id}
          src={picture.source}
          width={picture.image.width}
          height={picture.image.height}
          alt={picture.attachment.name}
        />
        {pictures.length > 1 ? <StepButton name="next" label={t("lightbox.next")} onStep={() => go(1)} /> : null}
      </div>
    </dialog>,
    document.body,
  );
}

interface HeadProps {
  readonly picture: Picture;
  readonly at: number;
  readonly of: number;
  readonly onClose: () => void;
}

function LightboxHead({ picture: { attachment, source }, at, of, onClose }: HeadProps): ReactNode {
  const { t, locale } = useWords();
  return (
    <div className="lightbox-head">
      <div className="lightbox-words" aria-live="polite" aria-atomic="true">
        <h2>
          <bdi>{attachment.name}</bdi>
        </h2>
        <p>
          {of > 1 ? `${t("lightbox.at", { at: at + 1, of })} · ` : ""}
          {sizeWords(attachment.size, locale)}
        </p>
      </div>
      <a
        className="button quiet"
        href={source}
        download={attachment.name}
        aria-label={t("files.download", { name: isolated(attachment.name) })}
      >
        <Icon name="download" /> <span className="lightbox-verb">{t("download")}</span>
      </a>
      <IconButton icon="close" label={t("close")} onClick={onClose} />
    </div>
  );
}

interface StepProps {
  readonly name: "back" | "next";
  readonly label: string;
  readonly onStep: () => void;
}

function StepButton({ name, label, onStep }: StepProps): ReactNode {
  return (
    <button
      type="button"
      className={`button icon-only lightbox-step ${name}`}
      aria-label={label}
      title={label}
      onClick={onStep}
    >
      <Icon name={name} />
    </button>
  );
}
