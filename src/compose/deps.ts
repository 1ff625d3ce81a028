/**
 * What use-cases are given of the house: one small group for each door, by name. Each use-case says in its `Deps` what it
 * takes of it, so nobody is handed more than the doors beside it.
 */
import type { House } from "./house.ts";

/** What nearly everybody needs: a transaction, the time, new ids, and words. */
export const coreDeps = ({ store, clock, newId, secrets, words, hasRelay, room, filesAtMost }: House) => ({
  store,
  clock,
  newId,
  secrets,
  words,
  hasRelay,
  room,
  filesAtMost,
});

/** Whoever signs in: browsers are known again by our signature, and failures counted. */
export const signInDeps = (house: House) => ({ ...coreDeps(house), keys: house.keys, limiter: house.limiter });

/** Whoever keeps the keys of signed identities, or proves one by them. */
export const identityDeps = (house: House) => ({ ...coreDeps(house), identityProver: house.identityProver });

/** Visitors: an address that they give is asked about. */
export const visitorDeps = (house: House) => ({ ...identityDeps(house), mailDomains: house.mail.mailDomains });

/** Whoever names a mail of ours, or knows one again. */
export const namingDeps = (house: House) => ({
  ...coreDeps(house),
  keys: house.keys,
  mailDomain: house.mail.mailDomain,
});

/** Whoever reads mail that came in. */
export const readingDeps = (house: House) => ({ ...namingDeps(house), reader: house.mail.reader });

/** Whoever writes mail of our own, and tests that it arrives. */
export const sendingDeps = (house: House) => {
  const { composer, mailer, probes } = house.mail;
  return { ...namingDeps(house), composer, mailer, probes };
};

/** Channels › Email. */
export const mailSettingsDeps = (house: House) => {
  const { mailTexts, dkimKeys, dnsTexts } = house.mail;
  return { ...sendingDeps(house), mailTexts, dkimKeys, dnsTexts };
};

/** Due jobs: all that happens by itself. */
export const jobDeps = (house: House) => ({
  ...sendingDeps(house),
  ...readingDeps(house),
  // Whoever waits before a screen goes first.
  store: { ...house.store, transaction: house.store.inBulk },
  probeReader: house.mail.probeReader,
  limiter: house.limiter,
});
