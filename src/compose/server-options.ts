/** What one process of the product is told when it starts. */
import type { FastifyInstance } from "fastify";
import type { ConnectionOptions } from "../adapters/postgres/pool.ts";
import type { Millis } from "../domain/ids.ts";
import type { AllowedNumbers } from "../domain/settings/allowed.ts";
import type { Clock } from "../ports/system.ts";
import type { createServer } from "../transport/http/server.ts";
import type { Log } from "../transport/edge/log.ts";
import type { House, HouseOptions } from "./house.ts";
import type { MailDoorOptions } from "./mail-doors.ts";

export interface ServerOptions
  extends
    Pick<HouseOptions, "steady" | "room" | "filesAtMost" | "hasRelay" | "dns" | "mailer" | "mailUpstream">,
    MailDoorOptions,
    Pick<Parameters<typeof createServer>[0], "witness"> {
  readonly connection: ConnectionOptions;
  readonly http: { readonly host: string; readonly port: number };
  /** Origin under which browsers reach us; null: our own port on this machine. */
  readonly publicUrl: string | null;
  readonly secret: string | null;
  readonly trustedProxies: readonly string[];
  /** What strangers may use up; what is not said is as `ALLOWED_NUMBERS`. */
  readonly allowed?: Partial<AllowedNumbers>;
  readonly processJobs: boolean;
  /** In how long everything on a screen is looked at anew, whatever was heard; not given: in under a minute. */
  readonly lookedAroundIn?: Millis;
  /**
   * Milliseconds for which a process that was told to stop still takes people, so that proxies notice; sockets are sent
   * away over as many, at most 5 s. Not given: none.
   */
  readonly stopGraceMs?: number;
  readonly clock: Clock;
  readonly log: Log;
  /** Shown on the sign-in page; null outside the demo. */
  readonly demo: {
    readonly signIn: { readonly email: string; readonly password: string };
    readonly mount: (app: FastifyInstance, house: House, inboundPort: number) => Promise<void>;
  } | null;
  /** Done before the doors open: the demo's first data. */
  readonly prepare?: (house: House) => Promise<void>;
}
