/** The files of one message: pictures as thumbnails in the room that was kept for them, everything else as a card. */
import { type ReactNode, useState } from "react";
import type { Attachment } from "../../../contract/shared.ts";
import { Icon } from "../controls/icons.tsx";
import { useWords } from "../words-context.tsx";
import { fileIcon } from "./file-kind.ts";
import { isolated } from "./file-names.ts";
import { Lightbox, type Picture } from "./lightbox.tsx";
import { sizeWords } from "../../ui/size-words.ts";
import { thumbnailSize } from "./thumbnail-size.ts";
import { fileAddress } from "./upload.ts";

interface Props {
  readonly files: readonly Attachment[];
  /** Where a file's bytes are while its message is on its way (null: nowhere yet). Not given: with the server. */
  readonly sourceOf?: (id: string) => string | null;
}

export function MessageFiles({ files, sourceOf = fileAddress }: Props): ReactNode {
  const { t } = useWords();
  const [openAt, setOpenAt] = useState<number | null>(null);
  const pictures = files.flatMap((attachment): readonly Picture[] => {
    const source = sourceOf(attachment.id);
    const { image } = attachment;
    return image === null || source === null ? [] : [{ attachment, image, source }];
  });
  const drawn = new Set(pictures.map(({ attachment }) => attachment.id));
  const others = files.filter(({ id }) => !drawn.has(id));
  return (
    <div className="message-files">
      {pictures.length === 0 ? null : (
        <div className="thumbs">
          {pictures.map((picture, index) => (
            <Thumbnail
              key={picture.attachment.id}
              picture={picture}
              isAlone={pictures.length === 1}
              onOpen={() => setOpenAt(index)}
            />
          ))}
        </div>
      )}
      {others.length === 0 ? null : (
        <ul className="cards" aria-label={t("files.label")}>
          {others.map((file) => (
            <li key={file.id}>
              <Card file={file} address={sourceOf(file.id)} />
            </li>
          ))}
        </ul>
      )}
      {openAt === null ? null : <Lightbox pictures={pictures} at={openAt} onClose={() => setOpenAt(null)} />}
    </div>
  );
}

interface ThumbnailProps {
  readonly picture: Picture;
  readonly isAlone: boolean;
  readonly onOpen: () => void;
}

function Thumbnail({ picture: { attachment, image, source }, isAlone, onOpen }: ThumbnailProps): ReactNode {
  const { t } = useWords();
  return (
    <button
      type="button"
      className="thumb"
      aria-label={t("files.open", { name: isolated(attachment.name) })}
      title={attachment.name}
      onClick={onOpen}
    >
      <img {...thumbnailSize(image, isAlone)} src={source} alt={attachment.name} loading="lazy" decoding="async" />
    </button>
  );
}

interface CardProps {
  readonly file: Attachment;
  /** Null: not to be had yet. */
  readonly address: string | null;
}

function Card({ file, address }: CardProps): ReactNode {
  const { t, locale } = useWords();
  const words = (
    <>
      <span className="file-card-face">
        <Icon name={fileIcon(file)} />
      </span>
      <span className="file-card-words">
        <bdi className="file-card-name">{file.name}</bdi>
        <span className="file-card-size">{sizeWords(file.size, locale)}</span>
      </span>
    </>
  );
  if (address === null) return <span className="file-card">{words}</span>;
  return (
    <a
      className="file-card"
      href={address}
      download={file.name}
      title={t("files.download", { name: isolated(file.name) })}
    >
      {words}
      <Icon name="download" />
    </a>
  );
}
