import { describe, expect, test } from "vitest";
import { FILE_LIMITS } from "../../../contract/shared.ts";
import { chooseFiles } from "./choose-files.ts";

const files = (count: number) =>
  Array.from({ length: count }, (_nothing, index) => ({ name: `${index}.png`, size: 1 }));

describe("before anything is sent", () => {
  test("ten files of 25 MB may go along", () => {
    const full = files(10).map((file) => ({ ...file, size: FILE_LIMITS.bytes }));
    expect(chooseFiles(full, 0)).toEqual({ taken: full, problems: [] });
  });

  test("the eleventh may not, whether chosen at once or later", () => {
    expect(chooseFiles(files(12), 0)).toMatchObject({ problems: [{ key: "files.too-many", count: 2 }] });
    expect(chooseFiles(files(12), 0).taken).toEqual(files(10));
    expect(chooseFiles(files(3), 9).taken).toEqual(files(1));
    expect(chooseFiles(files(1), 10).taken).toEqual([]);
  });

  test("what is too large or empty is named, and takes nobody's place", () => {
    const large = { name: "film.mov", size: FILE_LIMITS.bytes + 1 };
    const empty = { name: "nothing.txt", size: 0 };
    expect(chooseFiles([large, empty, ...files(10)], 0)).toEqual({
      taken: files(10),
      problems: [
        { key: "files.too-large", name: "film.mov" },
        { key: "files.empty", name: "nothing.txt" },
      ],
    });
  });
});
