/** Who is there for an end user, before they write and while they wait (product.md §10.2). */
import { Type, type Static } from "typebox";
import { HoursNow } from "../schedules/schedules.ts";
import { route } from "../route.ts";
import { exact, list, nullable, Uuid } from "../shared.ts";

export const Availability = exact({
  /** *Online*: an agent with Chat access is; *away*: none is, and one is away; *offline*: neither, or outside the hours. */
  status: Type.Union([Type.Literal("online"), Type.Literal("away"), Type.Literal("offline")]),
  /** Names of agents who are online, as the brand wants them shown, in no order that says more; a few of them. Outside the hours none. */
  team: list(Type.String()),
  /** The same with their faces: the path of the photo from the root of this installation; null: none is shown. */
  faces: list(exact({ name: Type.String(), photo: nullable(Type.String()) })),
  /**
   * Milliseconds until somebody will probably take up what is written now, and what was written last of all that waits;
   * null: it is outside the hours, or too little has been taken up at this hour of the last seven days to say.
   */
  wait: nullable(exact({ newMs: Type.Integer({ minimum: 0 }), lastMs: Type.Integer({ minimum: 0 }) })),
  /** By the brand's schedule; null: it has none, and is open at every hour. */
  hours: nullable(HoursNow),
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
