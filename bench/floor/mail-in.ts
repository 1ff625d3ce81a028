/** The floor of incoming mail: bare smtp-server, postal-mime and one insert; nothing is proved, placed or extracted. */
import { randomUUID } from "node:crypto";
import pg from "pg";
import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";
import { isServerSetting } from "../support/connection.ts";
import { obey, optionsOf } from "../support/obey.ts";

const pool = new pg.Pool({ ...optionsOf(isServerSetting).connection, max: 20 });
await pool.query("create table mail (id uuid primary key, raw bytea not null, body text not null)");

async function take(stream: AsyncIterable<Buffer>): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  const raw = Buffer.concat(chunks);
  const { text = "" } = await PostalMime.parse(raw);
  await pool.query({
    name: "mail",
    text: "insert into mail (id, raw, body) values ($1, $2, $3)",
    values: [randomUUID(), raw, text],
  });
}

const server = new SMTPServer({
  authOptional: true,
  hideSTARTTLS: true,
  disableReverseLookup: true,
  // oxlint-disable-next-line promise/no-callback-in-promise -- the library speaks in callbacks
  onData: (stream, _session, done) => void take(stream).then(() => done(), done),
});
server.listen(0, "127.0.0.1", () => {
  const address = server.server.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  obey({ port, mailPort: port }, () => pool.end());
});
