import { describe, expect, test } from "vitest";
import { growthOf, LINEAR } from "../../../../test/support/growth.ts";
import { latin1 } from "../../../../test/support/mail/mail.ts";
import { parseMime } from "../mime-in.ts";
import { apart } from "../heavy/apart.ts";

const multipart = (type: string, ...parts: readonly string[]): string =>
  [
    `Content-Type: multipart/${type}; boundary=edge`,
    "",
    ...parts.flatMap((part) => ["--edge", part]),
    "--edge--",
    "",
  ].join("\r\n");
const nested = (depth: number): string =>
  Array.from({ length: depth }, (_, i) => `Content-Type: multipart/mixed; boundary="b${i}"\r\n\r\n--b${i}\r\n`).join(
    "",
  );
const parts = (count: number): string =>
  `Content-Type: multipart/mixed; boundary=x\r\n\r\n${"--x\r\nContent-Type: image/png\r\n\r\nhi\r\n".repeat(count)}--x--`;
const beside = (html: string): string => multipart("mixed", `Content-Type: text/html\r\n\r\n${html}`, "\r\nplain");

describe("mail made to hurt", () => {
  test.each([
    ["a thousand levels", () => nested(1_000), "too-deep"],
    ["50,000 parts", () => parts(50_000), "headers-too-large"],
    ["headers of 5 MB", () => `X-Long: ${"a".repeat(5_000_000)}\r\n\r\nwords`, "headers-too-large"],
    ["a million lines", () => `\r\n${"\n".repeat(1_000_000)}`, "too-many-lines"],
    ["36 MB", () => `\r\n${"a".repeat(36 * 1024 * 1024)}`, "too-large"],
  ])(
    "%s: shown as unreadable, its sender still known",
    async (_what, rest, reason) => {
      const mail = await parseMime(latin1(`From: marie@example.com\r\nSubject: hello\r\n${rest()}`));
      expect(mail).toMatchObject({ unreadable: reason, from: [{ address: "marie@example.com" }], subject: "hello" });
    },
    60_000,
  );

  test.each([
    ["open elements", "<div>", 3_000_000],
    ["unclosed tags", "<a href=", 1_000_000],
    ["nothing but ampersands", "&", 10_000_000],
    ["nothing but spaces", " ", 10_000_000],
    ["style sheets that never end", "<style>", 500_000],
  ])(
    "an HTML bomb of %s beside a text is cut, and costs as much as it is long",
    async (_what, piece, count) => {
      const read = async (size: number): Promise<void> => {
        const mail = await parseMime(latin1(beside(piece.repeat(size))));
        expect(mail.text).toContain("plain");
        expect(mail.html?.length).toBeLessThanOrEqual(2_000_000);
        expect(mail.cut.includes("html")).toBe(size * piece.length > 2_000_000);
      };
      expect(await growthOf(read, count)).toBeLessThan(LINEAR);
    },
    60_000,
  );

  test("more attachments than anyone looks at are cut and said so", async () => {
    const mail = await parseMime(latin1(parts(2_000)));
    expect(mail.attachments).toHaveLength(200);
    expect(mail.cut).toContain("attachments");
  });

  test("a hundred thousand recipients and references are cut and said so", async () => {
    const mail = await parseMime(
      latin1(`To: ${"a@b.c, ".repeat(4_000)}\r\nReferences: ${"<a@b>".repeat(6_000)}\r\n\r\nx`),
    );
    expect(mail.to).toHaveLength(500);
    expect(mail.references).toHaveLength(200);
    expect(mail.cut).toEqual(expect.arrayContaining(["addresses", "ids"]));
  });

  test("a thread that does not come back in time is given up", async () => {
    expect(await apart("read", latin1("Subject: x\r\n\r\nx"), { timeLimitMs: 0 })).toBeNull();
  });

  test("a heavy mail read apart is the same mail", async () => {
    const mail = await parseMime(
      latin1(
        `From: marie@example.com\r\n${multipart("mixed", "\r\nhello", `Content-Type: image/png\r\n\r\n${"\u00E9".repeat(3_000_000)}`)}`,
      ),
    );
    expect(mail).toMatchObject({ from: [{ address: "marie@example.com" }], unreadable: null });
    expect(mail.headers.get("from")).toEqual(["marie@example.com"]);
    expect(mail.attachments[0]?.bytes.length).toBeGreaterThan(2_999_999);
  });
});
