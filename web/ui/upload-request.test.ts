import { expect, test } from "vitest";
import { FILE_NAME_HEADER } from "../../contract/shared.ts";
import { declaredType, headerName, NAME_HEADER } from "./upload-request.ts";

test("the browser's type is passed on where it is one", () => {
  expect(declaredType({ type: "image/svg+xml" })).toBe("image/svg+xml");
  for (const type of ["", "image", "text/plain; charset=x", "a/b\r\nx: y"]) {
    expect(declaredType({ type })).toBe("application/octet-stream");
  }
});

test("any name fits a header, and comes out of it as it was", () => {
  for (const name of ["été.pdf", "فاتورة.pdf", "a b%.png", "x\r\ny.txt"]) {
    expect(headerName(name)).toMatch(/^[\x21-\x7e]+$/);
    expect(decodeURIComponent(headerName(name))).toBe(name);
  }
});

test("half a character and a name without end do no harm", () => {
  expect(decodeURIComponent(headerName("\ud83d.pdf"))).toBe("\ufffd.pdf");
  expect(headerName("é".repeat(10_000)).length).toBeLessThan(4_096);
});

test("the name travels in the header that the contract names", () => {
  expect(NAME_HEADER).toBe(FILE_NAME_HEADER);
});
