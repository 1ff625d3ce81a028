/** Chance that can be had again: everything that a round leaves to it follows from the seed. */
export interface Chance {
  /** A whole number from 0 to `most` − 1. */
  below(most: number): number;
  /** Throws where there is nothing to pick from. */
  pick<T>(from: readonly T[]): T;
  /** True so often of 1. */
  happens(likelihood: number): boolean;
}

/** The increment of a Weyl sequence: the odd number next to 2^32 divided by the golden ratio. */
const STEP = 0x9e3779b9;
const RANGE = 2 ** 32;

/** A Weyl sequence whose bits are mixed; ample for choosing, useless for secrets. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + STEP) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / RANGE;
  };
  const below = (most: number): number => Math.floor(next() * most);
  return {
    below,
    pick(from) {
      const picked = from[below(from.length)];
      if (picked === undefined) throw new Error("there is nothing to pick from");
      return picked;
    },
    happens: (likelihood) => next() < likelihood,
  };
}
