/** Logos and photos on their way in and out. */
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Refusal } from "../../../domain/refusal.ts";
import type { AttachmentQueries } from "../../../ports/queries/attachment-queries.ts";
import { Refused, refused } from "../../edge/refusals.ts";

const YEAR_SECONDS = 31_536_000;

/** Told before the body comes. */
export const lighterThan =
  (bytes: number, tooLarge: Refusal) =>
  async ({ request }: { readonly request: FastifyRequest }): Promise<void> => {
    if (Number(request.headers["content-length"] ?? 0) > bytes) throw new Refused(tooLarge);
  };

/** A picture by its content, for everybody: what an address holds never changes. Not there: 404. */
export async function sendPicture(
  queries: Pick<AttachmentQueries, "picture">,
  hash: string,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const picture = await queries.picture(hash);
  if (picture === null) throw refused("not-found", "Nobody has this picture.");
  return (
    reply
      .header("content-type", picture.type)
      // Nothing that somebody put up is ever a page of ours.
      .header("content-security-policy", "default-src 'none'; sandbox")
      .header("cache-control", `public, max-age=${YEAR_SECONDS}, immutable`)
      // Any page that carries the widget draws it, also under COEP: it is on show anyway.
      .header("access-control-allow-origin", "*")
      .header("cross-origin-resource-policy", "cross-origin")
      .send(picture.bytes)
  );
}
