/** What a tab had, it has again: over a reload, from page to page, before the server has said anything. */
import { describe, expect, test } from "vitest";
import { CHROMIUM } from "../support/browser/browser.ts";
import { openShop } from "../support/browser/shop.ts";
import { can } from "../support/peers/outside-programs.ts";
import { until } from "../support/until.ts";

const hasBrowser = await can(CHROMIUM);

const shop = openShop();

describe.skipIf(!hasBrowser)("over a reload and from page to page", () => {
  test("the draft and the open panel stay, and what had the focus on the page keeps it", async () => {
    await shop.visit(shop.snippet);
    await shop.launcher().click();
    await shop.write("A question");
    await shop.composer().fill("Half a thou");
    await shop.page.reload();
    await shop.panel().waitFor();
    // It comes with the conversation's code, after the first view.
    const isBack = async (): Promise<boolean> => (await shop.composer().inputValue()) === "Half a thou";
    await until("the draft is back after a reload", isBack);
    expect(await shop.page.evaluate("document.activeElement === document.body")).toBe(true);
    await shop.visit(shop.snippet);
    await shop.page.getByText("A question").waitFor();
    await until("the draft is back on the next page", isBack);
  });

  test.each(["after a reload", "in another tab"])(
    "what is written %s before the server has said anything goes on with the conversation",
    async (where) => {
      await shop.visit(shop.snippet);
      await shop.launcher().click();
      await shop.write("A question");
      const { promise: mayAnswer, resolve: answer } = Promise.withResolvers<void>();
      const posted: string[] = [];
      await shop.context.routeWebSocket(/\/api\/widget\//, async (line) => {
        await mayAnswer;
        line.connectToServer();
      });
      await shop.context.route(/\/api\/widget\/conversations(?:$|\?|\/)/, async (route) => {
        const request = route.request();
        if (request.method() === "POST") posted.push(new URL(request.url()).pathname);
        else await mayAnswer;
        await route.continue();
      });
      if (where === "in another tab") {
        await shop.turnToNewTab();
        await shop.visit(shop.snippet);
        await shop.launcher().click();
      } else await shop.page.reload();
      await shop.composer().fill("One more thing");
      await shop.composer().press("Enter");
      await shop.page.getByText("One more thing").waitFor();
      answer();
      await shop.page.getByText("A question").waitFor();
      await shop.page.getByText("One more thing").waitFor();
      await until("it is sent", () => Promise.resolve(posted.length > 0));
      expect(posted).toEqual([expect.stringMatching(/\/conversations\/[^/]+\/messages$/)]);
    },
  );

  test("a draft is kept by somebody who has not written yet; a closed panel stays closed, and then nothing is stored", async () => {
    await shop.visit(shop.snippet);
    await shop.launcher().click();
    await shop.composer().fill("Shall I");
    await shop.call("close");
    await shop.visit(shop.snippet);
    await shop.launcher().waitFor();
    expect(await shop.panel().isVisible()).toBe(false);
    await shop.launcher().click();
    await until("the draft is back", async () => (await shop.composer().inputValue()) === "Shall I");
    await shop.composer().fill("");
    await shop.call("close");
    await until("nothing is stored", () =>
      shop.page.evaluate<boolean>("sessionStorage.length + localStorage.length === 0"),
    );
  });
});
