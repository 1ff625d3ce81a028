import { describe, expect, test } from "vitest";
import { extractReply } from "./extract-reply.ts";
import { traceOf } from "./sent-trace.ts";
import { blocksOfText } from "./text-blocks.ts";

const MARKER = "⸻ ⸻ ⸻";
const OURS = [
  "Léo from Acme, 8 December 2017, 18:30:",
  "Hello Marie, thank you for your patience while we were looking for your parcel.",
  "It is at the depot in Lyon and will be with you on Monday morning. Do you want us to call before?",
  "And which size of the blue shoes shall we add to it?",
  "You get this mail because you wrote to us at acme.example. Stop e-mails about this conversation.",
];
const trace = traceOf([OURS.join("\n\n")], [MARKER]);
const onlyMarker = traceOf([], [MARKER]);

const extract = (mail: string, sent = trace) => extractReply(blocksOfText(mail), sent);

describe("we know what we sent", () => {
  test("our delimiter ends the answer whatever stands around it", () => {
    const mail = `Jes, mi petas.\n\nAcme diris la 8-an:\n${MARKER}\n${OURS.join("\n")}`;
    expect(extract(mail, onlyMarker)).toMatchObject({
      text: "Jes, mi petas.\n\nAcme diris la 8-an:",
      by: "own-delimiter",
    });
  });

  test("an introduction above our delimiter goes with it", () => {
    const mail = `Yes, please.\n\nOn Fri, 8 Dec 2017, Acme wrote:\n${MARKER}\n${OURS.join("\n")}`;
    expect(extract(mail, onlyMarker).text).toBe("Yes, please.");
  });

  test("unmarked words of ours are a quote in any language, though wrapped anew", () => {
    const wrapped = OURS.join(" ").replaceAll(/(.{50}\S*) /g, "$1\n");
    expect(extract(`Jes, mi petas.\n\n${wrapped}`).text).toBe("Jes, mi petas.");
  });

  test("one sentence of ours, repeated by the person, stays", () => {
    const mail = `You asked:\n${OURS[2]}\nYes, call me.`;
    expect(extract(mail).text).toBe(mail);
  });

  test("answers between our unmarked lines are found, with the lines they answer", () => {
    const mail = `See below.\n\nFrom: Acme <help@acme.example>\nSent: Friday\nTo: Marie\nSubject: x\n\n${OURS[0]}\n\n${OURS[1]}\n\n${OURS[2]}\n\nYes, at noon.\n\n${OURS[3]}\n\n${OURS[4]}`;
    expect(extract(mail).text).toContain("Yes, at noon.");
    expect(extract(mail).text).toContain("See below.");
    expect(extract(mail).text).not.toContain(OURS[4]);
  });

  test("an answer below our unmarked mail is found when nothing stands above", () => {
    const mail = `From: Acme <help@acme.example>\nSent: Friday\nTo: Marie\nSubject: x\n\n${OURS.join("\n\n")}\n\nSize 42, please.`;
    expect(extract(mail).text).toBe("Size 42, please.");
  });

  test("what stands below our whole mail stays: it may be the person's", () => {
    const mail = `Yes.\n\nFrom: Acme <help@acme.example>\nSent: Friday\nTo: Marie\nSubject: x\n\n${OURS.join("\n\n")}\n\nPS: size 42.`;
    expect(extract(mail).text).toBe("Yes.\n\nPS: size 42.");
  });

  test("below few words of ours it stays only when nothing stands above", () => {
    const below = `From: Acme <help@acme.example>\nSent: Friday\nTo: Marie\nSubject: x\n\n${OURS[2]}\n\nPS: size 42.`;
    expect(extract(below).text).toBe("PS: size 42.");
    expect(extract(`Yes.\n\n${below}`).text).toBe("Yes.");
  });

  test("text below a phone's line stays when it is not ours", () => {
    const mail = "Yes.\n\nSent from my iPhone\n\nPS: size 42, please.";
    expect(extract(mail).text).toBe("Yes.\n\nPS: size 42, please.");
  });

  test("a marker is found with direction marks and odd spaces in it", () => {
    expect(extract(`Yes.\n\u200F⸻\u00A0⸻ ⸻\u200E\nHello`, onlyMarker).text).toBe("Yes.");
  });

  test("scripts without spaces are compared by character", () => {
    const text =
      "お問い合わせありがとうございます。ご注文の商品は月曜日の午前中に届く予定です。配達の前にお電話いたしましょうか。";
    const sent = traceOf([text], []);
    expect(extract(`はい、お願いします。\n\n${text.slice(0, 30)}\n${text.slice(30)}`, sent).text).toBe(
      "はい、お願いします。",
    );
  });

  test("a trace of nothing changes nothing", () => {
    const mail = "Yes.\n\n> Shall we?";
    expect(extract(mail, traceOf([], []))).toEqual(extractReply(blocksOfText(mail), null));
  });
});
