import { expect, test } from "vitest";
import type { Attachment } from "../../../../contract/shared.ts";
import type { Answer } from "../../../kit/answer.ts";
import { createStore } from "../state.ts";
import { Uploads } from "./uploads.ts";

interface Handed {
  readonly file: File;
  readonly token: string;
  readonly going: (share: number) => void;
  readonly signal: AbortSignal;
  readonly answer: (answer: Answer<Attachment>) => void;
}

const aFile = (name: string): File => new File(["bytes"], name, { type: "application/pdf" });
const done = (id: string): Answer<Attachment> => ({
  kind: "done",
  value: { id, name: "a.pdf", type: "application/pdf", size: 5, image: null },
});

/** Lets promises run until nothing more happens. */
async function settle(): Promise<void> {
  for (let round = 0; round < 20; round += 1) {
    // oxlint-disable-next-line no-await-in-loop -- One thing after the other is the point.
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

/** A server that answers when it is told to. */
function given() {
  const handed: Handed[] = [];
  const store = createStore(() => {});
  let token: string | null = null;
  let sessions = 0;
  const session = {
    token: () => token,
    require: async () => {
      if (token === null) token = `t${(sessions += 1)}`;
      return { kind: "done", value: token } as const;
    },
    change: <T>(work: () => Promise<T>) => work(),
    refused: () => {
      token = null;
    },
  };
  const dropped: string[] = [];
  const uploads = new Uploads({
    store,
    session,
    drop: (id, by) => dropped.push(`${id} ${by}`),
    upload: (file, by, going, signal) =>
      new Promise((resolve) => {
        handed.push({ file, token: by, going, signal, answer: resolve });
        signal.addEventListener("abort", () => resolve({ kind: "unreachable" }));
      }),
  });
  const progress = () => store.get().tray.files.map((one) => one.progress);
  const loseSession = (): void => {
    token = null;
  };
  return { uploads, handed, dropped, progress, loseSession, sessions: () => sessions };
}

test("no session is made before a file is added", async () => {
  const { uploads, sessions } = given();
  uploads.add([]);
  uploads.followSession();
  await settle();
  expect(sessions()).toBe(0);
  uploads.add([aFile("a")]);
  await settle();
  expect(sessions()).toBe(1);
});

test("files go up two at a time with their progress, and the page can show its own without asking for them", async () => {
  const { uploads, handed, progress } = given();
  const file = aFile("a");
  uploads.add([file, aFile("b"), aFile("c")]);
  await settle();
  expect(handed.length).toBe(2);
  handed[0]?.going(0.4);
  expect(progress()).toEqual([{ kind: "going", share: 0.4 }, { kind: "going", share: 0 }, { kind: "waiting" }]);
  handed[0]?.answer(done("id-a"));
  await settle();
  expect(handed.map((one) => one.file.name)).toEqual(["a", "b", "c"]);
  expect(progress()[0]).toMatchObject({ kind: "there", attachment: { id: "id-a" } });
  expect(uploads.own("id-a")).toBe(file);
  expect(uploads.own("id-b")).toBeNull();
});

test("a file that is taken out is no longer uploaded, and makes room for the next", async () => {
  const { uploads, handed, progress } = given();
  uploads.add([aFile("a"), aFile("b"), aFile("c")]);
  await settle();
  uploads.remove(1);
  await settle();
  expect(handed.map(({ signal }) => signal.aborted)).toEqual([true, false, false]);
  expect(handed.map((one) => one.file.name)).toEqual(["a", "b", "c"]);
  expect(progress().map(({ kind }) => kind)).toEqual(["going", "going"]);
});

test("a file that is taken out after it was uploaded is dropped on the server too, and one that was not is not", async () => {
  const { uploads, handed, dropped } = given();
  uploads.add([aFile("a"), aFile("b")]);
  await settle();
  handed[0]?.answer(done("id-a"));
  await settle();
  uploads.remove(2);
  expect(dropped).toEqual([]);
  uploads.remove(1);
  expect(dropped).toEqual(["id-a t1"]);
});

test("without a connection it is told, and goes up at the next try", async () => {
  const { uploads, handed, progress } = given();
  uploads.add([aFile("a")]);
  await settle();
  handed[0]?.answer({ kind: "unreachable" });
  await settle();
  expect(progress()).toEqual([{ kind: "failed", code: "unreachable" }]);
  uploads.retry();
  await settle();
  handed[1]?.answer(done("id-a"));
  await settle();
  expect(progress()).toMatchObject([{ kind: "there" }]);
});

test.each([
  ["file-too-large", "refused"],
  ["too-many-uploads", "failed"],
  ["rate-limited", "failed"],
])("the server's %s is %s", async (code, kind) => {
  const { uploads, handed, progress } = given();
  uploads.add([aFile("a")]);
  await settle();
  handed[0]?.answer({ kind: "refused", code, details: undefined });
  await settle();
  expect(progress()).toEqual([{ kind, code }]);
});

test("what cannot be read, such as a folder, is refused and not taken for a lost connection", async () => {
  const { uploads, handed, progress } = given();
  const folder = Object.defineProperty(aFile("folder"), "slice", {
    value: () => ({ arrayBuffer: () => Promise.reject(new Error("NotFoundError")) }),
  });
  uploads.add([folder]);
  await settle();
  expect(handed).toEqual([]);
  expect(progress()).toEqual([{ kind: "refused", code: "file-unreadable" }]);
});

test("a session that the server forgot is followed: what was uploaded for it goes up for the new one", async () => {
  const { uploads, handed, progress, loseSession } = given();
  uploads.add([aFile("a")]);
  await settle();
  handed[0]?.answer(done("id-old"));
  await settle();
  loseSession();
  uploads.followSession();
  await settle();
  expect(handed.map(({ token }) => token)).toEqual(["t1", "t2"]);
  handed[1]?.answer(done("id-new"));
  await settle();
  uploads.followSession();
  expect(progress()).toMatchObject([{ kind: "there", attachment: { id: "id-new" }, token: "t2" }]);
});
