import { describe, expect, test } from "vitest";
import { newStoredKey, openTokenKeys } from "./token-keys.ts";

const PAYLOAD = new Uint8Array([1, 2, 3]);
const [ONE, OTHER] = ["a secret of ours", "a secret of others"];

describe("signing keys", () => {
  test("differ by purpose and by master key, and are the same at every start", () => {
    const stored = newStoredKey(1, null);
    const [keys, again, others] = [stored, stored, newStoredKey(1, null)].map((key) => openTokenKeys([key], null));
    const reply = keys?.sign("reply", PAYLOAD);
    expect(reply).toEqual(again?.sign("reply", PAYLOAD));
    expect(reply).not.toEqual(keys?.sign("message-id", PAYLOAD));
    expect(reply).not.toEqual(others?.sign("reply", PAYLOAD));
  });

  test("the newest signs, an older one still verifies, an unknown one does not", () => {
    const [first, second] = [newStoredKey(1, null), newStoredKey(2, null)];
    const keys = openTokenKeys([first, second], null);
    expect(keys.keyId).toBe(2);
    expect(keys.sign("reply", PAYLOAD, 1)).toEqual(openTokenKeys([first], null).sign("reply", PAYLOAD));
    expect(keys.sign("reply", PAYLOAD, 3)).toBeNull();
  });
});

describe("wrapped keys", () => {
  test("open with the secret that wrapped them, and show nothing of themselves", () => {
    const stored = newStoredKey(1, ONE);
    expect(stored.wrapped).toBe(true);
    expect(openTokenKeys([stored], ONE).sign("reply", PAYLOAD)).toHaveLength(32);
  });

  test("refuse another secret, and none, and say what to do", () => {
    const stored = newStoredKey(1, ONE);
    expect(() => openTokenKeys([stored], OTHER)).toThrow("restore its former value");
    expect(() => openTokenKeys([stored], null)).toThrow("set it to the value that it had");
  });

  test("refuse one changed bit", () => {
    const stored = newStoredKey(1, ONE);
    const secret = Uint8Array.from(stored.secret, (byte, index) => (index === 40 ? byte ^ 1 : byte));
    expect(() => openTokenKeys([{ ...stored, secret }], ONE)).toThrow("ARIANE_SECRET");
  });
});
