import { describe, expect, test } from "vitest";
import { aMail } from "../../../../test/support/mail/mail.ts";
import { emailAddress } from "../../ids.ts";
import { nameBehindGroup } from "./behind-group.ts";
import { correspondentsOf } from "./correspondents.ts";

interface Written {
  readonly from?: readonly [name: string, address: string];
  readonly replyTo?: readonly (readonly [name: string, address: string])[];
  readonly head?: Readonly<Record<string, string>>;
}

const SITE = ["Shop Website", "wordpress@site.example"] as const;
const PAULA = ["Paula", "paula@customer.example"] as const;
const GROUP = { "List-ID": "<help.acme.example>", "List-Post": "<mailto:help@acme.example>" };
const HELP = "help@acme.example";

const box = ([name, address]: readonly [string, string]) => ({ name, address });

/** `name <address>`, those of Reply-To and the writer behind a group marked `*`. */
function asked({ from = SITE, replyTo = [], head = {} }: Written): readonly string[] {
  const mail = aMail({ from: [box(from)], replyTo: replyTo.map(box), head });
  return correspondentsOf(mail, emailAddress(from[1])).map(
    ({ email, name, isAuthor }) => `${isAuthor ? "" : "*"}${name ?? "–"} <${email}>`,
  );
}

const AUTHOR = "Shop Website <wordpress@site.example>";
const ASKED = "*Paula <paula@customer.example>";

describe("a fresh mail is answered", () => {
  test.each<readonly [string, Written, readonly string[]]>([
    ["to whom From names", {}, [AUTHOR]],
    ["to whom Reply-To names", { replyTo: [PAULA] }, [ASKED, AUTHOR]],
    ["without the form's name for theirs", { replyTo: [["", PAULA[1]]] }, ["*– <paula@customer.example>", AUTHOR]],
    ["to themselves, who are in both", { replyTo: [["x", "WordPress@site.example"]] }, [AUTHOR]],
    ["to themselves before others whom they name as well", { replyTo: [PAULA, SITE] }, [AUTHOR, ASKED]],
    [
      "to the first of several",
      { replyTo: [PAULA, ["Max", "max@b.example"]] },
      [ASKED, "*Max <max@b.example>", AUTHOR],
    ],
    ["to From, where Reply-To is no address", { replyTo: [["Paula", "paula at customer"]] }, [AUTHOR]],
    ["once to each", { replyTo: [PAULA, ["P.", "Paula@Customer.example"]] }, [ASKED, AUTHOR]],
  ])("%s", (_how, written, expected) => {
    expect(asked(written)).toEqual(expected);
  });
});

const MARIE = "*Marie Dupont <marie@example.com>";

describe("behind a group that writes in its own name is", () => {
  test.each<readonly [string, Written, string]>([
    ["who it says wrote", { head: { "X-Original-From": "Marie Dupont <marie@example.com>" } }, MARIE],
    [
      "who sent it there",
      { from: ["Marie Dupont via Help", HELP], head: { "X-Original-Sender": "marie@example.com" } },
      MARIE,
    ],
    ["who asks for answers", { from: ["'Marie Dupont' via Help", HELP], replyTo: [["", "marie@example.com"]] }, MARIE],
    [
      "who asks for answers, under their own name",
      { from: ["Marie Dupont", HELP], replyTo: [["", "marie@example.com"]] },
      MARIE,
    ],
    [
      "whom Reply-To calls by name",
      {
        from: ["Help", HELP],
        head: { "X-Original-From": "marie@example.com" },
        replyTo: [["Marie Dupont", "marie@example.com"]],
      },
      MARIE,
    ],
    [
      "whom it has written into its own address",
      { from: ["Marie Dupont via Help", "marie=example.com@acme.example"] },
      MARIE,
    ],
    ["the same, as the IETF writes it", { from: ["Marie Dupont", "marie=40example.com@dmarc.acme.example"] }, MARIE],
  ])("%s", (_who, { from = ["Help", HELP] as const, head = {}, replyTo = [] }, expected) => {
    expect(asked({ from, replyTo, head: { ...GROUP, ...head } })[0]).toBe(expected);
  });

  test("nobody, where the group left From as it was", () => {
    const from = ["Marie Dupont", "marie@example.com"] as const;
    expect(asked({ from, head: { ...GROUP, "X-Original-Sender": "bounces@relay.example" } })).toEqual([MARIE.slice(1)]);
    expect(asked({ from, head: { ...GROUP, "X-Original-From": "Marie <marie@example.com>" } })).toEqual([
      MARIE.slice(1),
    ]);
  });

  test("nobody, where no group stands between: an address may hold an equals sign", () => {
    const from = ["Marie", "marie=example.com@acme.example"] as const;
    expect(asked({ from })).toEqual(["Marie <marie=example.com@acme.example>"]);
  });
});

test.each([
  ["'Marie Dupont' via Support", "Marie Dupont"],
  ["Marie Dupont via Support", "Marie Dupont"],
  ['"Marie Dupont" via Support', "Marie Dupont"],
  ["Marie Dupont (via Support)", "Marie Dupont"],
  ["Dupont, Marie via Acme, Inc.", "Dupont, Marie"],
  ["Marie Dupont über Support", "Marie Dupont"],
  ["Marie Dupont a través de Soporte", "Marie Dupont"],
  ["Мария через Поддержка", "Мария"],
  ["Marie Dupont", null],
  ["Via Milano", null],
  ["Livia Rossi", null],
  ["via Support", null],
])("the name in %s is %s", (name, expected) => {
  expect(nameBehindGroup(name)).toBe(expected);
});
