import { expect, test } from "vitest";
import { endUserId } from "../ids.ts";
import { decideJoining, decideSigningIn } from "./signing-in.ts";

const marie = endUserId("marie");
const paul = endUserId("paul");
const nobody = endUserId("nobody");

test.each([
  ["no session", null, "begins"],
  ["an anonymous session, or one by a link", { endUserId: nobody, isSigned: false }, "joins"],
  ["an anonymous session that a link of hers opened", { endUserId: marie, isSigned: false }, "joins"],
  ["a session of hers", { endUserId: marie, isSigned: true }, "goes-on"],
  ["a session of somebody else", { endUserId: paul, isSigned: true }, "replaces"],
] as const)("Marie signs in over %s", (_what, before, becomes) => {
  expect(decideSigningIn(before, marie)).toBe(becomes);
});

test.each([
  ["begun here, by nobody", { isStarted: true, endUserId: nobody, isNamed: false }, "joins"],
  ["by a link, of nobody", { isStarted: false, endUserId: nobody, isNamed: false }, "stays"],
  ["by a link, of herself", { isStarted: false, endUserId: marie, isNamed: true }, "stays"],
  ["by a link, of Paul, whom his site has named", { isStarted: false, endUserId: paul, isNamed: true }, "goes"],
  [
    "begun here where a link of Paul's had opened the session",
    { isStarted: true, endUserId: paul, isNamed: true },
    "goes",
  ],
] as const)("a conversation %s", (_what, opened, becomes) => {
  expect(decideJoining(opened, marie)).toBe(becomes);
});
