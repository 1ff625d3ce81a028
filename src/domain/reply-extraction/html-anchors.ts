/**
 * Ids, classes and names that mail programs, and our own template, put around quotes and signatures. They outlive
 * languages and versions better than any wording. Matched after removing the prefixes that programs add to those of
 * the mail they quote (`x_`, `ecx`, `m_-123`, `yiv123`).
 */
import type { Anchor } from "./block.ts";

/** `quote`: what is inside is quoted, like a blockquote. The others are anchors of the blocks inside. */
type AnchorRole = Anchor | "quote";

/** Begins every id and class in our own mail template. */
const OWN_ANCHOR = "ariane-";

const whole: ReadonlyMap<string, AnchorRole> = new Map<string, AnchorRole>([
  // Outlook, Outlook on the web, Exchange, Hotmail, Windows Mail
  ["divrplyfwdmsg", "quote-from-here"],
  ["appendonsend", "quote-from-here"],
  ["stopspelling", "quote-from-here"],
  ["olk_src_body_section", "quote"],
  ["mail-editor-reference-message-container", "quote"],
  ["ms-outlook-mobile-reference-message", "quote"],
  ["reference-message-container", "quote"],
  ["ms-outlook-mobile-signature", "signature"],
  ["signature", "signature"],
  ["mac_outlook_signature", "signature"],
  // Gmail (its quote is a blockquote: answers between the lines stand in div.gmail_quote as well)
  ["gmail_attr", "attribution"],
  ["gmail_signature", "signature"],
  ["gmail_signature_prefix", "signature"],
  // Thunderbird
  ["moz-cite-prefix", "attribution"],
  ["moz-email-headers-table", "header"],
  ["moz-forward-container", "forward"],
  ["moz-signature", "signature"],
  // Apple
  ["applemailsignature", "signature"],
  ["apple-mail-signature", "signature"],
  // Yahoo, AOL
  ["yahoo_quoted", "quote"],
  ["yahoo-signature", "signature"],
  ["ymail_android_signature", "signature"],
  ["ydp-signature", "signature"],
  ["aolmail_quote", "quote"],
  // Evolution, Geary (its quote is a blockquote: words between the lines stand in div#geary-quote as well), Roundcube
  ["-x-evo-signature", "signature"],
  ["-x-evo-signature-wrapper", "signature"],
  ["geary-signature", "signature"],
  ["reply-intro", "attribution"],
  ["_rc_sig", "signature"],
  // Proton, Tuta
  ["protonmail_quote", "quote"],
  ["protonmail_signature_block", "signature"],
  ["tutanota_quote", "quote"],
  // Zoho, Zimbra, GMX, web.de, Spark, Front, Missive, Fastmail, HEY, Superhuman, Airmail
  ["zmail_extra", "quote"],
  ["zmail_extra_hr", "quote-from-here"],
  ["zwchr", "quote-from-here"],
  ["__divider__", "quote-from-here"],
  ["__sig_pre__", "signature"],
  ["__sig_post__", "signature"],
  ["__headers__", "header"],
  ["messagereplysection", "quote"],
  ["messagesignaturesection", "signature"],
  ["front-blockquote", "quote"],
  ["front-signature", "signature"],
  ["missive_quote", "quote"],
  ["missive_signature", "signature"],
  ["sh-signature", "signature"],
  ["bloop_sign", "signature"],
  ["bloop_original_html", "quote"],
  // Samsung, K-9, BlackBerry, mail.ru, QQ, NetEase, Notes
  ["composer_signature", "signature"],
  ["k9mail-signature", "signature"],
  ["k9mail_signature", "signature"],
  ["_origcontent", "quote"],
  ["_blackberrysignature", "signature"],
  ["isreplycontent", "quote"],
  ["ntes_signature", "signature"],
  ["includetail", "quote-from-here"],
  ["mailmastersignature", "signature"],
]);

/** Programs add a number to these. */
const beginnings: readonly (readonly [string, AnchorRole])[] = [
  ["yahoo_quoted_", "quote"],
  ["ymail_signature", "signature"],
  ["bloop_sign_", "signature"],
  ["zmail_extra", "quote"],
  ["signature_", "signature"],
];

const LONGEST_NAME = 80;
const QUOTING_PREFIX = /^(?:x_|ecx|m_-?\d+|yiv\d+|ydp[0-9a-f]+|gmail-m_-?\d+|gmail-)/;

/** What an id, class or name tells about the text in its element; null: nothing. */
export function anchorRole(name: string): AnchorRole | null {
  if (name === "" || name.length > LONGEST_NAME) return null;
  const lower = name.toLowerCase();
  if (lower.includes(OWN_ANCHOR)) return "own";
  let bare = lower;
  // At most one prefix for each time the mail was quoted; three is more than any program keeps.
  for (let i = 0; i < 3; i += 1) bare = bare.replace(QUOTING_PREFIX, "");
  return whole.get(lower) ?? whole.get(bare) ?? beginnings.find(([start]) => bare.startsWith(start))?.[1] ?? null;
}
