/** The files of a message that is being written: each with how far it is, what is wrong with it, and the way to take it out. */
import type { ReactNode } from "react";
import { FILE_LIMITS } from "../../../contract/shared.ts";
import type { Refusal } from "../../kit/answer.ts";
import { Icon } from "../controls/icons.tsx";
import { wordsOf } from "../refusal-words.ts";
import { useWords } from "../words-context.tsx";
import type { Problem } from "./choose-files.ts";
import { fileIcon } from "./file-kind.ts";
import { isolated } from "./file-names.ts";
import type { Tray, TrayFile } from "./file-tray.ts";
import { sizeWords } from "../../ui/size-words.ts";
import { IconButton } from "../controls/icon-button.tsx";

interface Props {
  readonly tray: Tray;
  /** The message may leave by e-mail, where a large file goes as a link. */
  readonly mayBeMailed: boolean;
  readonly onRemove: (key: number) => void;
  readonly onRetry: (key: number) => void;
  readonly onDismiss: () => void;
}

export function TrayView({ tray, mayBeMailed, onRemove, onRetry, onDismiss }: Props): ReactNode {
  const { t } = useWords();
  const { files, problems } = tray;
  return (
    <>
      {files.length === 0 ? null : (
        <ul className="tray" aria-label={t("files.added")}>
          {files.map((file) => (
            <Chip
              key={file.key}
              file={file}
              goesAsLink={mayBeMailed && file.file.size > FILE_LIMITS.mailedBytes}
              onRemove={() => onRemove(file.key)}
              onRetry={() => onRetry(file.key)}
            />
          ))}
        </ul>
      )}
      {problems.length === 0 ? null : (
        <div className="tray-problems">
          <Icon name="warning" />
          <div className="tray-problem-words" role="alert">
            {problems.map((problem) => (
              <ProblemLine key={"name" in problem ? problem.key + problem.name : problem.key} problem={problem} />
            ))}
          </div>
          <IconButton icon="close" label={t("files.dismiss")} onClick={onDismiss} />
        </div>
      )}
      <TrayStatus files={files} />
    </>
  );
}

/** Said to screen readers as files come and are there: not each of their bytes. */
function TrayStatus({ files }: { readonly files: readonly TrayFile[] }): ReactNode {
  const { t } = useWords();
  const done = files.filter(({ progress }) => progress.kind === "there").length;
  return (
    <p role="status" className="unseen">
      {files.length === 0 ? "" : t("files.progress", { done, count: files.length })}
    </p>
  );
}

function ProblemLine({ problem }: { readonly problem: Problem }): ReactNode {
  const { t, locale } = useWords();
  const most = problem.key === "files.too-large" ? sizeWords(FILE_LIMITS.bytes, locale) : FILE_LIMITS.aMessage;
  const given = "name" in problem ? { name: isolated(problem.name), most } : { count: problem.count, most };
  return <p>{t(problem.key, given)}</p>;
}

interface ChipProps {
  readonly file: TrayFile;
  readonly goesAsLink: boolean;
  readonly onRemove: () => void;
  readonly onRetry: () => void;
}

function Chip({ file: { file, preview, progress }, goesAsLink, onRemove, onRetry }: ChipProps): ReactNode {
  const { t, locale } = useWords();
  const name = isolated(file.name);
  return (
    <li className={`chip ${progress.kind}`}>
      <span className="chip-face">
        {preview === null ? <Icon name={fileIcon(file)} /> : <img src={preview} alt="" />}
      </span>
      <span className="chip-words">
        <bdi className="chip-name" title={file.name}>
          {file.name}
        </bdi>
        {progress.kind === "failed" || progress.kind === "refused" ? (
          <FailureLine why={progress} name={name} onRetry={onRetry} />
        ) : (
          <span className="chip-size">
            {sizeWords(file.size, locale)}
            {goesAsLink ? ` · ${t("files.as-link")}` : ""}
          </span>
        )}
        {progress.kind === "waiting" || progress.kind === "going" ? (
          <progress
            value={progress.kind === "going" ? progress.share : 0}
            aria-label={t("files.uploading", { name })}
          />
        ) : null}
      </span>
      <IconButton icon="close" label={t("files.remove", { name })} onClick={onRemove} />
    </li>
  );
}

interface FailureProps {
  readonly why: Refusal;
  readonly name: string;
  readonly onRetry: () => void;
}

function FailureLine({ why, name, onRetry }: FailureProps): ReactNode {
  const { t } = useWords();
  const { key, args } = wordsOf(why);
  return (
    <span className="chip-failure" role="alert">
      {t(key, args)}{" "}
      <button type="button" className="button link" aria-label={t("files.retry", { name })} onClick={onRetry}>
        {t("retry")}
      </button>
    </span>
  );
}
