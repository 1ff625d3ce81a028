import { describe, expect, test } from "vitest";
import { DELIMITERS } from "../reply-extraction/sent-trace.ts";
import { unfolded } from "./unfolded.ts";

describe("what was cut reads as it was written", () => {
  test.each<readonly [string, string]>([
    [
      "On Sunday Léo wrote:\n> Which size?\n>\n> And which colour?",
      "On Sunday Léo wrote:\nWhich size?\n\nAnd which colour?",
    ],
    ["> > older\n>> old\n> new", "older\nold\nnew"],
    [" > indented", "indented"],
    ["> x > y", "x > y"],
    ["a > b", "a > b"],
    ["-- \nMarie", "-- \nMarie"],
    ["> L\n> Léo\n> 6:19 PM", "Léo\n6:19 PM"],
    ["> É\n>\n> Élodie", "\nÉlodie"],
    ["> ل\n> ليلى", "ليلى"],
    ["> Yes\n> N\n> Léo", "Yes\nN\nLéo"],
    ["> A\n> \n> ", "A\n\n"],
    ["> A", "A"],
    ...DELIMITERS.map((mark) => [`> ${mark}Acme Lamps`, "Acme Lamps"] as const),
    ["", ""],
  ])("%j", (cut, shown) => {
    expect(unfolded(cut)).toBe(shown);
  });
});
