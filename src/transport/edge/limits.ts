/** How often one may ask. Each limit is a window shared by all processes; what is held of bodies is this one's. */
import { networkOf, widerNetworkOf } from "../../domain/network.ts";
import { HOUR, type Instant } from "../../domain/ids.ts";
import { ALLOWED_NUMBERS } from "../../domain/settings/allowed.ts";
import type { RateLimiter } from "../../ports/rate-limiter.ts";
import type { Clock } from "../../ports/system.ts";
import { type Allowances, allowancesOf, type Rate, WIDER_TIMES } from "./allowances.ts";
import { createBodyShares } from "./bodies.ts";
import type { Log } from "./log.ts";
import { refused } from "./refusals.ts";
import type { Shares } from "./shares.ts";

export interface Limits {
  readonly allowances: Allowances;
  /** What bodies hold of memory. */
  readonly bodies: Shares;
  /** Counts one, and refuses rate-limited where the window is used up. */
  take(key: string, rate: Rate): Promise<void>;
  /** The same for the network of an address, and for the wider one around it, which may have `WIDER_TIMES` as much. */
  takeOf(what: string, address: string, rate: Rate): Promise<void>;
  /**
   * The same for what strangers begin, and then for the whole installation: the brake, which holds back all of them for what is
   * left of a minute. Admins read of it in Health.
   */
  takeNew(what: "session" | "conversation", address: string, rate: Rate): Promise<void>;
}

interface Options {
  readonly allowances?: Allowances;
  readonly bodies?: Shares;
  readonly log?: Log;
}

export function createLimits(limiter: RateLimiter, clock: Clock, options: Options = {}): Limits {
  const { allowances = allowancesOf(ALLOWED_NUMBERS), bodies = createBodyShares(), log } = options;
  const shut = rememberShut();
  const opensAgainAt = async (key: string, rate: Rate): Promise<Instant | null> => {
    const now = clock.now();
    const known = shut.until(key, now);
    if (known !== null) return known;
    const until = await limiter.take(key, rate, now);
    if (until !== null) shut.remember(key, until);
    return until;
  };
  const take = async (key: string, rate: Rate): Promise<void> => {
    const until = await opensAgainAt(key, rate);
    if (until !== null) throw tooMany(until, clock.now());
  };
  const takeOf: Limits["takeOf"] = async (what, address, { most, within }) => {
    const network = `${what}:${networkOf(address)}`;
    const wider = `${what}:around:${widerNetworkOf(address)}`;
    const known = shut.until(network, clock.now());
    if (known !== null) throw tooMany(known, clock.now());
    // Together, at the price of one place of the wider window each time that the narrower one is found used up.
    await Promise.all([take(network, { most, within }), take(wider, { most: most * WIDER_TIMES, within })]);
  };
  return {
    allowances,
    bodies,
    take,
    takeOf,
    async takeNew(what, address, rate) {
      const brake = `${what}:all`;
      // While it is pulled nothing is counted: a flood from everywhere costs no statement.
      const known = shut.until(brake, clock.now());
      if (known !== null) throw tooMany(known, clock.now());
      await takeOf(what, address, rate);
      // Last: what one network is refused does not pull the brake on everybody.
      const until = await opensAgainAt(brake, allowances.newOfAll);
      if (until === null) return;
      const isTold = await opensAgainAt(BRAKED, ONCE_AN_HOUR);
      if (isTold === null) log?.("warn", "new-conversations-braked", { most: allowances.newOfAll.most });
      throw tooMany(until, clock.now());
    },
  };
}

/** The window whose opening Health shows (`health-queries.ts`). */
const BRAKED = "conversations-braked";
/** Enough to look; a flood of hours is one thing that happened, not a hundred. */
const ONCE_AN_HOUR: Rate = { most: 1, within: HOUR };

/** A flood from so many networks would fill the memory of what is shut: then the database answers again. */
const REMEMBERED_AT_MOST = 10_000;

/**
 * Windows that are used up, until they open again: whoever goes on asking costs no statement. Nothing opens a window before
 * its time, so what one process remembers the others need not hear.
 */
function rememberShut(): {
  until(key: string, now: Instant): Instant | null;
  remember(key: string, until: Instant): void;
} {
  const shut = new Map<string, Instant>();
  return {
    until(key, now) {
      const until = shut.get(key) ?? null;
      if (until === null || until > now) return until;
      shut.delete(key);
      return null;
    },
    remember(key, until) {
      if (shut.size >= REMEMBERED_AT_MOST) shut.clear();
      shut.set(key, until);
    },
  };
}

function tooMany(until: Instant, now: Instant): Error {
  const retryAfterSeconds = Math.max(1, Math.ceil((until - now) / 1_000));
  return refused("rate-limited", "Too many requests: wait a little and try again.", { retryAfterSeconds });
}
