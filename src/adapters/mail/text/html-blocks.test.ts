import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { growthOf, LINEAR } from "../../../../test/support/growth.ts";
import { extractReply } from "../../../domain/reply-extraction/extract-reply.ts";
import { blocksOfHtml } from "./html-blocks.ts";

const extract = (html: string) => extractReply(blocksOfHtml(html), null);

const QUOTED = "<div>Shall we?</div><div>Léo</div>";

/** Mail program · its HTML around a reply "Yes, please." and our quoted mail. */
const programs: readonly (readonly [string, string])[] = [
  [
    "Gmail",
    `<div dir="ltr">Yes, please.</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">On Fri, Dec 8, 2017 at 6:30 PM Acme &lt;<a href="mailto:help@acme.example">help@acme.example</a>&gt; wrote:<br></div><blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex">${QUOTED}</blockquote></div>`,
  ],
  [
    "Gmail in a language we do not know",
    `<div>Yes, please.</div><div class="gmail_quote"><div class="gmail_attr">Acme diris:<br></div><blockquote class="gmail_quote">${QUOTED}</blockquote></div>`,
  ],
  [
    "Gmail with a signature",
    `<div>Yes, please.</div><div><br></div><span class="gmail_signature_prefix">-- </span><br><div class="gmail_signature">Marie<br>Acme</div><div class="gmail_quote"><blockquote class="gmail_quote">${QUOTED}</blockquote></div>`,
  ],
  [
    "Outlook desktop",
    `<div class=WordSection1><p class=MsoNormal>Yes, please.<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b>Sendanto:</b> Acme<br><b>From:</b> Acme<br><b>Sent:</b> Friday</p></div>${QUOTED}</div>`,
  ],
  [
    "Outlook on the web",
    `<div>Yes, please.</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg" dir="ltr"><b>Sendinto:</b> Acme &lt;help@acme.example&gt;<br></div>${QUOTED}`,
  ],
  [
    "Outlook for phones",
    `<div dir="auto">Yes, please.</div><div id="ms-outlook-mobile-signature">Get <a href="https://aka.ms/o0ukef">Outlook for iOS</a></div><hr><div id="divRplyFwdMsg"><b>From:</b> Acme</div>${QUOTED}`,
  ],
  [
    "the new Outlook",
    `<div>Yes, please.</div><div id="mail-editor-reference-message-container"><div><b>From:</b> Acme</div>${QUOTED}</div>`,
  ],
  [
    "Outlook for Mac",
    `<div>Yes, please.</div><span id="OLK_SRC_BODY_SECTION"><div><b>From: </b> Acme</div>${QUOTED}</span>`,
  ],
  ["Hotmail", `<div dir='ltr'>Yes, please.<br><div><hr id="stopSpelling">${QUOTED}</div></div>`],
  [
    "Thunderbird",
    `<body>Yes, please.<br><div class="moz-cite-prefix">Am 08.12.2017 um 18:30 schrieb Acme:<br></div><blockquote type="cite" cite="mid:x">${QUOTED}</blockquote><div class="moz-signature">-- <br>Marie</div></body>`,
  ],
  [
    "Apple Mail",
    `<body>Yes, please.<div><br><blockquote type="cite"><div>On 8 Dec 2017, at 18:30, Acme &lt;help@acme.example&gt; wrote:</div>${QUOTED}</blockquote></div></body>`,
  ],
  [
    "iPhone",
    `<body dir="auto">Yes, please.<br><br><div id="AppleMailSignature">Sent from my iPhone</div><div><br>On 8 Dec 2017, at 18:30, Acme &lt;help@acme.example&gt; wrote:<br><br></div><blockquote type="cite">${QUOTED}</blockquote></body>`,
  ],
  [
    "Yahoo",
    `<div>Yes, please.</div><div id="ydp123yahoo_quoted_42" class="ydp9f yahoo_quoted"><div>On Friday, Acme wrote:</div>${QUOTED}</div>`,
  ],
  [
    "Proton",
    `<div>Yes, please.</div><div class="protonmail_signature_block">Sent with Proton</div><div class="protonmail_quote">On Friday, Acme wrote:<br><blockquote>${QUOTED}</blockquote></div>`,
  ],
  [
    "Zimbra",
    `<div>Yes, please.</div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><b>De: </b>"Acme"</div>${QUOTED}`,
  ],
  [
    "Zoho",
    `<div>Yes, please.</div><div class="zmail_extra"><div>---- On Fri, 08 Dec 2017 Acme wrote ----</div><blockquote>${QUOTED}</blockquote></div>`,
  ],
  [
    "GMX",
    `<div>Yes, please.</div><div name="quote" style="margin:10px"><div><b>Gesendet:</b> Freitag<br><b>Von:</b> Acme</div>${QUOTED}</div>`,
  ],
  [
    "Spark",
    `<div name="messageBodySection">Yes, please.</div><div name="messageSignatureSection">Marie</div><div name="messageReplySection">On Dec 8, Acme wrote:<blockquote>${QUOTED}</blockquote></div>`,
  ],
  [
    "mail.ru",
    `<p>Yes, please.</p><br>Пятница, 8 декабря 2017, 18:30 +03:00 от Acme &lt;help@acme.example&gt;:<br><blockquote>${QUOTED}</blockquote>`,
  ],
  [
    "QQ",
    `<div>Yes, please.</div><div>&nbsp;</div><div><includetail><div>------------------&nbsp;原始邮件&nbsp;------------------</div>${QUOTED}</includetail></div>`,
  ],
  [
    "Samsung",
    `<div>Yes, please.</div><div id="composer_signature"><div>Sent from my Galaxy</div></div><div>-------- Original message --------</div><div>From: Acme &lt;help@acme.example&gt;</div><div>Date: 08/12/2017 18:30</div>${QUOTED}`,
  ],
  ["plain text made into HTML", "Yes, please.<br>On 8 Dec 2017 at 18:30, Acme wrote:<br>&gt; Shall we?<br>&gt; Léo"],
  [
    "our own template, whatever the program kept of the rest",
    `<div>Yes, please.</div><div id="m_-123ariane-mail">${QUOTED}</div>`,
  ],
  [
    "our own template in Outlook on the web",
    `<div>Yes, please.</div><table class="x_ariane-mail"><tr><td>Shall we?</td></tr></table>`,
  ],
];

describe("what mail programs put around the mail answered goes", () => {
  test.each(programs)("%s", (_name, html) => {
    expect(extract(html).text).toBe("Yes, please.");
  });
});

describe("HTML reads as it looks", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["blocks and breaks are lines", "<div>a</div><div>b<br>c</div>d", "a\nb\nc\nd"],
    ["an empty line stays, more than one does not", "<div>a</div><div><br></div><div><br></div><div>b</div>", "a\n\nb"],
    ["paragraphs have a line between them", "<p>a</p><p>b</p>", "a\n\nb"],
    ["Outlook's paragraphs have none", "<p class=MsoNormal>a</p><p class=MsoNormal>b</p>", "a\nb"],
    ["spaces are folded", "a \n  b", "a b"],
    ["preformatted text keeps its lines and spaces", "<pre>a\n  b</pre>", "a\n  b"],
    ["white-space: pre-wrap does too", '<div style="white-space: pre-wrap">a\n  b</div>', "a\n  b"],
    ["lists have bullets and numbers", "<ul><li>a<li>b</ul><ol><li>c</li><li>d</li></ol>", "- a\n- b\n\n1. c\n2. d"],
    ["entities are decoded", "&lt;b&gt; &amp; &eacute; &#128077; &#xD800;", "<b> & é 👍 \uFFFD"],
    [
      "styles, scripts, titles and comments are not text",
      "<head><title>t</title><style>x{}</style></head><script>1<2</script><!-- c -->a",
      "a",
    ],
    ["hidden text is not shown", '<div style="display:none">hidden</div>a', "a"],
    ["cells are apart", "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"],
    [
      "a link with other words shows where it leads",
      '<a href="https://x.example/1">my photo</a>',
      "my photo (https://x.example/1)",
    ],
    ["a link that shows its address does not", '<a href="https://x.example/">x.example</a>', "x.example"],
    ["emoji sent as pictures are text", 'a <img data-emoji="👍" alt="👍" src="x"><img alt="logo">', "a 👍"],
    [
      "webmail's indent is no quote",
      '<div>a</div><blockquote style="margin:0 0 0 40px;border:none;padding:0px">b</blockquote>',
      "a\nb",
    ],
    ["unclosed and wrong tags do not hide text", "<div><b>a</i></div></p><p>b<td>c", "a\n\nbc"],
  ];
  test.each(cases)("%s", (_name, html, text) => {
    expect(extract(html).text).toBe(text);
  });

  test("answers between the lines of Gmail keep the lines", () => {
    const html = `<div class="gmail_quote"><div class="gmail_attr">On Friday Acme wrote:</div><blockquote class="gmail_quote">Which size?</blockquote><div>42</div><blockquote class="gmail_quote">Which colour?</blockquote><div>red</div><blockquote class="gmail_quote">Léo</blockquote></div>`;
    expect(extract(html).text).toBe("On Friday Acme wrote:\n> Which size?\n42\n> Which colour?\nred");
  });

  test("what is passed on is kept", () => {
    const html = `<div>FYI</div><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>From: Bob</div>Hello</div>`;
    expect(extract(html).text).toContain("Hello");
  });

  test("the only words of an answer stay though they stand in the signature's element", () => {
    expect(extract('<div class="gmail_signature">Yes, please.</div>').text).toBe("Yes, please.");
  });
});

describe("hostile HTML", () => {
  const shapes: readonly (readonly [string, string])[] = [
    ["open tags", "<b>"],
    ["open blocks", "<div>x"],
    ["wrong closing tags", "<b></i>"],
    ["quotes in quotes", "<blockquote>x"],
    ["our elements with quotes in them", '<div class="ariane-mail">x<blockquote>y</blockquote></div>'],
    ["our elements in quotes in our elements", '<div class="ariane-mail">x<blockquote>y'],
    ["quotes in one element of ours", '<div class="ariane-mail">x</div><blockquote>y</blockquote>'],
    ["introducing elements", '<div class="moz-cite-prefix">x<br>y:<br></div>'],
    ["attributes", '<p a="'.padEnd(40, "x")],
    ["entities", "&amp;"],
    ["links", '<a href="https://x.example">y'],
    ["breaks", "<br>"],
    ["list items", "<ol><li>"],
    ["broken tags", "<<<"],
    ["comments", "<!-- "],
    ["cells", "<table><td>x"],
  ];
  test.each(shapes)("%s: no exception, and work that grows as the input does", async (_name, shape) => {
    const read = (size: number) => extract(shape.repeat(Math.ceil(size / shape.length)));
    expect(await growthOf(read, 400_000)).toBeLessThan(LINEAR);
  });

  test("whatever the tags, text is shown or cut, never thrown away", () => {
    const tag = fc.constantFrom(
      "<div>",
      "</div>",
      "<b>",
      "</b>",
      "<p>",
      "</p>",
      "<br>",
      "<blockquote>",
      "</blockquote>",
      "<li>",
      "<td>",
      "</table>",
      '<div class="gmail_quote">',
      "<hr>",
      '<a href="https://x.example">',
      "</a>",
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(tag, fc.constantFrom("eins", "zwei", "drei vier"), fc.string({ maxLength: 8 })), {
          maxLength: 40,
        }),
        (parts) => {
          const { text, cut } = extract(
            parts
              .map((part) =>
                part.startsWith("<") && part.endsWith(">") ? part : `word ${part.replaceAll(/[<&]/g, "")} `,
              )
              .join(""),
          );
          const words = parts.filter((part) => !(part.startsWith("<") && part.endsWith(">"))).length;
          expect(`${text} ${cut}`.split(/\bword\b/).length - 1).toBeGreaterThanOrEqual(words);
        },
      ),
      { numRuns: 300 },
    );
  });
});
