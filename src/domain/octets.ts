/** Octets as text and back: base32 in one case, hexadecimal, UUIDs. */

/** Letters and digits that are not mistaken for each other: no l and 1, no o and 0. One case, for mail programs change it. */
const ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

/** Five octets make eight letters. Takes a multiple of five octets, so that every bit of the text counts. */
export function encodeBase32(octets: Uint8Array): string {
  if (octets.length % 5 !== 0) throw new Error(`base32 of ${octets.length} octets would leave bits over`);
  const bits = Array.from(octets, (octet) => octet.toString(2).padStart(8, "0")).join("");
  return bits.replaceAll(/.{5}/gu, (five) => ALPHABET.charAt(Number.parseInt(five, 2)));
}

/** Null: not of this alphabet, or of no length that we write. */
export function decodeBase32(text: string): Uint8Array | null {
  const letters = Array.from(text, (letter) => ALPHABET.indexOf(letter));
  if (letters.length % 8 !== 0 || letters.includes(-1)) return null;
  const bits = letters.map((value) => value.toString(2).padStart(5, "0")).join("");
  return new Uint8Array((bits.match(/.{8}/gu) ?? []).map((eight) => Number.parseInt(eight, 2)));
}

export function hexOf(octets: Uint8Array): string {
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, "0")).join("");
}

/** Throws where it is no UUID: ids are ours, so another shape is our bug. */
export function octetsOfUuid(uuid: string): readonly number[] {
  const hex = uuid.replaceAll("-", "");
  if (!/^[0-9a-f]{32}$/iu.test(hex)) throw new Error(`not a UUID: ${uuid}`);
  return (hex.match(/../gu) ?? []).map((octet) => Number.parseInt(octet, 16));
}

export function uuidOf(octets: Uint8Array): string {
  return hexOf(octets).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, "$1-$2-$3-$4-$5");
}

export function octetsOfAscii(text: string): readonly number[] {
  return Array.from(text, (letter) => letter.codePointAt(0) ?? 0);
}
