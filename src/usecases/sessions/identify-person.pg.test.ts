/** Whose conversations a browser opens when its site names the person before it (product.md §5.4, §5.5; ADR 0027). */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { loadConversationView } from "../../adapters/postgres/queries/conversation/conversation-view.ts";
import { type ConversationId, MINUTE, seq } from "../../domain/ids.ts";
import { type BackOffice, backOffice } from "../../../test/support/back-office.ts";
import { type Browser, openSite, person, type Site } from "../../../test/support/identity.ts";
import { correspond } from "../../../test/support/mail/correspondence.ts";
import { begin, must, newClientId } from "../../../test/support/world.ts";
import { postMessage } from "../conversation/post-message.ts";
import { startConversation } from "../conversation/start-conversation.ts";
import { blockPerson } from "../people/block-person.ts";
import { endSession } from "./end-session.ts";
import { resumeConversation } from "./resume-conversation.ts";

let office: BackOffice;
let site: Site;
/** Of the site's people: new ones for each test. */
let round = 0;
const idOf = (name: string): string => `${name}-${round}`;

beforeAll(async () => {
  office = await backOffice();
  site = await openSite(office);
});
afterAll(() => office.dispose());
beforeEach(() => {
  round += 1;
});

/**
 * Steps, one after the other: `laptop writes` begins a conversation (1, 2, … in the order of the whole story), `laptop is
 * Marie` is loginUser, `laptop is nobody` logoutUser. Then what each browser opens.
 */
const STORIES: readonly (readonly [what: string, steps: string, opens: Readonly<Record<string, string>>])[] = [
  [
    "whoever signs in after writing anonymously has it on every device",
    "laptop writes, laptop is Marie, phone is Marie",
    { laptop: "1", phone: "1" },
  ],
  [
    "what is written on one device is there on the other at once",
    "laptop is Marie, phone is Marie, laptop writes, phone writes",
    { laptop: "1 2", phone: "1 2" },
  ],
  [
    "what was anonymous on one device comes to the other, which was signed in before",
    "phone is Marie, laptop writes, laptop is Marie",
    { laptop: "1", phone: "1" },
  ],
  [
    "only this browser's conversations join",
    "laptop writes, phone writes, laptop is Marie",
    { laptop: "1", phone: "2" },
  ],
  ["signing out leaves none behind", "laptop writes, laptop is Marie, laptop writes, laptop is nobody", { laptop: "" }],
  [
    "who writes after signing out is nobody, and it stays here",
    "laptop is Marie, laptop writes, laptop is nobody, laptop writes, phone is Marie",
    { laptop: "2", phone: "1" },
  ],
  [
    "a laptop of two: each has their own",
    "laptop is Marie, laptop writes, laptop is nobody, laptop is Paul, laptop writes, phone is Marie, tablet is Paul",
    { laptop: "2", phone: "1", tablet: "2" },
  ],
  [
    "a laptop of two, and nobody signed out: the second has nothing of the first",
    "laptop is Marie, laptop writes, laptop is Paul",
    { laptop: "" },
  ],
  [
    "a laptop of two: what was written between them joins the second",
    "laptop is Marie, laptop writes, laptop is nobody, laptop writes, laptop is Paul",
    { laptop: "2" },
  ],
  [
    "the first comes back to theirs",
    "laptop is Marie, laptop writes, laptop is Paul, laptop writes, laptop is Marie",
    { laptop: "1" },
  ],
  [
    "signing in again changes nothing",
    "laptop writes, laptop is Marie, laptop is Marie, laptop writes, laptop is Marie",
    { laptop: "1 2" },
  ],
  [
    "signing out on one device leaves the other signed in",
    "laptop is Marie, phone is Marie, laptop writes, laptop is nobody",
    { laptop: "", phone: "1" },
  ],
];

test.each(STORIES)("%s", async (_what, steps, opens) => {
  const browsers = new Map<string, Browser>();
  const told: ConversationId[] = [];
  const at = (name: string): Browser => {
    const browser = browsers.get(name) ?? { token: null };
    browsers.set(name, browser);
    return browser;
  };
  for (const step of steps.split(", ")) {
    const [name = "", verb, whom = ""] = step.split(" ");
    const browser = at(name);
    if (verb === "writes") told.push(await begin(office, await site.whoIn(browser)));
    else if (whom !== "nobody") await site.identify(browser, person(idOf(whom)));
    else {
      await endSession(office, await site.whoIn(browser));
      browser.token = null;
    }
    office.clock.advance(MINUTE);
  }
  for (const [name, numbers] of Object.entries(opens)) {
    const open = await site.opened(at(name));
    const seen = told.flatMap((id, index) => (open.includes(id) ? [index + 1] : []));
    expect(`${name}: ${seen.join(" ")}`).toBe(`${name}: ${numbers}`);
    expect(open).toHaveLength(seen.length);
  }
});

describe("of what was anonymous", () => {
  let browser: Browser;
  beforeEach(() => {
    browser = { token: null };
  });
  const isMarie = (more: object = {}, at = browser) => site.identify(at, person(idOf("Marie"), more));
  const elsewhere = async () => {
    const phone: Browser = { token: null };
    await isMarie({}, phone);
    return phone;
  };

  test("a message that is sent again after signing in is not posted twice", async () => {
    const who = await site.whoIn(browser);
    const first = { clientId: newClientId(office), text: "Bonjour", pageUrl: null };
    const id = must(await startConversation(office, who, first));
    const again = {
      conversationId: id,
      clientId: newClientId(office),
      text: "Allô ?",
      attachments: [],
      shownUpTo: seq(0),
    };
    const posted = must(await postMessage(office, who, again));
    await isMarie();
    const signed = await site.whoIn(browser);
    expect(must(await startConversation(office, signed, first))).toBe(id);
    expect(must(await postMessage(office, signed, again)).seq).toBe(posted.seq);
    expect(await site.opened(browser)).toEqual([id]);
  });

  test("a conversation that begins at the moment of signing in is theirs", async () => {
    const who = await site.whoIn(browser);
    const first = { clientId: newClientId(office), text: "Bonjour", pageUrl: null };
    const [begun] = await Promise.all([startConversation(office, who, first), isMarie()]);
    expect(await site.opened(await elsewhere())).toEqual([must(begun)]);
  });

  test("two tabs that sign in at once leave the browser signed in", async () => {
    const id = await begin(office, await site.whoIn(browser));
    const [one, other] = [{ ...browser }, { ...browser }];
    await Promise.all([isMarie({}, one), isMarie({}, other)]);
    expect([await site.opened(one), await site.opened(other)]).toEqual([[id], [id]]);
  });

  test("the token is worth nothing any more", async () => {
    await begin(office, await site.whoIn(browser));
    const { token: former } = browser;
    await isMarie();
    expect(await site.known(former)).toBeNull();
    const { token } = browser;
    await isMarie();
    expect(browser.token).toBe(token);
  });

  test("agents read who it is", async () => {
    const id = await begin(office, await site.whoIn(browser));
    await isMarie({ name: "Marie Dupont" });
    const view = await loadConversationView(office.database.pool, id, office.clock.now());
    expect(view?.endUser).toMatchObject({ name: "Marie Dupont", identity: "verified" });
  });

  test("nothing is left but what they wrote", async () => {
    const { endUserId } = await site.whoIn(browser);
    await begin(office, await site.whoIn(browser));
    await isMarie();
    const left = await office.database.pool.query("select from end_user where id = $1", [endUserId]);
    expect(left.rowCount).toBe(0);
  });

  test("a block goes along", async () => {
    const id = await begin(office, await site.whoIn(browser));
    must(await blockPerson(office, office.leo, { conversationId: id, because: "suspended" }));
    await isMarie();
    const quiet = await begin(office, await site.whoIn(await elsewhere()));
    const view = await loadConversationView(office.database.pool, quiet, office.clock.now());
    expect(view?.lastSeq).toBe(0);
  });

  test("a conversation that a link has opened stays open here, and joins nobody", async () => {
    const talk = await correspond(office);
    const linkToken = /#ariane=([\w-]+)/.exec(talk.lastMail().text)?.[1] ?? "";
    browser.token = must(await resumeConversation(office, { linkToken, sessionToken: null })).token;
    await isMarie();
    expect(await site.opened(browser)).toEqual([talk.id]);
    expect(await site.opened(await elsewhere())).toEqual([]);
  });

  test("a conversation of somebody else whom the site has named, opened by a link, is let go", async () => {
    const paul: Browser = { token: null };
    await site.identify(paul, person(idOf("Paul")));
    const talk = await correspond(office, { who: await site.whoIn(paul) });
    const linkToken = /#ariane=([\w-]+)/.exec(talk.lastMail().text)?.[1] ?? "";
    browser.token = must(await resumeConversation(office, { linkToken, sessionToken: null })).token;
    const begun = await begin(office, await site.whoIn(browser));
    await isMarie();
    expect(await site.opened(browser)).toEqual([]);
    expect(await site.opened(paul)).toEqual([begun, talk.id]);
  });
});
