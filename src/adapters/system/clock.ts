import { instant } from "../../domain/ids.ts";
import type { Clock } from "../../ports/system.ts";

/** The clock of this machine. Everything that decides is given this one, never asks another. */
export const systemClock: Clock = { now: () => instant(Date.now()) };
