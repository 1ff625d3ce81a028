/**
 * HTML of a stranger: sanitised by the server, here again, and shown in a frame that runs nothing, loads nothing but its
 * style sheet and the pictures that came with this mail, and opens links outside. It shares our origin only so that its
 * height can be read.
 */
import DOMPurify from "dompurify";
import { type ReactNode, useMemo, useState } from "react";
import { useWords } from "../words-context.tsx";
import frameStyle from "./mail-frame.css?url&no-inline";

interface Props {
  readonly html: string;
  /** What lies below this path may be drawn. */
  readonly picturesPath: string;
}

export function MailFrame({ html, picturesPath }: Props): ReactNode {
  const { t } = useWords();
  const [height, setHeight] = useState(160);
  const page = useMemo(() => pageOf(html, picturesPath), [html, picturesPath]);
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

/** A source that ends in a slash is all below it (CSP 3 §6.7.2.12): a mail can make the browser ask for nothing else of ours. */
const policyFor = (picturesPath: string): string =>
  `default-src 'none'; style-src 'self'; img-src ${new URL(picturesPath, window.location.href).href}`;

function pageOf(html: string, picturesPath: string): string {
  const clean = DOMPurify.sanitize(html, {
    USE_PROFILES: { html: true },
    FORBID_TAGS: ["style", "form", "input", "button", "video", "audio", "picture", "source"],
    FORBID_ATTR: ["srcset", "background"],
    ADD_ATTR: ["target"],
  });
  return [
    "<!doctype html><html><head><meta charset='utf-8'>",
    `<meta http-equiv="content-security-policy" content="${policyFor(picturesPath)}">`,
    `<meta name="color-scheme" content="light dark"><link rel="stylesheet" href="${frameStyle}">`,
    `</head><body dir="auto">${clean}</body></html>`,
  ].join("");
}

/** Longer ones scroll inside the frame. */
const MOST_PX = 12_000;

const heightOf = (frame: HTMLIFrameElement): number =>
  Math.min(MOST_PX, (frame.contentDocument?.documentElement.scrollHeight ?? 0) + 4);
