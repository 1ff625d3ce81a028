/**
 * HTML of a stranger: sanitised by the server, here again, and shown in a frame that runs nothing, loads nothing but its
 * style sheet, and opens links outside. It shares our origin only so that its height can be read.
 */
import DOMPurify from "dompurify";
import { type ReactNode, useMemo, useState } from "react";
import { useWords } from "../words-context.tsx";
import frameStyle from "./mail-frame.css?url&no-inline";

const POLICY = "default-src 'none'; style-src 'self'";

export function MailFrame({ html }: { readonly html: string }): ReactNode {
  const { t } = useWords();
  const [height, setHeight] = useState(160);
  const page = useMemo(() => pageOf(html), [html]);
  return (
    <iframe
      className="mail-frame"
      title={t("mail.frame")}
      sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
      srcDoc={page}
      style={{ blockSize: height }}
      onLoad={(event) => setHeight(heightOf(event.currentTarget))}
    />
  );
}

function pageOf(html: string): string {
  const clean = DOMPurify.sanitize(html, {
    USE_PROFILES: { html: true },
    FORBID_TAGS: ["style", "form", "input", "button", "video", "audio", "picture", "source"],
    FORBID_ATTR: ["srcset", "background"],
    ADD_ATTR: ["target"],
  });
  return [
    "<!doctype html><html><head><meta charset='utf-8'>",
    `<meta http-equiv="content-security-policy" content="${POLICY}">`,
    `<meta name="color-scheme" content="light dark"><link rel="stylesheet" href="${frameStyle}">`,
    `</head><body dir="auto">${clean}</body></html>`,
  ].join("");
}

/** Longer ones scroll inside the frame. */
const MOST_PX = 12_000;

const heightOf = (frame: HTMLIFrameElement): number =>
  Math.min(MOST_PX, (frame.contentDocument?.documentElement.scrollHeight ?? 0) + 4);
