/** A site that called Zendesk's messaging names another script, and goes on calling `zE`. */
import { describe, expect, test } from "vitest";
import { CHROMIUM, wordsOf } from "../support/browser/browser.ts";
import { openShop } from "../support/browser/shop.ts";
import { can } from "../support/peers/outside-programs.ts";
import { until } from "../support/until.ts";

const inFrench = wordsOf("widget", "fr");
const hasBrowser = await can(CHROMIUM);

const shop = openShop();
/** A page of the site: what it runs before the script is there, and after. */
async function visit({
  before = "",
  after = "",
}: {
  readonly before?: string;
  readonly after?: string;
}): Promise<void> {
  const tag = `<script src="/widget/zendesk.js" data-brand="${shop.desk.brandId}"></script>`;
  await shop.visit(`<script>${before}</script>${tag}<script>${after}</script>`);
}

const heard = (): Promise<unknown> => shop.page.evaluate("heard");

describe.skipIf(!hasBrowser)("zE", () => {
  test("opens, tells what is unread until it is told to stop, and is ready at once", async () => {
    await visit({
      after: `
        heard = [];
        zE(() => heard.push("ready"));
        stop = zE("messenger:on", "unreadMessages", (count) => heard.push(count));
        zE("messenger", "open");`,
    });
    await shop.write("Is the lamp waterproof?");
    await shop.page.evaluate('zE("messenger", "close")');
    await shop.panel().waitFor({ state: "hidden" });
    await shop.desk.say("It is.");
    await until("an unread message is told", async () => JSON.stringify(await heard()).includes("1"));
    expect(await heard()).toContain("ready");
    const before = await shop.page.evaluate("stop(); heard.length");
    await shop.page.evaluate('zE("messenger", "open")');
    await shop.page.getByText("It is.").waitFor();
    await shop.page.locator("ariane-widget .badge:empty").waitFor({ state: "attached" });
    expect(await shop.page.evaluate("heard.length")).toBe(before);
  });

  test("sets the language, hides and shows, and warns of what it does not know", async () => {
    await visit({ after: `zE("messenger:set", "locale", "fr"); zE("messenger", "open");` });
    await shop.page.getByRole("textbox", { name: inFrench("composer.label") }).waitFor();
    await shop.page.evaluate('zE("webWidget", "hide")');
    await shop.launcher().waitFor({ state: "hidden" });
    await shop.page.evaluate('zE("webWidget", "show")');
    await shop.launcher().waitFor();
    await shop.page.evaluate('zE("messenger", "startCall"); zE("voice", "call")');
    await until("both are warned of", () => shop.warnings.filter((said) => said.startsWith("ariane:")).length >= 2);
    expect(shop.warnings.join("\n")).toMatch(/startCall[\s\S]*voice call/);
  });

  test("takes up what a stub of the page was told before", async () => {
    await visit({
      before: `window.zE = function () { (zE.q = zE.q || []).push(arguments); }; zE("messenger", "open");`,
    });
    await shop.composer().waitFor();
  });
});
