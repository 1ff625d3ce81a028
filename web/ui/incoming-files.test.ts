import { expect, test } from "vitest";
import { filesOf, holdsFiles } from "./incoming-files.ts";

const png = new File(["x"], "image.png", { type: "image/png" });
const brought = (types: readonly string[], plain = "") => ({ types, files: [png], getData: () => plain });

test("a picture or a file out of the clipboard is taken, with its name beside it as text or not", () => {
  expect(filesOf(brought(["Files"]))).toEqual([png]);
  expect(filesOf(brought(["text/plain", "Files"], "image.png"))).toEqual([png]);
  expect(filesOf(brought(["text/html", "Files"]))).toEqual([png]);
  expect(filesOf(brought(["text/plain", "text/html", "Files"], " \n"))).toEqual([png]);
});

test("words copied from an office program are pasted as words, not as the picture that lies beside them", () => {
  expect(filesOf(brought(["text/plain", "text/html", "text/rtf", "Files"], "Bonjour"))).toEqual([]);
});

test("dragged words are no files", () => {
  expect(holdsFiles({ types: ["text/plain"] })).toBe(false);
  expect(holdsFiles({ types: ["Files"] })).toBe(true);
  expect(holdsFiles(null)).toBe(false);
});
