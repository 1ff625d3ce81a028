import { describe, expect, test } from "vitest";
import { extractReply } from "../extract-reply.ts";
import { DELIMITER, DELIMITERS, HEAD_DELIMITERS, traceOf } from "../sent-trace.ts";
import { blocksOfText } from "../text-blocks.ts";

const trace = traceOf([], DELIMITERS);
const WROTE = "On Sun, 29 Nov 2026, Léo Martin wrote:";
const quoted = (text: string) => text.replaceAll(/^/gm, "> ");
const foot = quoted("To go on, just answer this e-mail.\nOpen the conversation: https://desk.example/c#ariane=secret");
const stop = quoted(
  "Stop e-mails: https://desk.example/mail/stop/secret\nThis wasn’t me: https://desk.example/mail/not-me/s",
);

/** The first lines of our mails as they were, as programs quote them. */
const heads = HEAD_DELIMITERS.flatMap((mark) => [
  `${mark}Acme Lamps\nLéo Martin has answered you.\n\nLéo Martin · November 29, 2026 at 6:19 PM GMT+1`,
  `${mark}\n\nAcme Lamps\nLÉO MARTIN HAS ANSWERED YOU.\n\nL\nLéo Martin\nNovember 29, 2026 at 6:19 PM GMT+1`,
]);

describe("between answered lines the frame of our mail is left out", () => {
  test.each(heads)("%j", (head) => {
    const mail = [WROTE, quoted(head), "> Which size?", "", "42", "", "> Which colour?", "", "red", "", foot, stop];
    expect(extractReply(blocksOfText(mail.join("\n")), trace).text).toBe(
      `${WROTE}\n> Which size?\n\n42\n\n> Which colour?\n\nred`,
    );
  });

  test("which begins with the words today, and ends with who wrote them", () => {
    const mail = [
      WROTE,
      `> ${DELIMITER}Which size?`,
      "",
      "42",
      "",
      "> Which colour?",
      "",
      "red",
      "",
      "> Léo · 6:19 PM",
      ">",
      quoted("Léo has answered you. To go on, just answer this e-mail."),
      "> Open: https://desk.example/#ariane=x",
      ">",
      quoted("-- \nAcme\nAcme writes to you."),
      stop,
    ];
    const answered = `${WROTE}\n> Which size?\n\n42\n\n> Which colour?\n\nred`;
    expect(extractReply(blocksOfText(mail.join("\n")), trace).text).toBe(answered);
    const { text } = extractReply(blocksOfText([...mail, "", "Thanks"].join("\n")), trace);
    expect(text).toBe(`${answered}\n\n> Léo · 6:19 PM\n>\n>\n\nThanks`);
  });

  test("and its end, without the addresses that HTML hides, by what we sent", () => {
    const below = [
      "Léo has answered you. To go on, answer.",
      "Open it: https://desk.example/c#ariane=x",
      "",
      "Earlier",
    ];
    const end = ["> You", "> Hello", "-- ", "Acme", "Acme writes to you.", "Stop: https://desk.example/mail/stop/x"];
    const known = traceOf([["Which size?", "Which colour?", "", ...below, "", ...end].join("\n")], DELIMITERS);
    const shown = ["Which colour?", "Léo has answered you. To go on, answer.", "Open it", "Earlier", "You", "Hello"];
    const lines = [...shown, "Acme", "Acme writes to you.", "Stop"].map((line) => `> ${line}`);
    const mail = [WROTE, "> Which size?", "", "42", "", ...lines, "", "Thanks, Marie"].join("\n");
    expect(extractReply(blocksOfText(mail), known).text).toBe(
      [WROTE, "> Which size?", "", "42", "", "> Which colour?", "> You", "> Hello", "", "Thanks, Marie"].join("\n"),
    );
    expect(extractReply(blocksOfText(mail), trace).text).toBe(mail);
  });

  test("and its end as well, where something is written below", () => {
    const mail = [WROTE, "> Which size?", "", "42", "", "> Léo", ">", foot, ">", stop, "", "Thanks"];
    const { text } = extractReply(blocksOfText(mail.join("\n")), trace);
    expect(text).not.toMatch(/secret|go on|Stop/);
    expect(text).toMatch(/42[^]*Thanks$/);
  });

  test("but nothing of a mail that is not ours", () => {
    const mail = [WROTE, "> Acme Lamps", "> November 29, 2026 at 6:19 PM", "> Which size?", "42", "> Colour?", "red"];
    expect(extractReply(blocksOfText(mail.join("\n")), trace).text).toBe(mail.join("\n"));
  });
});

test("our mark ends the answer where a program has parted it from the brand", () => {
  const [mark = ""] = DELIMITERS;
  expect(extractReply(blocksOfText(`Yes.\n\n${mark}\n\nAcme Lamps\nLéo has answered you.`), trace).text).toBe("Yes.");
});
