import { expect, test } from "vitest";
import { type Answer, UNREACHABLE } from "./answer.ts";
import { type Added, type Uploaded, withProgress } from "./tray.ts";
import { openUploads } from "./uploads.ts";

const there = (id: string): Answer<Uploaded> => ({
  kind: "done",
  value: { attachment: { id, name: "a.pdf", type: "application/pdf", size: 1, image: null }, token: null },
});

/** Files by name, each with the way to let its upload end. */
function given(...names: readonly string[]) {
  let tray: { readonly files: readonly Added<string>[] } = {
    files: names.map((file, index) => ({ key: index + 1, file, progress: { kind: "waiting" } })),
  };
  const ends = new Map<string, (answer: Answer<Uploaded>) => void>();
  const going = new Map<string, (share: number) => void>();
  const dropped: string[] = [];
  let told = 0;
  const uploads = openUploads<string, null>({
    atATime: 2,
    files: () => tray.files,
    told: (key, progress) => {
      told += 1;
      tray = withProgress(tray, key, progress);
    },
    send: (file, hears) => {
      going.set(file, hears);
      return new Promise((resolve) => {
        ends.set(file, resolve);
      });
    },
    drop: ({ attachment }) => dropped.push(attachment.id),
    stopper: () => ({ signal: null, abort: () => {} }),
  });
  uploads.go();
  return {
    sent: () => [...ends.keys()],
    kinds: () => tray.files.map(({ progress }) => progress.kind),
    told: () => told,
    going: (file: string, share: number) => going.get(file)?.(share),
    dropped,
    end: async (file: string, answer: Answer<Uploaded>) => {
      ends.get(file)?.(answer);
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    },
    takeOut: (key: number) => {
      const { files } = tray;
      files.filter((one) => one.key === key).forEach(uploads.takenOut);
      tray = { files: files.filter((one) => one.key !== key) };
      uploads.go();
    },
  };
}

test("so many go up at a time, in the order in which they were added", async () => {
  const { sent, kinds, end } = given("a", "b", "c", "d");
  expect([sent(), kinds()]).toEqual([
    ["a", "b"],
    ["going", "going", "waiting", "waiting"],
  ]);
  await end("b", there("id-b"));
  await end("c", UNREACHABLE);
  expect([sent(), kinds()]).toEqual([
    ["a", "b", "c", "d"],
    ["going", "there", "failed", "going"],
  ]);
});

test("one that is taken out makes room at once, and is dropped where it arrives at that moment", async () => {
  const { sent, kinds, end, takeOut, dropped } = given("a", "b", "c");
  takeOut(1);
  expect([sent(), dropped]).toEqual([["a", "b", "c"], []]);
  await end("a", there("id-a"));
  expect([kinds(), dropped]).toEqual([["going", "going"], ["id-a"]]);
});

test("progress is told by the percent, not by the packet", () => {
  const { going, told } = given("a");
  const before = told();
  for (const share of [0.1, 0.101, 0.109, 0.11]) going("a", share);
  expect(told() - before).toBe(2);
});
