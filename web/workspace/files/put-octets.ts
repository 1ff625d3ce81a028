import { refusalIn, Refused } from "../api.ts";

/** Sends a picture as it is; throws as `call` does. */
export async function putOctets(path: string, octets: Blob): Promise<void> {
  const headers = { "x-ariane-request": "1", "content-type": "application/octet-stream" };
  const answer = await fetch(path, { method: "PUT", headers, body: octets, credentials: "same-origin" }).catch(
    (cause: unknown) => {
      throw new Refused("offline", 0, String(cause));
    },
  );
  if (!answer.ok) throw refusalIn({ path, status: answer.status, body: await answer.text() });
}
