/** Whose name and photo an end user is told, by every answer of the widget and in mails: what the brand shows, and no more. */
import { createHash } from "node:crypto";
import PostalMime from "postal-mime";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createLocalBus } from "../../src/adapters/bus/local-bus.ts";
import { attachmentQueries } from "../../src/adapters/postgres/queries/attachment-queries.ts";
import { widgetQueries } from "../../src/adapters/postgres/queries/conversation/widget-queries.ts";
import { type ConversationId, HOUR, MINUTE } from "../../src/domain/ids.ts";
import { FACES, type Faces } from "../../src/domain/people/shown-author.ts";
import { type App, createServer } from "../../src/transport/http/server.ts";
import { widgetRoutes } from "../../src/transport/http/conversation/widget-routes.ts";
import { giveAddress } from "../../src/usecases/conversation/give-address.ts";
import { handleConversation } from "../../src/usecases/conversation/handle-conversation.ts";
import { changeMe } from "../../src/usecases/people/change-me.ts";
import { savePhoto } from "../../src/usecases/people/save-photo.ts";
import { type BackOffice, backOffice, PUBLIC_URL } from "../support/back-office.ts";
import { edgeOf } from "../support/doors/edge.ts";
import { sitDown } from "../support/doors/signed-in.ts";
import { desk, openSocketDoors, type SocketDoors, visitor, welcome } from "../support/doors/sockets.ts";
import { witness } from "../support/doors/witness.ts";
import { picture } from "../support/png.ts";
import { begin, marie, must, reply, WIDGET_WORDS, type World } from "../support/world.ts";

const PHOTO = picture(64, 64);
const HASH = createHash("sha256").update(PHOTO).digest("hex");
const NAME = "Léonard Quatremère";
const PUBLIC_NAME = "Zélie Montrésor";

/** What may be read of them, of all that could be. */
const SHOWN: Readonly<Record<Faces, readonly string[]>> = {
  "names-and-photos": ["Zélie", "Montrésor", HASH],
  "first-names": ["Zélie"],
  nobody: [],
};
const told = (text: string): readonly string[] =>
  ["Léonard", "Quatremère", "Zélie", "Montrésor", HASH].filter((word) => text.includes(word));

/** Léo has a name and a photo that stand nowhere else; the brand shows so much of them. */
async function cast(given: World, faces: Faces): Promise<void> {
  must(await changeMe(given, given.leo, { name: NAME, publicName: PUBLIC_NAME }));
  must(await savePhoto(given, given.leo.id, PHOTO));
  await given.database.pool.query(`update brand set look = look || jsonb_build_object('faces', $1::text)`, [faces]);
}

describe.each(FACES)("where the brand shows %s", (faces) => {
  const bus = createLocalBus();
  let given: BackOffice;
  let app: App;
  /** Every body that the widget's door has sent. */
  const sent: string[] = [];

  beforeAll(async () => {
    given = await backOffice();
    const { clock, database } = given;
    const { origins, principals, limits } = edgeOf(given, PUBLIC_URL);
    app = createServer({ log: () => undefined, trustedProxies: [], publicUrl: () => PUBLIC_URL, witness: witness() });
    app.addHook("onSend", async (_request, _reply, payload) => void sent.push(String(payload)));
    const files = attachmentQueries(database.pool);
    const shared = { usecases: given, principals, origins, limits, clock, files, bus };
    app.register(
      widgetRoutes({ ...shared, queries: widgetQueries(database.pool), isDemo: false, widgetWords: WIDGET_WORDS }),
    );
    await cast(given, faces);
  });
  afterAll(async () => {
    await app.close();
    await given.dispose();
  });

  test("every answer of the widget, and its line by HTTP, tells so much", async () => {
    await sitDown(given, given.leo.id);
    must(await changeMe(given, given.leo, { presence: "online" }));
    const me = { ...given.leo, name: NAME };
    const who = await marie(given);
    const token = given.secrets.newToken();
    await given.database.pool.query("update widget_session set token_hash = $2 where id = $1", [
      who.sessionId,
      Buffer.from(given.secrets.hashToken(token)),
    ]);
    const headers = { authorization: `Bearer ${token}`, host: new URL(PUBLIC_URL).host, origin: PUBLIC_URL };
    const ask = async (method: "GET" | "POST", url: string, payload?: object) => {
      const answer = await app.inject({ method, url, headers, ...(payload === undefined ? {} : { payload }) });
      expect([url, answer.statusCode < 300]).toEqual([url, true]);
      return answer.json();
    };
    const poll = (connection: string | null) =>
      ask("POST", "/api/widget/poll", { connection, revisions: {}, said: [], isLeaving: false });

    const id = await begin(given, who);
    must(await handleConversation(given, me, id, { verb: "accept" }));
    await reply(given, id, { by: me });
    const at = `/api/widget/conversations/${id}`;
    await ask("GET", `/api/widget/config?brand=${given.acme.brandId}`);
    const available = await ask("GET", `/api/widget/availability?brand=${given.acme.brandId}`);
    await ask("GET", "/api/widget/conversations");
    const page = await ask("GET", `${at}/messages?before=0`);
    await ask("GET", `${at}/changes?after=0`);
    await ask("POST", `${at}/messages`, { clientId: given.newId(), text: "Merci", shownUpTo: 2 });
    const { connection } = await poll(null);
    bus.publish([{ kind: "typing", id, who: { kind: "agent", id: me.id, name: me.name, mayReply: true } }]);
    const { heard } = await poll(connection);

    expect(told(sent.join("\n"))).toEqual(SHOWN[faces]);
    const [shown = null, photo] = {
      "names-and-photos": [PUBLIC_NAME, `/widget/photo/${HASH}`],
      "first-names": ["Zélie"],
      nobody: [],
    }[faces];
    const face = photo === undefined ? {} : { photo };
    expect(available).toMatchObject({
      status: "online",
      team: shown === null ? [] : [shown],
      faces: shown === null ? [] : [{ name: shown, photo: photo ?? null }],
    });
    expect(page.messages.at(1).author).toEqual({
      kind: "agent",
      id: shown === null ? null : me.id,
      name: shown,
      ...face,
    });
    // Somebody has taken it up, also where nobody is shown.
    expect(page.conversation.agentName).toBe(shown ?? "Acme");
    expect(page.conversation.agentPhoto).toBe(photo);
    expect(heard.at(-1)).toEqual({ type: "typing", conversationId: id, name: shown });
  });

  test("so does a mail, in each of its parts, and what it carries", async () => {
    const who = await marie(given);
    const id = await begin(given, who);
    must(await giveAddress(given, who, { conversationId: id, address: `${faces}@example.com`, confirmed: true }));
    await reply(given, id, { by: { ...given.leo, name: NAME } });
    await given.passes(HOUR + 10 * MINUTE);
    const left = given.left.at(-1);
    if (left === undefined) throw new Error("no mail has left");
    const { attachments, ...mail } = await PostalMime.parse(left.raw);
    const carried = attachments.map(({ content }) =>
      createHash("sha256")
        .update(content instanceof ArrayBuffer ? new Uint8Array(content) : content)
        .digest("hex"),
    );
    expect(told([JSON.stringify(mail), ...carried].join("\n"))).toEqual(SHOWN[faces]);
    expect(mail.from?.name).toBe(
      { "names-and-photos": `${PUBLIC_NAME} (Acme)`, "first-names": "Zélie (Acme)", nobody: "Acme" }[faces],
    );
  });
});

describe("the widget's socket", () => {
  let given: SocketDoors;
  beforeEach(async () => {
    given = await openSocketDoors();
  });
  afterEach(() => given.close());

  test.each(FACES)("tells, where the brand shows %s, so much", async (faces) => {
    await cast(given.world, faces);
    const me = { ...given.world.leo, name: NAME };
    const { who, token } = await visitor(given);
    const id: ConversationId = await begin(given.world, who);
    const client = await welcome(given, token);
    must(await handleConversation(given.world, me, id, { verb: "accept" }));
    await reply(given.world, id, { by: me, text: "live" });
    await client.hears((frame) => JSON.stringify(frame).includes('"live"'));
    const { line } = await desk(given);
    line.say({ type: "watch", conversationId: id, revision: 0 });
    await line.hears((frame) => frame.type === "changes");
    line.say({ type: "typing", conversationId: id });
    await client.hears((frame) => frame.type === "typing");
    const again = await welcome(given, token, { [id]: 0 });
    await again.hears((frame) => frame.type === "changes");
    expect(told(JSON.stringify([client.frames, again.frames]))).toEqual(SHOWN[faces]);
  });
});
