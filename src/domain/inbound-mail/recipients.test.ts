import { expect, test } from "vitest";
import { aMail } from "../../../test/support/mail/mail.ts";
import { recipientsByTrust } from "./recipients.ts";

const at = (...addresses: readonly string[]) => addresses.map((address) => ({ name: "", address }));

test("what SMTP and the mail server wrote stands before what the sender wrote", () => {
  const mail = aMail({
    to: at("to@acme.example"),
    cc: at("cc@acme.example"),
    deliveredTo: at("delivered@acme.example"),
    originalTo: at("original@acme.example"),
    envelopeTo: at("envelope-to@acme.example"),
  });
  expect(recipientsByTrust(mail, ["rcpt@acme.example"]).map(({ source }) => source)).toEqual([
    "envelope",
    "delivered-to",
    "x-original-to",
    "envelope-to",
    "to",
    "cc",
  ]);
});

test("an address counts once, in any case of letters, at its most trusted place", () => {
  const mail = aMail({ to: at("Reply+ABC@acme.example"), deliveredTo: at("reply+abc@acme.example") });
  expect(recipientsByTrust(mail, [])).toEqual([{ address: "reply+abc@acme.example", source: "delivered-to" }]);
});

test("a reply address that stands in Cc only is found", () => {
  const found = recipientsByTrust(aMail({ to: at("x@example.com"), cc: at("reply+t@acme.example") }), []);
  expect(found).toContainEqual({ address: "reply+t@acme.example", source: "cc" });
});
