import { expect, test } from "vitest";
import { isUploading, type Progress, withProgress } from "../../../kit/tray.ts";
import { attachmentsOf, EMPTY_TRAY, hasFiles, type Tray } from "./tray.ts";
import { FILE_LIMITS } from "../../../../contract/shared.ts";
import { MOST_BYTES, MOST_FILES, retried, underToken, withFiles, withoutFile } from "./selection.ts";

/** Of any size, without the bytes. */
const aFile = (size = 1, name = "a.pdf"): File => Object.defineProperty(new File([], name), "size", { value: size });
const files = (count: number): File[] => Array.from({ length: count }, () => aFile());
const kinds = (tray: Tray): string[] => tray.files.map(({ progress }) => progress.kind);
const attachment = (id: string) => ({ id, name: "a.pdf", type: "application/pdf", size: 1, image: null });
const there = (id: string, token = "t"): Progress => ({ kind: "there", attachment: attachment(id), token });

test("the widget's limits are those of the server", () => {
  expect({ bytes: MOST_BYTES, aMessage: MOST_FILES }).toEqual({
    bytes: FILE_LIMITS.bytes,
    aMessage: FILE_LIMITS.aMessage,
  });
});

test("what is empty or larger than 25 MB is refused before anything goes up; 25 MB are not", () => {
  const tray = withFiles(EMPTY_TRAY, [aFile(0), aFile(MOST_BYTES + 1), aFile(MOST_BYTES)], 1);
  expect(tray.files.map(({ progress }) => progress)).toEqual([
    { kind: "refused", code: "file-empty" },
    { kind: "refused", code: "file-too-large" },
    { kind: "waiting" },
  ]);
});

test("a message carries ten files: the rest is counted, and refused ones take no place", () => {
  const nine = withFiles(EMPTY_TRAY, [aFile(0), ...files(9)], 1);
  const full = withFiles(nine, files(3), 11);
  expect([full.files.length, full.leftOut]).toEqual([11, 2]);
  expect(withoutFile(full, 2)).toMatchObject({ leftOut: 0 });
  expect(new Set(full.files.map(({ key }) => key)).size).toBe(11);
});

test("a message takes what is there, in order, and without what cannot go", () => {
  let tray = withFiles(EMPTY_TRAY, [aFile(), aFile(0), aFile()], 1);
  tray = withProgress(tray, 3, there("c"));
  expect(isUploading(tray)).toBe(true);
  tray = withProgress(tray, 1, there("a"));
  expect(isUploading(tray)).toBe(false);
  expect(attachmentsOf(tray).map(({ id }) => id)).toEqual(["a", "c"]);
  expect(hasFiles({ ...tray, files: tray.files.filter(({ key }) => key === 2) })).toBe(false);
});

test("what failed is tried again, what was refused for good is not", () => {
  let tray = withFiles(EMPTY_TRAY, [aFile(), aFile(0), aFile()], 1);
  tray = withProgress(tray, 1, { kind: "failed", code: "unreachable" });
  tray = withProgress(tray, 3, there("c"));
  expect(kinds(retried(tray))).toEqual(["waiting", "refused", "there"]);
});

test("what was uploaded for another session goes up again; where nothing was, the tray stays the same", () => {
  let tray = withFiles(EMPTY_TRAY, files(2), 1);
  tray = withProgress(tray, 1, there("a", "old"));
  tray = withProgress(tray, 2, there("b", "new"));
  expect(kinds(underToken(tray, "new"))).toEqual(["waiting", "there"]);
  expect(underToken(underToken(tray, "new"), "new")).toEqual(underToken(tray, "new"));
  const settled = underToken(tray, "new");
  expect(underToken(settled, "new")).toBe(settled);
});
