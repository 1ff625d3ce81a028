/** Who is there, for pages that carry the widget. */
import { type Availability, availabilityApi } from "../../../../contract/people/availability.ts";
import { brandId } from "../../../domain/ids.ts";
import type { WidgetQueries } from "../../../ports/queries/conversation-queries.ts";
import type { Clock } from "../../../ports/system.ts";
import { type Door, show } from "../serve.ts";

interface AvailabilityDeps {
  readonly queries: Pick<WidgetQueries, "availability">;
  readonly usecases: { readonly clock: Clock };
}

/** So old an answer misleads nobody, and however many open the panel, the database is asked once. */
const GOOD_FOR_MS = 5_000;

/** On a door that host pages may ask. */
export function availabilityRoutes(door: Door, { queries, usecases: { clock } }: AvailabilityDeps): void {
  const kept = new Map<string, { readonly asOf: number; readonly answer: Availability }>();

  show(door, availabilityApi.show, async ({ query: { brand } }) => {
    const now = clock.now();
    const known = kept.get(brand);
    if (known !== undefined && now - known.asOf < GOOD_FOR_MS) return known.answer;
    const answer = await queries.availability(brandId(brand), now);
    // Of brands that there are: strangers make up as many others as they like.
    if (answer !== null) kept.set(brand, { asOf: now, answer });
    return answer;
  });
}
