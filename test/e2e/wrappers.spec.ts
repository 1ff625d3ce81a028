/** Sites that call Zendesk's widget by a wrapper of somebody else's, as it is, and have our script in place of Zendesk's. */
import { beforeEach, describe, expect, test } from "vitest";
import { CHROMIUM, wordsOf } from "../support/browser/browser.ts";
import { bundle } from "../support/browser/bundle.ts";
import { openShop } from "../support/browser/shop.ts";
import { can } from "../support/peers/outside-programs.ts";
import { until } from "../support/until.ts";

const hasBrowser = await can(CHROMIUM);

const shop = openShop();
/** What the page asked of Zendesk. */
let asked: string[];
beforeEach(async () => {
  asked = [];
  await shop.context.route(/zdassets\.com/, (route) => {
    asked.push(route.request().url());
    return route.abort();
  });
});

/** A page of the site, these parts one after the other. `OURS`: our script. */
const OURS = "ours";
async function visit(...parts: readonly string[]): Promise<void> {
  const ours = `<script src="/widget/zendesk.js" data-brand="${shop.desk.brandId}"></script>`;
  const body = parts.map((part) =>
    part === OURS ? ours : `<script>${part.replaceAll("</script", "<\\/script")}</script>`,
  );
  await shop.visit(body.join(""));
}

describe.skipIf(!hasBrowser)("with our script before it", () => {
  test("react-zendesk loads nothing, and its calls are carried out", async () => {
    const site = await bundle(`
      import { createElement } from "react";
      import { createRoot } from "react-dom/client";
      import Zendesk, { ZendeskAPI } from "react-zendesk";
      createRoot(document.body.appendChild(document.createElement("div"))).render(createElement(Zendesk, { zendeskKey: "key" }));
      window.call = ZendeskAPI;`);
    await visit(OURS, site);
    await shop.launcher().waitFor();
    await shop.page.evaluate(`call("messenger", "open")`);
    await shop.composer().waitFor();
    expect(asked).toEqual([]);
  });

  test("ngx-zendesk-webwidget takes the zE that is there, and loads nothing where there is a zEmbed", async () => {
    const site = await bundle(`
      import "zone.js";
      import "@angular/compiler";
      import { Injector } from "@angular/core";
      import { NgxZendeskWebwidgetModule, NgxZendeskWebwidgetService } from "ngx-zendesk-webwidget";
      class Config { accountUrl = "shop.example"; callback(zE) { zE("messenger:set", "locale", "fr"); } }
      const { providers } = NgxZendeskWebwidgetModule.forRoot(Config);
      window.service = Injector.create({ providers }).get(NgxZendeskWebwidgetService);`);
    await visit(OURS, "window.zEmbed = window.zE", site);
    await until("it is there", () => shop.page.evaluate<boolean>("service.isInitialized"));
    await shop.page.evaluate(`service.zE("messenger", "open")`);
    await shop.page.getByRole("textbox", { name: wordsOf("widget", "fr")("composer.label") }).waitFor();
    expect(asked).toEqual([]);
  });
});

describe.skipIf(!hasBrowser)("with our script behind it", () => {
  test("vue-zendesk, disabled, loads nothing, and its calls are carried out", async () => {
    const site = await bundle(`
      import Vue from "vue";
      import Zendesk from "@dansmaculotte/vue-zendesk";
      Vue.use(Zendesk, { disabled: true });
      window.site = new Vue();`);
    await visit(site, OURS);
    await shop.launcher().waitFor();
    await shop.page.evaluate("site.$zendesk.open()");
    await shop.composer().waitFor();
    await shop.page.evaluate("site.$zendesk.close()");
    await shop.composer().waitFor({ state: "hidden" });
    await shop.page.evaluate("site.$zendesk.hide()");
    await shop.launcher().waitFor({ state: "hidden" });
    await shop.page.evaluate("site.$zendesk.show()");
    await shop.launcher().waitFor();
    expect(asked).toEqual([]);
  });
});
