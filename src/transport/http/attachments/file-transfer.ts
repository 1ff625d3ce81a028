/** Files on their way in and out, the same at every door. */
import { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { FILE_NAME_HEADER } from "../../../../contract/shared.ts";
import { MAX_ATTACHMENT_BYTES } from "../../../domain/attachments/attachment.ts";
import type { StoredFile } from "../../../ports/queries/attachment-queries.ts";
import type { ComingFile } from "../../../usecases/attachments/upload-file.ts";
import { readSlices } from "../../edge/bodies.ts";
import { refused } from "../../edge/refusals.ts";
import type { Shares } from "../../edge/shares.ts";
import type { App } from "../server.ts";

/** Longer than any file system's, percent-encoded: what is longer is cut where the name is cleaned. */
const MAX_NAME_CHARS = 4_096;

/** In this plugin a body is a file, whatever its type: nothing in it is parsed. */
export function takeBodiesAsFiles(plugin: App): void {
  plugin.removeAllContentTypeParsers();
  plugin.addContentTypeParser("*", (_request, _payload, done) => done(null, null));
  plugin.addHook("onRequest", async (request) => {
    // Told before the body comes: nobody should send 100 MB to learn that it was too much.
    if (Number(request.headers["content-length"] ?? 0) > MAX_ATTACHMENT_BYTES) {
      throw refused("file-too-large", "A file may have 25 MB; put a larger one elsewhere and send its address.");
    }
  });
}

/** The file that an upload holds, to be read as it comes. */
export const readFile = (request: FastifyRequest, bodies: Shares): ComingFile => ({
  name: nameOf(request),
  declaredType: request.headers["content-type"] ?? "",
  slices: readSlices(bodies, request),
});

function nameOf(request: FastifyRequest): string | null {
  const written = request.headers[FILE_NAME_HEADER];
  if (typeof written !== "string" || written === "") return null;
  try {
    return decodeURIComponent(written.slice(0, MAX_NAME_CHARS));
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw refused("request-invalid", `${FILE_NAME_HEADER} must be percent-encoded UTF-8.`);
  }
}

/**
 * Sends a file as a download under every circumstance: nothing that somebody uploaded is ever a page of ours. Images
 * are drawn by `<img>` all the same, which asks for no page.
 */
export function sendFile(reply: FastifyReply, file: StoredFile | null): FastifyReply {
  if (file === null) throw refused("not-found", "There is no such file.");
  const etag = `"${file.id}"`;
  reply
    .header("content-type", file.type)
    .header("content-disposition", dispositionOf(file.name))
    .header("content-security-policy", "default-src 'none'; sandbox")
    .header("cache-control", "private, no-cache")
    .header("etag", etag);
  // A browser that keeps it asks every time, and gets it only while it may still see it.
  if (reply.request.headers["if-none-match"] === etag) return reply.code(304).send();
  return reply.header("content-length", file.size).send(Readable.from(file.read(), { objectMode: false }));
}

/** RFC 6266 §4.3: the name in ASCII for old programs, and in full for the others. */
function dispositionOf(name: string): string {
  const ascii = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replaceAll(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
