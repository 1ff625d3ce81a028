/** Who is there for an end user, before they write and while they wait (product.md §10.2). */
import { Type, type Static } from "typebox";
import { route } from "../route.ts";
import { exact, list, nullable, Uuid } from "../shared.ts";

export const Availability = exact({
  /** *Online*: an agent with Chat access is; *away*: none is, and one is away; *offline*: neither. */
  status: Type.Union([Type.Literal("online"), Type.Literal("away"), Type.Literal("offline")]),
  /** Names of agents who are online, in no order that says more; a few of them. */
  team: list(Type.String()),
  /**
   * Milliseconds until somebody will probably take up what is written now, and what was written last of all that waits;
   * null: too little has been taken up at this hour of the last seven days to say.
   */
  wait: nullable(exact({ newMs: Type.Integer({ minimum: 0 }), lastMs: Type.Integer({ minimum: 0 }) })),
  /** A reply follows by e-mail whoever leaves an address: nothing that is known stands in its way. */
  byMail: Type.Boolean(),
});
export type Availability = Static<typeof Availability>;

export const availabilityApi = {
  /** Of a brand, for somebody who has not written yet. Old by seconds at most. */
  show: route({
    method: "GET",
    path: "/api/widget/availability",
    who: "anyone",
    query: { brand: Uuid },
    answer: Availability,
    refusals: ["not-found", "origin-not-allowed"],
  }),
};
