import { expect, test } from "vitest";
import { titleMark } from "./title-mark.ts";

test("the number stands in the title only while the tab is hidden, and leaves it as the page wants it", () => {
  const page = { title: "Acme", hidden: false };
  const mark = titleMark(page);
  const shown = (unread: number, hidden: boolean): string => {
    page.hidden = hidden;
    mark(unread);
    return page.title;
  };
  expect(shown(2, false)).toBe("Acme");
  expect(shown(2, true)).toBe("(2) Acme");
  expect(shown(3, true)).toBe("(3) Acme");
  page.title = "Acme: your basket";
  expect(shown(3, true)).toBe("(3) Acme: your basket");
  expect(shown(3, false)).toBe("Acme: your basket");
  page.title = "(3) things to know";
  expect(shown(0, false)).toBe("(3) things to know");
});
