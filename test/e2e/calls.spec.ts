/** Every call of a site (docs/widget.md), on a page of its own that makes it. */
import { beforeEach, describe, expect, test } from "vitest";
import { CHROMIUM, wordsOf } from "../support/browser/browser.ts";
import { openShop } from "../support/browser/shop.ts";
import { can } from "../support/peers/outside-programs.ts";
import { until } from "../support/until.ts";

const say = wordsOf("widget", "en");
const hasBrowser = await can(CHROMIUM);

const shop = openShop();
let asked: string[];
beforeEach(() => {
  asked = [];
  shop.page.on("request", (request) => asked.push(new URL(request.url()).pathname));
});

/** A page of the site: what it says by its stub before the script has come. */
async function visit(calls = ""): Promise<void> {
  const stub = "window.ariane = function () { (ariane.q = ariane.q || []).push(arguments) }; heard = [];";
  await shop.visit(`<script>${stub} ${calls}</script>${shop.snippet}`);
  await shop.page.locator("ariane-widget").waitFor({ state: "attached" });
}

const heard = () => shop.page.evaluate<unknown[]>("heard");
const call = (script: string) => shop.page.evaluate(`void (${script})`);

interface Stored {
  readonly id: string;
  readonly tags: readonly string[];
  readonly metadata: unknown;
  readonly name: string | null;
  readonly texts: readonly string[];
}

/** The conversation with this message, as it is stored. */
async function stored(text: string): Promise<Stored> {
  const found = await shop.product.server.house.pool.query<Stored>(
    `select conversation.id, tags, metadata, display_name as name,
       array(select body from message where conversation_id = conversation.id and author_kind = 'end-user' order by seq) as texts
     from conversation where exists (select from message where conversation_id = conversation.id and body = $1)`,
    [text],
  );
  const [row] = found.rows;
  if (row === undefined) throw new Error(`no conversation holds ${text}`);
  return row;
}

describe.skipIf(!hasBrowser)("a page that", () => {
  test("listens, and says what goes along, fetches nothing for it and hears all that becomes of it", async () => {
    await visit(`
      for (const name of ["open", "close", "unreadMessages", "conversationStarted", "conversationOpened", "messagesShown", "conversationAgentAssigned"])
        ariane("on " + name, (event) => heard.push(name + " " + (event.conversationId ? event.type : event.type ?? event)));
      ariane("set conversationTags", ["vip"]);`);
    await shop.launcher().waitFor();
    expect(asked.filter((path) => path.includes("panel-"))).toEqual([]);
    await shop.launcher().click();
    await shop.write("Is it waterproof?");
    await shop.desk.say("It is.");
    await shop.page.getByText("It is.").waitFor();
    await until("all that happened is told", async () => {
      const told = await heard();
      return ["conversationAgentAssigned conversationAgentAssigned", "conversationStarted conversationStarted"].every(
        (one) => told.includes(one),
      );
    });
    expect(new Set((await heard()).slice(0, 2))).toEqual(new Set(["open messagingOpened", "unreadMessages 0"]));
    expect(await heard()).toContain("conversationOpened conversationOpened");
    expect(await heard()).toContain("messagesShown messagesShown");
    await call('ariane("close")');
    await until("its end is told", async () => (await heard()).includes("close messagingClosed"));
    await shop.desk.say("Ask away.");
    await until("an unread one is told", async () => (await heard()).includes("unreadMessages 1"));
    expect((await stored("Is it waterproof?")).tags).toEqual(["vip"]);
    expect(shop.warnings).toEqual([]);
  });

  test("ends a listener hears nothing more, and one that ended before the panel came never does", async () => {
    await visit();
    await shop.launcher().waitFor();
    await call('ariane("on open", () => heard.push("never"))()');
    await call('window.stop = ariane("on open", () => heard.push("open"))');
    await call('ariane("open")');
    await until("it is told", async () => (await heard()).includes("open"));
    await call('(stop(), ariane("close"))');
    await shop.panel().waitFor({ state: "hidden" });
    await call('ariane("on close", () => heard.push("close"))');
    await call('ariane("open")');
    await shop.panel().waitFor();
    await call('ariane("close")');
    await until("the other is told", async () => (await heard()).includes("close"));
    expect(await heard()).toEqual(["open", "close"]);
  });

  test("says facts has them beside the next message, and agents see them; nonsense costs nobody a word", async () => {
    await visit(`
      ariane("set conversationFields", [{ id: "4711", value: "A-17" }], () => heard.push("fields"));
      ariane("set conversationMetadata", { plan: "pro", seats: 3, cart: { total: 5 }, many: "x".repeat(9000), nul: "a\\u0000b" });
      ariane("set conversationTags", ["gold customer", { no: 1 }]);`);
    await shop.launcher().click();
    await shop.write("With facts");
    const facts = { "zen:ticket_field:4711": "A-17", plan: "pro", seats: 3, nul: "ab" };
    expect(await stored("With facts")).toMatchObject({ tags: ["gold_customer"], metadata: facts });
    await until("it is called back", async () => (await heard()).includes("fields"));
    await call('ariane("set conversationMetadata", { plan: null, seats: 4 })');
    await shop.write("And more");
    expect((await stored("With facts")).metadata).toEqual({ "zen:ticket_field:4711": "A-17", seats: 4, nul: "ab" });
    expect(shop.warnings).toEqual([]);
  });

  test("begins a conversation and sends messages hears their ids, and of what was refused why", async () => {
    await visit(`
      const told = (what) => (error, done) => heard.push([what, error ? error.reason : done.id]);
      ariane("newConversation", { displayName: "Order A-17", metadata: { order: "A-17" }, message: "Where is it?" }, told("begun"));`);
    await until("it has begun", async () => (await heard()).length === 1);
    const begun = await stored("Where is it?");
    expect(await heard()).toEqual([["begun", begun.id]]);
    expect(begun).toMatchObject({ name: "Order A-17", metadata: { order: "A-17" } });
    await call(
      `ariane("sendMessage", { content: { type: "text", text: "The invoice?" } }, "${begun.id}", told("sent"))`,
    );
    await until("it is sent", async () => (await heard()).length === 2);
    await call('ariane("sendMessage", "x".repeat(10001), null, told("too long"))');
    await until("it is refused", async () => (await heard()).length === 3);
    expect((await heard())[2]).toEqual(["too long", "request-invalid"]);
    expect((await stored("The invoice?")).texts).toEqual(["Where is it?", "The invoice?"]);
    expect(await shop.panel().isVisible()).toBe(false);
    await call('(ariane("newConversation", {}, told("by hand")), ariane("open"))');
    await shop.write("Something else");
    await until("that has begun", async () => (await heard()).length === 4);
    expect((await heard())[3]).toEqual(["by hand", (await stored("Something else")).id]);
  });

  test("sends a message before the conversations are known goes on with the one that there is", async () => {
    await visit();
    await shop.launcher().click();
    await shop.write("Is it heavy?");
    // Another tab: this one remembers what it showed.
    await shop.turnToNewTab();
    await visit(`ariane("sendMessage", "It is the large one.", null, (error, done) => heard.push(done.id));`);
    await until("it is sent", async () => (await heard()).length === 1);
    expect((await stored("It is the large one.")).texts).toEqual(["Is it heavy?", "It is the large one."]);
  });

  test("leads through the panel", async () => {
    await visit('ariane("newConversation", { message: "The first" }, (_, { id }) => (heard[0] = id))');
    await until("it has begun", async () => typeof (await heard())[0] === "string");
    await call('ariane("ui newConversation")');
    await shop.panel().waitFor();
    expect(await shop.page.getByText("The first").count()).toBe(0);
    await shop.write("The second");
    await call('ariane("ui navigation", { screen: "ConversationList" })');
    await shop.page.getByRole("button", { name: say("home.begin") }).waitFor();
    await call('ariane("ui navigation", { screen: "Conversation", options: { conversationId: heard[0] } })');
    await shop.page.getByRole("log").getByText("The first").waitFor();
    await call('(ariane("close"), ariane("ui navigation", { screen: "MostRecentActiveConversation" }))');
    await shop.page.getByRole("log").getByText("The second").waitFor();
    expect(shop.warnings).toEqual([]);
  });

  test("resets the widget leaves nothing of whoever was there, nor of what the page said", async () => {
    await visit('ariane("set conversationTags", ["theirs"])');
    await shop.launcher().click();
    await shop.write("Mine alone");
    await call('ariane("resetWidget", () => heard.push("reset"))');
    await until("it is done", async () => (await heard()).includes("reset"));
    await shop.panel().waitFor({ state: "hidden" });
    await until("nothing is stored", () =>
      shop.page.evaluate<boolean>("localStorage.length + sessionStorage.length === 0"),
    );
    await shop.launcher().click();
    await shop.write("Somebody else");
    expect(await shop.page.getByText("Mine alone").count()).toBe(0);
    expect((await stored("Somebody else")).tags).toEqual([]);
  });

  test("has no consent shows and stores nothing, until it has", async () => {
    await visit();
    await shop.launcher().click();
    await shop.write("Before I was asked");
    await call('ariane("set cookies", "none")');
    await shop.launcher().waitFor({ state: "hidden" });
    expect(await shop.panel().isVisible()).toBe(false);
    await until("nothing is stored", () =>
      shop.page.evaluate<boolean>("localStorage.length + sessionStorage.length === 0"),
    );
    await call('ariane("set cookies", true)');
    await shop.launcher().click();
    await shop.composer().waitFor();
    expect(await shop.page.getByText("Before I was asked").count()).toBe(0);
  });

  test("has no consent from the start fetches no panel, and its first click after it opens", async () => {
    await visit('ariane("set cookies", false)');
    await shop.launcher().waitFor({ state: "hidden" });
    expect(asked.filter((path) => path.includes("panel-"))).toEqual([]);
    await call('ariane("set cookies", "functional")');
    await shop.launcher().click();
    await shop.composer().waitFor();
  });

  test("says how high the widget stands and in which language, hides and shows it", async () => {
    await visit('ariane("set zIndex", 7); ariane("set locale", "fr"); ariane("hide")');
    await shop.launcher().waitFor({ state: "hidden" });
    await call('(ariane("show"), ariane("open"))');
    await shop.page.getByRole("textbox", { name: wordsOf("widget", "fr")("composer.label") }).waitFor();
    expect(await shop.page.evaluate("getComputedStyle(document.querySelector('ariane-widget')).zIndex")).toBe("7");
    expect(shop.warnings).toEqual([]);
  });

  test("changes its mind about the language hears the last it said, whichever comes first", async () => {
    const { promise: mayCome, resolve: come } = Promise.withResolvers<void>();
    await shop.page.route(/panel-fr-/, async (route) => {
      await mayCome;
      await route.continue();
    });
    await visit('ariane("open")');
    await shop.composer().waitFor();
    await call('(ariane("set locale", "fr"), ariane("set locale", "ar"))');
    const arabic = shop.page.getByRole("textbox", { name: wordsOf("widget", "ar")("composer.label") });
    await arabic.waitFor();
    const french = shop.page.waitForResponse(/panel-fr-/);
    come();
    await (await french).finished();
    // Where it said the first after all, it would have by the next task.
    await shop.page.evaluate("import('/widget/ariane.js').catch(() => null)");
    expect(await arabic.count()).toBe(1);
  });

  test("calls what is not there, or wrongly, reads it in the console and goes on", async () => {
    await visit('ariane("render", {}); ariane("set conversationTag", 5); ariane("sendMessage", {}); ariane("open")');
    await shop.composer().waitFor();
    await until("all are warned of", () => shop.warnings.length >= 3);
    expect(shop.warnings.join("\n")).toMatch(
      /unknown render[\s\S]*unknown set conversationTag 5[\s\S]*unknown sendMessage/,
    );
  });

  test("signs out nobody is called back, and what it had said is forgotten", async () => {
    await visit('ariane("set conversationTags", ["theirs"]); ariane("logoutUser", () => heard.push("out"))');
    await until("it is called back", async () => (await heard()).includes("out"));
    expect(asked.filter((path) => path.includes("panel-"))).toEqual([]);
    await shop.launcher().click();
    await shop.write("Of nobody");
    expect((await stored("Of nobody")).tags).toEqual([]);
    expect(await heard()).toEqual(["out"]);
  });
});
