import { expect, test } from "vitest";
import { fileIcon } from "./file-kind.ts";

test.each([
  ["invoice", "application/pdf", "text-file"],
  ["list.csv", "text/csv", "sheet"],
  ["list.xlsx", "application/zip", "sheet"],
  ["photos.zip", "application/zip", "archive"],
  ["call.m4a", "audio/mp4", "sound-file"],
  ["page.html", "application/octet-stream", "text-file"],
  ["IMG_1.HEIC", "application/octet-stream", "picture"],
  ["firmware.bin", "application/octet-stream", "file"],
  ["README", "", "file"],
])("%s of the type %s is shown as %s", (name, type, icon) => {
  expect(fileIcon({ name, type })).toBe(icon);
});
