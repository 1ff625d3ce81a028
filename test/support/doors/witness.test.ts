import { expect, test } from "vitest";
import { Type } from "typebox";
import { octets, type Route, route } from "../../../contract/route.ts";
import { ROUTES } from "../../../contract/routes.ts";
import { list, words } from "../../../contract/shared.ts";
import { faultsOf } from "./witness.ts";

const Colour = words<"red" | "blue">()(["red", "blue"]);
const answer = Type.Object({ colours: list(Type.Object({ colour: Colour })), note: Type.Optional(Type.String()) });
const asked = route({ method: "GET", path: "/colours", who: "agent", answer, refusals: ["not-found"] });
const told = route({ method: "POST", path: "/colours", who: "agent" });
const file = route({ method: "GET", path: "/file", who: "agent", answer: octets("*/*") });
const says = (status: number, body: unknown, of: Route = asked) =>
  faultsOf(of, { status, payload: JSON.stringify(body) });

test("an answer holds to the contract, without what it may leave out", () => {
  expect(says(200, { colours: [{ colour: "red" }] })).toEqual([]);
  expect(says(200, { colours: [], note: "none" })).toEqual([]);
  expect(faultsOf(told, { status: 204, payload: undefined })).toEqual([]);
  expect(faultsOf(file, { status: 200, payload: Buffer.from("a") })).toEqual([]);
});

test.each([
  ["a field too few", 200, {}],
  ["a field too many, however deep", 200, { colours: [{ colour: "red", shade: 3 }] }],
  ["a field too many, at the top", 200, { colours: [], mood: "good" }],
  ["a word that is not among its words", 200, { colours: [{ colour: "green" }] }],
  ["another status", 201, { colours: [] }],
  ["a refusal that is not in its list", 409, { code: "conversation-closed", message: "" }],
  ["a refusal with another status than its own", 410, { code: "not-found", message: "" }],
  ["a refusal that nobody knows", 418, { code: "tea", message: "" }],
  ["a refusal with a field too many", 404, { code: "not-found", message: "", stack: "at" }],
])("is told: %s", (_what, status, body) => {
  expect(says(status, body)).not.toEqual([]);
});

test("nothing is told of its own refusals, of those of its door, and of a fault of ours", () => {
  expect(says(404, { code: "not-found", message: "" })).toEqual([]);
  expect(says(401, { code: "signed-out", message: "", details: { since: 3 } })).toEqual([]);
  expect(says(413, { code: "request-invalid", message: "" })).toEqual([]);
  expect(says(500, { code: "internal", message: "" })).toEqual([]);
});

test("what has no answer says nothing, and octets are not nothing", () => {
  expect(faultsOf(told, { status: 204, payload: "{}" })).not.toEqual([]);
  expect(faultsOf(file, { status: 200, payload: "" })).not.toEqual([]);
});

test("a file that is kept is told of as such to whoever asks whether that holds, and to nobody else", () => {
  const kept = { status: 304, payload: undefined };
  expect(faultsOf(file, { ...kept, isAskedAnew: true })).toEqual([]);
  expect(faultsOf(file, kept)).not.toEqual([]);
  expect(faultsOf(asked, { ...kept, isAskedAnew: true })).not.toEqual([]);
});

test.each(
  ROUTES.filter((each) => each.answer !== null && !("kind" in each.answer)).map((each) => [each.path, each] as const),
)("the answer of %s can be held to", (_path, each) => {
  expect(says(each.status, null, each)).not.toEqual([]);
});
