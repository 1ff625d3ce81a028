/** Remembers which pages ask for a widget; cheaply, as each of them asks at every visit. */
import { brandId } from "../../../domain/ids.ts";
import { MAX_ORIGIN_CHARS, type Sighting } from "../../../domain/settings/sighting.ts";
import type { Origins } from "../../edge/origins.ts";

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Each is written once in so long, by each process. */
const EVERY_MS = 60_000;
/** In that time, of all brands and sites: more than any installation has. */
const NOTED_AT_MOST = 300;
/** …and of those that are turned away: anybody can make origins up. */
const REFUSED_AT_MOST = 30;

/** `write` may fail, as where the database only reads: the page gets its answer all the same, and the next minute tries again. */
export function watchSightings(
  write: (seen: Omit<Sighting, "at">) => Promise<void>,
  now = (): number => performance.now(),
): Origins["noteSighting"] {
  let since = -Infinity;
  let noted = new Set<string>();
  let refused = 0;
  return (asked, origin, isRefused) => {
    if (typeof asked !== "string" || !UUID.test(asked) || origin.length > MAX_ORIGIN_CHARS) return;
    if (now() - since >= EVERY_MS) [since, noted, refused] = [now(), new Set(), 0];
    const key = `${asked} ${origin}`;
    if (noted.has(key) || noted.size >= NOTED_AT_MOST || (isRefused && refused >= REFUSED_AT_MOST)) return;
    noted.add(key);
    if (isRefused) refused += 1;
    write({ brandId: brandId(asked), origin, isRefused }).catch(() => undefined);
  };
}
