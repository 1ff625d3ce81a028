/** A flood in a process of its own: attempts at a steady pace until it is told to stop; then says what was answered. */
import { setPriority } from "node:os";
import process from "node:process";
import { ATTACKS, type Target } from "./attacks.ts";
import { optionsOf } from "./obey.ts";

export interface FloodOrder extends Target {
  readonly name: string;
  readonly attemptsASecond: number;
}

/** Attackers have machines of their own: what theirs cost must not be taken for what ours does. They still get their turn. */
const BEHIND = 10;

const isOrder = (value: unknown): value is FloodOrder =>
  typeof value === "object" && value !== null && "name" in value && "attemptsASecond" in value;

setPriority(BEHIND);
const order = optionsOf(isOrder);
const attack = ATTACKS.find(({ name }) => name === order.name);
if (attack === undefined) throw new Error(`there is no attack by ${order.name}`);
const flood = await attack.open(order);
const answers: Record<string, number> = {};
setInterval(() => {
  void flood.attempt().then((heard) => (answers[heard] = (answers[heard] ?? 0) + 1));
}, 1_000 / order.attemptsASecond);
process.on("message", () => process.send?.(answers, () => process.exit(0)));
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
