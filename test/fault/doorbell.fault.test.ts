/** A notice is lost and nobody knows: every screen shows what changed all the same, within a minute. */
import { afterEach, expect, test } from "vitest";
import { millis } from "../../src/domain/ids.ts";
import { desk, visit } from "../support/doors/doors.ts";
import { liveWorld, readEverything } from "../support/live-world.ts";
import { until } from "../support/until.ts";
import { runOn } from "../support/servers/running.ts";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

test("lost notices: the conversation, the widget and the list learn of what nobody told them", async () => {
  const world = await liveWorld();
  closers.push(() => world.dispose());
  const server = await runOn(world.database, { lookedAroundIn: millis(1_000) });
  closers.push(() => server.stop());
  const visitor = await visit(server, world.brandId);
  const id = await visitor.begin(server, { text: "Bonjour" });
  const leo = desk(world.leo);
  await leo.reply(server, id, { text: "Bonjour !" });
  const [widget, workspace] = [await visitor.connect(server), await leo.watch(server, id)];
  closers.push(async () => [widget, workspace].forEach((line) => line.hangUp()));
  const heard = { widget: widget.frames.length, workspace: workspace.frames.length };

  // By a process that rings for nobody.
  await readEverything(world, visitor.token, id);
  const news = { widget: new Set<string>(), workspace: new Set<string>() };
  await until("everybody has heard of it", () => {
    for (const { type } of widget.frames.slice(heard.widget)) news.widget.add(type);
    for (const { type } of workspace.frames.slice(heard.workspace)) news.workspace.add(type);
    return news.widget.has("changes") && news.workspace.has("changes") && news.workspace.has("missed");
  });
  expect(news.widget).toContain("changes");
});
