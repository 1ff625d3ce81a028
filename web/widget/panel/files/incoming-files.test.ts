import { expect, test } from "vitest";
import { filesOf, holdsFiles } from "./incoming-files.ts";

const png = new File(["x"], "image.png", { type: "image/png" });

test("a picture or a file out of the clipboard is taken, with its name beside it as text or not", () => {
  expect(filesOf({ types: ["Files"], files: [png] })).toEqual([png]);
  expect(filesOf({ types: ["text/plain", "Files"], files: [png] })).toEqual([png]);
  expect(filesOf({ types: ["text/html", "Files"], files: [png] })).toEqual([png]);
});

test("words copied from an office program are pasted as words, not as the picture that lies beside them", () => {
  expect(filesOf({ types: ["text/plain", "text/html", "text/rtf", "Files"], files: [png] })).toEqual([]);
});

test("dragged words are no files", () => {
  expect(holdsFiles({ types: ["text/plain"] })).toBe(false);
  expect(holdsFiles({ types: ["Files"] })).toBe(true);
  expect(holdsFiles(null)).toBe(false);
});
