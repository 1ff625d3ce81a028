import { expect, test } from "vitest";
import { type Faces, type Showable, type Shown, shownAuthor } from "./shown-author.ts";

const PHOTO = "a".repeat(64);
const leo = { name: "Léo Martin", publicName: null, photo: PHOTO };
const known = { ...leo, publicName: "Zoé Petit" };

test.each<[string, Showable, Faces, Shown]>([
  ["a full name and a photo", leo, "names-and-photos", { name: "Léo Martin", photo: PHOTO }],
  ["a name without a photo", { ...leo, photo: null }, "names-and-photos", { name: "Léo Martin", photo: null }],
  ["the public name before the full one", known, "names-and-photos", { name: "Zoé Petit", photo: PHOTO }],
  ["a first name alone", leo, "first-names", { name: "Léo", photo: null }],
  ["the first of a public name", known, "first-names", { name: "Zoé", photo: null }],
  ["nobody", leo, "nobody", { name: null, photo: null }],
  ["nobody, whatever they want to be called", known, "nobody", { name: null, photo: null }],
])("end users see %s", (_what, member, faces, shown) => {
  expect(shownAuthor(member, faces)).toEqual(shown);
});

test.each([
  ["Léo Martin", "Léo"],
  ["Léo", "Léo"],
  ["  Léo   Martin ", "Léo"],
  ["Dr. Léo Martin", "Léo"],
  ["Prof. Dr. Léo Martin", "Léo"],
  ["Martin, Léo", "Léo"],
  ["Martin, Dr. Léo", "Léo"],
  ["Léo Martin, PhD", "Léo"],
  ["Léo Martin, B.A.", "Léo"],
  ["Léo Martin, Jr.", "Léo"],
  ["García Márquez, Gabriel", "Gabriel"],
  ["van der Berg, Anne", "Anne"],
  ["van der Berg, Dr. Anne Marie", "Anne"],
  ["Martin,", "Martin"],
  ["Jean-Luc Martin", "Jean-Luc"],
  ["L. Martin", "L."],
  ["Dr.", "Dr."],
  ["محمد علي", "محمد"],
  ["Anne Marie van der Berg", "Anne"],
])("of %s the first name is %s", (name, first) => {
  expect(shownAuthor({ ...leo, name }, "first-names").name).toBe(first);
});
