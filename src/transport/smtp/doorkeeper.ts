/** Who may be in at a door for mail, for how long, and who has to make room. */
import { networkOf } from "../../domain/network.ts";
import type { ReceiverLimits } from "./limits.ts";

/** A connection as the library holds it. `send` with 421 says so and closes. */
interface Connection {
  readonly id: string;
  readonly remoteAddress: string;
  send(code: number, text: string, context: false): void;
}

type DoorLimits = Pick<ReceiverLimits, "clients" | "clientsPerNetwork" | "withoutMailFor" | "idleCommands" | "errors">;

interface Place {
  readonly connection: Connection;
  readonly network: string;
  idleCommands: number;
  errors: number;
  /** Its bytes are coming in, or are being stored. */
  hasMailUnderWay: boolean;
  /** Its time ran out while a mail was under way, which may still end. */
  isOverdue: boolean;
  timer: NodeJS.Timeout;
}

/** Commands that bring no mail nearer. What is no command at all is answered with an error, and counted as one. */
const IDLE_COMMANDS: ReadonlySet<string> = new Set(["NOOP", "RSET", "HELP", "VRFY", "HELO", "EHLO", "LHLO"]);
const CLOSING = 421;
const FIRST_ERROR = 400;

export class Doorkeeper {
  readonly #limits: DoorLimits;
  /** By connection; who came first, or completed a mail longest ago, stands first. */
  readonly #places = new Map<string, Place>();
  #isClosing = false;

  constructor(limits: DoorLimits) {
    this.#limits = limits;
  }

  /** Gives a place, at the cost of the oldest idle connection where all are taken. A text: why not. */
  admit(connection: Connection): string | null {
    const network = networkOf(connection.remoteAddress);
    const neighbours = [...this.#places.values()].filter((place) => place.network === network);
    if (neighbours.length >= this.#limits.clientsPerNetwork) return "too many connections from your network";
    if (this.#places.size >= this.#limits.clients) {
      const oldest = [...this.#places.values()].find((place) => !place.hasMailUnderWay);
      if (oldest === undefined) return "too many connections, try again later";
      this.#dismiss(oldest, "making room for others, come again with your mail");
    }
    const place = { connection, network, idleCommands: 0, errors: 0, hasMailUnderWay: false, isOverdue: false };
    this.#places.set(connection.id, { ...place, timer: this.#timerFor(connection.id) });
    return null;
  }

  /** The connection is gone. Safe to repeat. */
  leave(id: string): void {
    clearTimeout(this.#places.get(id)?.timer);
    this.#places.delete(id);
  }

  /** A command came in; it has not been answered yet. */
  heard(id: string, command: string): void {
    const place = this.#places.get(id);
    if (place === undefined || !IDLE_COMMANDS.has(command)) return;
    place.idleCommands += 1;
    if (place.idleCommands > this.#limits.idleCommands) this.#dismiss(place, "too many commands without a mail");
  }

  /** The client was answered. */
  told(id: string, code: number): void {
    const place = this.#places.get(id);
    if (place === undefined || code < FIRST_ERROR || code === CLOSING) return;
    place.errors += 1;
    if (place.errors >= this.#limits.errors) this.#dismiss(place, "too many errors");
  }

  /** The client was told to send a mail's bytes: until `mailEnds` it does not have to make room. */
  mailBegins(id: string): void {
    const place = this.#places.get(id);
    if (place !== undefined) place.hasMailUnderWay = true;
  }

  /** The client has its answer to the mail. A stored one is what a connection is for: its time and its counts begin anew. */
  mailEnds(id: string, isStored: boolean): void {
    const place = this.#places.get(id);
    if (place === undefined) return;
    place.hasMailUnderWay = false;
    if (this.#isClosing) return this.#dismiss(place, SHUTTING_DOWN);
    if (!isStored) {
      if (place.isOverdue) this.#dismiss(place, OVERDUE);
      return;
    }
    this.leave(id);
    Object.assign(place, { idleCommands: 0, errors: 0, isOverdue: false, timer: this.#timerFor(id) });
    this.#places.set(id, place);
  }

  /** Whoever hands no mail over just now is sent away, and the others once they have their answer. */
  close(): void {
    this.#isClosing = true;
    for (const place of this.#places.values()) if (!place.hasMailUnderWay) this.#dismiss(place, SHUTTING_DOWN);
  }

  #timerFor(id: string): NodeJS.Timeout {
    return setTimeout(() => {
      const place = this.#places.get(id);
      if (place === undefined) return;
      if (place.hasMailUnderWay) place.isOverdue = true;
      else this.#dismiss(place, OVERDUE);
    }, this.#limits.withoutMailFor).unref();
  }

  #dismiss(place: Place, text: string): void {
    this.leave(place.connection.id);
    place.connection.send(CLOSING, text, false);
  }
}

const SHUTTING_DOWN = "shutting down, come again with your mail";
const OVERDUE = "no mail for too long";
