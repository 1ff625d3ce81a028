import { expect, test } from "vitest";
import { suggestDomain } from "./email-typos.ts";
import { emailAddress } from "../ids.ts";

const suggest = (domain: string): string | null => suggestDomain(emailAddress(`Marie@${domain}`));

test.each([
  ["gmial.com", "gmail.com"],
  ["gmal.com", "gmail.com"],
  ["gamil.com", "gmail.com"],
  ["gmaill.com", "gmail.com"],
  ["gmsil.com", "gmail.com"],
  ["gmail.con", "gmail.com"],
  ["gmail.co", "gmail.com"],
  ["gmail.cm", "gmail.com"],
  ["gmial.con", "gmail.com"],
  ["gmail.fr", "gmail.com"],
  ["gnail.com", "gmail.com"],
  ["hotmial.fr", "hotmail.fr"],
  ["hotmai.fr", "hotmail.fr"],
  ["hotmal.com", "hotmail.com"],
  ["hotmail.rf", "hotmail.fr"],
  ["homtail.co.uk", "hotmail.co.uk"],
  ["yaho.fr", "yahoo.fr"],
  ["yahooo.fr", "yahoo.fr"],
  ["yhaoo.fr", "yahoo.fr"],
  ["ornage.fr", "orange.fr"],
  ["orang.fr", "orange.fr"],
  ["wandoo.fr", "wanadoo.fr"],
  ["fre.fr", "free.fr"],
  ["freee.fr", "free.fr"],
  ["fere.fr", "free.fr"],
  ["outlok.com", "outlook.com"],
  ["oultook.fr", "outlook.fr"],
  ["laposte.fr", "laposte.net"],
  ["lapsote.net", "laposte.net"],
  ["iclou.com", "icloud.com"],
  ["sfr.ft", "sfr.fr"],
])("%s was probably meant to be %s", (typed, meant) => {
  expect(suggest(typed)).toBe(`Marie@${meant}`);
});

test.each([
  "gmail.com",
  "ymail.com",
  "mail.com",
  "email.com",
  "yahoo.se",
  "hotmail.se",
  "outlook.dk",
  "live.dk",
  "tree.fr",
  "life.fr",
  "sur.fr",
  "gms.de",
  "gmxx.de",
  "we.de",
  "mw.com",
  "example.com",
  "example.co",
  "acme.cm",
  "orange.com",
  "free.org",
  "university.edu",
  "mail.gmail.com",
])("%s is let be", (typed) => {
  expect(suggest(typed)).toBeNull();
});

test("a suggestion needs no further one", () => {
  for (const typed of ["gmial.con", "hotmial.fr", "laposte.fr"]) {
    const meant = suggestDomain(emailAddress(`marie@${typed}`));
    expect(meant).not.toBeNull();
    expect(meant === null ? "" : suggestDomain(meant)).toBeNull();
  }
});
