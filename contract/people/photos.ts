/** Photos of team members. */
import { Type } from "typebox";
import type { RefusalCode } from "../../src/domain/refusal.ts";
import { octets, route } from "../route.ts";
import { Uuid } from "../shared.ts";

export { MAX_PHOTO_BYTES, PHOTO_PIXELS } from "../../src/domain/people/photo.ts";
/** How a brand shows a member, by the rule that the server goes by. */
export { FACES, shownAuthor } from "../../src/domain/people/shown-author.ts";

/** SHA-256 of its bytes in hex: its address is `photoApi.fetch` with this. */
export const PhotoHash = Type.String({ pattern: "^[0-9a-f]{64}$" });

const REFUSALS: readonly RefusalCode[] = ["not-found", "file-empty", "file-too-large", "photo-size", "photo-type"];

export const myPhotoApi = {
  /** Body: the bytes of a square PNG, JPEG or WebP, whatever Content-Type says. It is there at once. */
  save: route({
    method: "PUT",
    path: "/api/agent/me/photo",
    who: "agent",
    body: octets("*/*"),
    refusals: REFUSALS,
  }),
  remove: route({ method: "DELETE", path: "/api/agent/me/photo", who: "agent", refusals: ["not-found"] }),
};

export const memberPhotoApi = {
  /** As one's own. */
  save: route({
    method: "PUT",
    path: "/api/admin/people/team-members/:id/photo",
    who: "admin",
    params: { id: Uuid },
    body: octets("*/*"),
    refusals: REFUSALS,
  }),
  remove: route({
    method: "DELETE",
    path: "/api/admin/people/team-members/:id/photo",
    who: "admin",
    params: { id: Uuid },
    refusals: ["not-found"],
  }),
};

export const photoApi = {
  /** A photo by its content, for everybody: what an address holds never changes. Not there: 404. */
  fetch: route({
    method: "GET",
    path: "/widget/photo/:hash",
    who: "anyone",
    params: { hash: PhotoHash },
    answer: octets("image/*"),
    refusals: ["not-found"],
  }),
};
