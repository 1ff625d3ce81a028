/** A relay that has trouble of its own: how often it is tried, so that mail moves within seconds after it is well. */
import { type Instant, later, type Millis, millis, MINUTE, SECOND } from "../ids.ts";

/** With the patience of a try (5 s) the oldest mail moves within ten seconds. */
export const TRY_RELAY_EVERY: Millis = millis(4 * SECOND);
/** It lets us in and takes no mail all the same: each try is an attempt at a mail, and is kept. */
const PATIENT_AFTER: Millis = millis(5 * MINUTE);
const PATIENT_EVERY: Millis = millis(30 * SECOND);

/** The job that tries it. */
export const tryRelayJob = (dueAt: Instant) => ({ kind: "try-relay", key: "relay", payload: {}, dueAt }) as const;

/** When it is tried again. `isLetIn`: this time it took our sign-in, and a mail is on its way to it. */
export function triedAgainAt(since: Instant, isLetIn: boolean, now: Instant): Instant {
  const isPatient = isLetIn && later(since, PATIENT_AFTER) < now;
  return later(now, isPatient ? PATIENT_EVERY : TRY_RELAY_EVERY);
}
