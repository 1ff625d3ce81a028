import { describe, expect, test } from "vitest";
import type { Attachment } from "../../../contract/shared.ts";
import { UNREACHABLE } from "../../kit/answer.ts";
import { FileTrays, obstacleIn } from "./file-tray.ts";

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));
const fileOf = (name: string, type = "application/pdf"): File => new File(["bytes"], name, { type });
const keptAs = ({ name, type, size }: File): Attachment => ({ id: `id of ${name}`, name, type, size, image: null });

interface Sent {
  readonly file: File;
  readonly signal: AbortSignal;
  readonly progress: (share: number) => void;
  readonly arrive: () => void;
  readonly refuse: (code: string) => void;
}

/** Trays whose uploads wait until the test lets them arrive. */
function open() {
  const sent: Sent[] = [];
  const dropped: string[] = [];
  const trays = new FileTrays({
    send: (file, progress, signal) =>
      new Promise((resolve) => {
        const arrive = (): void => resolve({ kind: "done", value: { attachment: keptAs(file), token: null } });
        const refuse = (code: string): void =>
          resolve(code === "unreachable" ? UNREACHABLE : { kind: "refused", code });
        sent.push({ file, signal, progress, arrive, refuse });
      }),
    drop: async (id) => void dropped.push(id),
  });
  const kinds = (id = "a") => trays.of(id).files.map(({ progress }) => progress.kind);
  return { trays, sent, dropped, kinds };
}

describe("files of a message that is not sent yet", () => {
  test("are uploaded at once, three at a time, and say how far they are", async () => {
    const { trays, sent, kinds } = open();
    trays.add("a", [fileOf("1"), fileOf("2"), fileOf("3"), fileOf("4")]);
    expect(kinds()).toEqual(["going", "going", "going", "waiting"]);
    sent[0]?.progress(0.5);
    expect(trays.of("a").files[0]?.progress).toEqual({ kind: "going", share: 0.5 });
    sent[1]?.arrive();
    await settled();
    expect(kinds()).toEqual(["going", "there", "going", "going"]);
  });

  test("stay with their conversation while another one is written in", async () => {
    const { trays, sent, kinds } = open();
    trays.add("a", [fileOf("for-a")]);
    trays.add("b", [fileOf("for-b")]);
    sent[0]?.arrive();
    await settled();
    expect([kinds("a"), kinds("b"), kinds("c")]).toEqual([["there"], ["going"], []]);
  });

  test("go into the message together, in their order, and only when the server has all of them", async () => {
    const { trays, sent } = open();
    trays.add("a", [fileOf("1"), fileOf("2")]);
    sent[1]?.arrive();
    await settled();
    expect(obstacleIn(trays.of("a"))).toBe("files.under-way");
    expect(trays.take("a")).toBeNull();
    sent[0]?.arrive();
    await settled();
    expect(obstacleIn(trays.of("a"))).toBeNull();
    expect(trays.take("a")?.map(({ progress }) => progress.attachment.name)).toEqual(["1", "2"]);
    expect(trays.of("a").files).toEqual([]);
  });

  test("an upload that failed keeps its reason and is tried again when asked", async () => {
    const { trays, sent, kinds } = open();
    trays.add("a", [fileOf("1")]);
    sent[0]?.refuse("too-many-uploads");
    await settled();
    expect(obstacleIn(trays.of("a"))).toBe("files.failed");
    trays.retryOffline();
    expect(sent).toHaveLength(1);
    trays.retry(trays.of("a").files[0]?.key ?? 0);
    sent[1]?.arrive();
    await settled();
    expect(kinds()).toEqual(["there"]);
  });

  test("what failed for want of a line goes again when the line is back", async () => {
    const { trays, sent, kinds } = open();
    trays.add("a", [fileOf("1")]);
    sent[0]?.refuse("unreachable");
    await settled();
    trays.retryOffline();
    expect(kinds()).toEqual(["going"]);
  });

  test("a file that is taken out is no longer sent, and makes room for the next one", async () => {
    const { trays, sent } = open();
    trays.add("a", [fileOf("1"), fileOf("2"), fileOf("3"), fileOf("4")]);
    trays.remove("a", trays.of("a").files[0]?.key ?? 0);
    expect(sent[0]?.signal.aborted).toBe(true);
    sent[0]?.refuse("unreachable");
    await settled();
    expect(sent.map(({ file }) => file.name)).toEqual(["1", "2", "3", "4"]);
    expect(trays.of("a").files.map(({ file }) => file.name)).toEqual(["2", "3", "4"]);
  });

  test("the server lets go of a file that is taken out, also where it arrived at that moment, and of no other", async () => {
    const { trays, sent, dropped } = open();
    trays.add("a", [fileOf("1"), fileOf("2"), fileOf("3")]);
    sent[0]?.arrive();
    await settled();
    const [first, second] = trays.of("a").files;
    trays.remove("a", first?.key ?? 0);
    trays.remove("a", second?.key ?? 0);
    sent[1]?.arrive();
    sent[2]?.arrive();
    await settled();
    expect(dropped).toEqual(["id of 1", "id of 2"]);
    expect(trays.take("a")).toHaveLength(1);
    expect(dropped).toHaveLength(2);
  });

  test("those of a message that could not be sent come back, uploaded anew where the server has lost them", async () => {
    const { trays, sent, kinds } = open();
    trays.add("a", [fileOf("1")]);
    sent[0]?.arrive();
    await settled();
    const taken = trays.take("a") ?? [];
    trays.putBack("a", taken, false);
    expect(kinds()).toEqual(["there"]);
    trays.take("a");
    trays.putBack("a", taken, true);
    expect(kinds()).toEqual(["going"]);
    expect(sent).toHaveLength(2);
  });

  test("more than ten, given back to a tray that was filled meanwhile, are not sent", async () => {
    const { trays, sent } = open();
    trays.add("a", [fileOf("1")]);
    sent[0]?.arrive();
    await settled();
    const taken = trays.take("a") ?? [];
    trays.add(
      "a",
      Array.from({ length: 10 }, (_nothing, index) => fileOf(`more ${index}`)),
    );
    trays.putBack("a", taken, false);
    expect(obstacleIn(trays.of("a"))).toBe("files.over");
  });

  test("a folder and a file too many are told, until they are dismissed", () => {
    const { trays } = open();
    trays.add(
      "a",
      Array.from({ length: 11 }, (_nothing, index) => fileOf(`${index}`)),
      ["Photos"],
    );
    expect(trays.of("a").problems).toEqual([
      { key: "files.folder", name: "Photos" },
      { key: "files.too-many", count: 1 },
    ]);
    trays.dismissProblems("a");
    expect(trays.of("a").problems).toEqual([]);
    expect(trays.of("a").files).toHaveLength(10);
  });

  test("a picture is shown from the page's own bytes until nobody looks at it any more", async () => {
    const { trays } = open();
    trays.add("a", [fileOf("a.png", "image/png"), fileOf("b.pdf"), fileOf("c.heic", "image/heic")]);
    const { files } = trays.of("a");
    expect(files.map(({ preview }) => preview !== null)).toEqual([true, false, false]);
    const [picture] = files;
    expect(await (await fetch(picture?.preview ?? "")).text()).toBe("bytes");
    trays.remove("a", picture?.key ?? 0);
    await expect(fetch(picture?.preview ?? "")).rejects.toThrow(TypeError);
  });
});
