/** One stored mail: who, when, its text, how its sender laid it out, its header lines, and the way to the raw bytes. */
import { lazy, type ReactNode, Suspense, useId, useState } from "react";
import { addressOf } from "../../../contract/address.ts";
import { type InboundMail, storedMailApi } from "../../../contract/mail/triage.ts";
import { useNow } from "../clock.ts";
import { Icon } from "../controls/icons.tsx";
import { Trouble } from "../controls/trouble.tsx";
import { MessageFiles } from "../files/message-files.tsx";
import { useWords } from "../words-context.tsx";
import { verdictKey } from "./triage-words.ts";
import { useMail } from "./use-triage.ts";

const MailFrame = lazy(async () => ({ default: (await import("./mail-frame.tsx")).MailFrame }));

export function MailView({ id }: { readonly id: string }): ReactNode {
  const query = useMail(id);
  if (query.data !== undefined) return <OpenMail mail={query.data} />;
  return query.error === null ? (
    <div className="loading" />
  ) : (
    <Trouble error={query.error} onRetry={() => void query.refetch()} />
  );
}

function OpenMail({ mail }: { readonly mail: InboundMail }): ReactNode {
  const { t } = useWords();
  if (mail.unreadable === "original-removed") {
    return (
      <div className="mail">
        <MailFacts mail={mail} />
        <p className="quiet-text">{t("mail.original-removed")}</p>
      </div>
    );
  }
  return (
    <div className="mail">
      <MailFacts mail={mail} />
      {mail.unreadable === null ? null : (
        <p className="mail-warning">
          <Icon name="warning" />
          {t("mail.unreadable")}
        </p>
      )}
      {mail.protection === null ? null : <p className="quiet-text">{t(`mail.protection.${mail.protection}`)}</p>}
      <MailBody mail={mail} />
      {mail.attachments.length === 0 ? null : (
        <section className="mail-attachments">
          <h2>{t("mail.attachments", { count: mail.attachments.length })}</h2>
          {/* A file of a mail has no name of its own but its place there. */}
          <MessageFiles
            files={mail.attachments.map((file, at) => ({ ...file, id: String(at) }))}
            sourceOf={(at) => addressOf(storedMailApi.file, { params: { id: mail.id, at } })}
          />
        </section>
      )}
      <a className="button" href={addressOf(storedMailApi.raw, { params: { id: mail.id } })} download>
        <Icon name="download" />
        {t("mail.download")}
      </a>
    </div>
  );
}

function MailFacts({ mail }: { readonly mail: InboundMail }): ReactNode {
  const { t, times } = useWords();
  const now = useNow(60_000);
  const { from } = mail;
  return (
    <dl className="facts mail-facts">
      <div>
        <dt>{t("mail.from")}</dt>
        <dd>
          <bdi>{from.name}</bdi> <bdi>{from.address ?? t("sender.unknown")}</bdi>
        </dd>
      </div>
      <div>
        <dt>{t("mail.to")}</dt>
        <dd>{mail.recipients.join(", ")}</dd>
      </div>
      <div>
        <dt>{t("mail.received")}</dt>
        <dd title={times.exact(mail.receivedAt)}>{times.moment(mail.receivedAt, now)}</dd>
      </div>
      {mail.verdict === null ? null : (
        <div>
          <dt>{t("mail.kind")}</dt>
          <dd>{t(verdictKey(mail.verdict), { code: mail.verdict })}</dd>
        </div>
      )}
    </dl>
  );
}

type Face = "text" | "html" | "headers";

/** The words first: what a sender's layout hides or dresses up is read there as it is. */
function MailBody({ mail }: { readonly mail: InboundMail }): ReactNode {
  const { t } = useWords();
  const faces: readonly Face[] = [
    ...(mail.text === null && mail.html !== null ? [] : (["text"] as const)),
    ...(mail.html === null ? [] : (["html"] as const)),
    "headers",
  ];
  const [chosen, setFace] = useState<Face | null>(null);
  const name = useId();
  const face = chosen ?? faces[0] ?? "headers";
  return (
    <section className="mail-body">
      <fieldset className="faces">
        <legend className="unseen">{t("mail.show")}</legend>
        {faces.map((each) => (
          <label key={each} className="mode">
            <input type="radio" className="unseen" name={name} checked={each === face} onChange={() => setFace(each)} />
            {t(`mail.face.${each}`)}
          </label>
        ))}
      </fieldset>
      <FaceOf face={face} mail={mail} />
    </section>
  );
}

function FaceOf({ face, mail }: { readonly face: Face; readonly mail: InboundMail }): ReactNode {
  const { t } = useWords();
  switch (face) {
    case "text": {
      const isEmpty = (mail.text ?? "").trim() === "";
      return isEmpty ? (
        <p className="quiet-text">{t("mail.empty")}</p>
      ) : (
        <div className="mail-text" dir="auto">
          {mail.text}
        </div>
      );
    }
    case "html":
      return (
        <>
          {mail.remoteImages === 0 ? null : (
            <p className="quiet-text">{t("mail.remote-images", { count: mail.remoteImages })}</p>
          )}
          <Suspense fallback={<div className="loading" />}>
            <MailFrame
              html={mail.html ?? ""}
              picturesPath={addressOf(storedMailApi.file, { params: { id: mail.id, at: "" } })}
            />
          </Suspense>
        </>
      );
    case "headers":
      return (
        <dl className="mail-headers">
          {mail.headers.map(({ name, value }, at) => (
            <div key={`${at}-${name}`}>
              <dt>{name}</dt>
              <dd>
                <bdi>{value}</bdi>
              </dd>
            </div>
          ))}
        </dl>
      );
    default:
      return face satisfies never;
  }
}
