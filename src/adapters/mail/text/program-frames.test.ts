/** What mail programs write around an answer in HTML, beside the quote: frames, signatures and lines that introduce. */
import { describe, expect, test } from "vitest";
import { extractReply } from "../../../domain/reply-extraction/extract-reply.ts";
import { blocksOfHtml } from "./html-blocks.ts";

const extract = (html: string) => extractReply(blocksOfHtml(html), null);

const ON = "On Fri, 2017-12-08 at 18:30 +0000, Léo Martin (Acme) wrote:";
/** Our template, as programs keep it. */
const OURS = `<div id="ariane-mail" class="ariane-mail"><table class="ariane-table"><tr><td class="ariane-soft">Acme</td></tr><tr><td class="ariane-ink">Shall we?</td></tr></table></div>`;
const QUOTE = `<blockquote type="cite">${OURS}</blockquote>`;
const ANSWER = "<div>Yes, please.</div><div>On Friday.</div>";
const SAID = "Yes, please.\nOn Friday.";

/** How the program took over what our own document says of itself · the mail. */
const frames: readonly (readonly [string, string])[] = [
  [
    "Evolution: our body's class",
    `<body class="ariane-mail" data-evo-draft="">${ANSWER}<div>${ON}</div>${QUOTE}<div><br></div></body>`,
  ],
  ["Evolution, answered below", `<body class="ariane-mail"><div>${ON}</div>${QUOTE}${ANSWER}</body>`],
  ["the class on the root", `<html class="ariane-mail"><body>${ANSWER}<div>${ON}</div>${QUOTE}</body></html>`],
  ["an id on the body", `<html><body id="x_ariane-mail">${ANSWER}<div>${ON}</div>${QUOTE}</body></html>`],
  [
    "Evolution in the manner of Outlook, without marks",
    `<body class="ariane-mail">${ANSWER}<div>-----Original Message-----</div><div><b>From</b>: Acme &lt;help@acme.example&gt;</div><div><b>Subject</b>: x</div>${OURS}</body>`,
  ],
  [
    "a server that puts its text into our document",
    `<body class="ariane-mail">${ANSWER}<hr id="stopSpelling">${OURS}</body>`,
  ],
  ["a body that a webmail made a div", `<div class="v1ariane-mail">${ANSWER}<div>${ON}</div>${QUOTE}</div>`],
  [
    "a div in a div",
    `<div><div class="ariane-mail"><div class="ariane-pad">${ANSWER}<div>${ON}</div></div>${QUOTE}</div></div>`,
  ],
  ["a frame, answered below", `<div class="ariane-mail"><div>${ON}</div>${QUOTE}${ANSWER}</div>`],
];

describe("an element of ours around the whole answer tells nothing", () => {
  test.each(frames)("%s", (_name, html) => {
    expect(extract(html).text).toBe(SAID);
  });

  test("between the lines of our template, divided, the answers stay with the lines", () => {
    const html = `<div class="ariane-mail"><blockquote>Which size?</blockquote><div>42</div><blockquote>Which colour?</blockquote><div>red</div></div>`;
    expect(extract(html).text).toBe("> Which size?\n42\n> Which colour?\nred");
  });

  test("what stands in our template and holds no quote is ours", () => {
    expect(extract(`${ANSWER}${OURS}<blockquote>Older.</blockquote>`).text).toBe(SAID);
  });
});

const CITE = `<div class="moz-cite-prefix">On 12/8/17 18:30, Léo Martin (Acme) wrote:<br>\n    </div>`;

/** What stands above the line that introduces the quote · the mail. */
const above: readonly (readonly [string, string])[] = [
  [
    "Thunderbird's signature",
    `<div>Yes, please.</div><div>On Friday.</div><pre class="moz-signature">Marie\nLyon</pre>${CITE}${QUOTE}`,
  ],
  ["Thunderbird's signature with dashes", `${ANSWER}<pre class="moz-signature">-- \nMarie</pre>${CITE}${QUOTE}`],
  [
    "Thunderbird's signature in HTML",
    `${ANSWER}<div class="moz-signature"><p>Marie</p><ul><li>Lyon</li></ul></div>${CITE}${QUOTE}`,
  ],
  [
    "Thunderbird's signature, in a language we do not know",
    `${ANSWER}<pre class="moz-signature">Marie</pre><div class="moz-cite-prefix">Léo Martin diris:<br></div>${QUOTE}`,
  ],
  [
    "Evolution's signature",
    `${ANSWER}<div class="-x-evo-signature-wrapper"><span class="-x-evo-signature" id="1"><pre>Marie</pre></span></div><div>${ON}</div>${QUOTE}`,
  ],
  [
    "Geary's signature",
    `<div id="geary-body">${ANSWER}</div><div id="geary-signature"><p>Marie</p></div><div id="geary-quote"><br>${ON}<br>${QUOTE}</div>`,
  ],
  [
    "Roundcube's signature",
    `${ANSWER}<div id="_rc_sig"><pre>Marie</pre></div><p id="reply-intro">Léo diris:</p>${QUOTE}`,
  ],
  [
    "Gmail's signature with a list",
    `${ANSWER}<div class="gmail_signature"><ul><li>Marie</li></ul></div><div class="gmail_attr">Léo diris:<br></div>${QUOTE}`,
  ],
  [
    "a signature above Outlook's header, in a language we do not know",
    `${ANSWER}<div id="Signature"><ul><li>Marie</li></ul></div><div style="border-top:solid #E1E1E1 1.0pt"><p><b>Sendinto:</b> Acme</p><p><b>Tago:</b> vendredo</p><p><b>Temo:</b> x</p></div>Shall we?`,
  ],
];

describe("a signature above the introduction goes, and so does the introduction", () => {
  test.each(above)("%s", (_name, html) => {
    expect(extract(html).text).toBe(SAID);
  });

  test("an answer that ends in a list, above an introduction that only its element tells", () => {
    const html = `<p>I take:</p><ul><li>one lamp</li></ul><div class="gmail_attr">Léo diris:<br></div>${QUOTE}`;
    expect(extract(html).text).toBe("I take:\n\n- one lamp");
  });
});

/** The answer stands in or below the element that introduces. */
const between: readonly (readonly [string, string])[] = [
  ["Gmail", `<div class="gmail_quote"><div class="gmail_attr">${ON}<br></div>${ANSWER}${QUOTE}</div>`],
  ["Gmail in a language we do not know", `<div class="gmail_attr">Léo diris:<br></div>${ANSWER}${QUOTE}`],
  ["Thunderbird", `${CITE}<p>Yes, please.<br>On Friday.</p>${QUOTE}`],
  [
    "Thunderbird, in its element",
    `<div class="moz-cite-prefix">${ON}<br><br>Yes, please.<br>On Friday.<br></div>${QUOTE}`,
  ],
  [
    "Thunderbird, above in its element",
    `<div class="moz-cite-prefix">Yes, please.<br>On Friday.<br><br>${ON}<br></div>${QUOTE}`,
  ],
  [
    "the same in a language we do not know",
    `<div class="moz-cite-prefix">Léo diris:<br><br>Yes, please.<br>On Friday.<br></div>${QUOTE}`,
  ],
  ["Roundcube", `<p id="reply-intro">Léo diris:</p>${ANSWER}<blockquote type="cite">Shall we?</blockquote>`],
  ["Evolution", `<body class="ariane-mail"><div>${ON}</div>${ANSWER}${QUOTE}</body>`],
  ["our template without a blockquote", `<div>${ON}</div>${ANSWER}${OURS}`],
  [
    "an introduction of two lines in its element",
    `<div class="moz-cite-prefix">On 12/8/17 18:30,<br>Léo Martin wrote:<br></div>${ANSWER}${QUOTE}`,
  ],
];

describe("words between the introduction and the quote stay", () => {
  test.each(between)("%s", (_name, html) => {
    expect(extract(html).text).toBe(SAID);
  });

  test("in its element, though they announce something in their turn", () => {
    const html = `<div class="moz-cite-prefix">${ON}<br><br>I take:<br><br>a lamp<br></div>${QUOTE}`;
    expect(extract(html).text).toBe("I take:\n\na lamp");
  });
});
