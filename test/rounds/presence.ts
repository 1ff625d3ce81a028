/** Somebody in front of the page: a socket that is opened again whenever it is lost, and what comes is read. */
import { setTimeout as pause } from "node:timers/promises";
import { WebSocket } from "ws";
import type { ServerToWidgetFrame, WidgetFrame } from "../../contract/live/widget-frames.ts";
import type { Stay } from "./ledger.ts";
import type { Person, Round } from "./people.ts";

const BETWEEN_TRIES_MS = 150;
/** As the widget does, so that a line that fell silent is noticed. */
const PING_EVERY_MS = 2_000;
const PATIENCE_MS = 5_000;

export interface Presence {
  /** Closes the page. */
  leave(): void;
}

/** Resolves when the first server has said welcome; null: none did before the round was over. */
export async function stay(round: Round, person: Person): Promise<Presence | null> {
  const seat = new Seat(round, person);
  return (await seat.taken()) ? seat : null;
}

class Seat implements Presence {
  readonly #round: Round;
  readonly #person: Person;
  readonly #welcome: Promise<void>;
  #stay: Stay | null = null;
  #socket: WebSocket | null = null;
  #hasLeft = false;
  #tries = 0;

  constructor(round: Round, person: Person) {
    this.#round = round;
    this.#person = person;
    this.#welcome = new Promise((resolve) => void this.#remain(resolve));
  }

  async taken(): Promise<boolean> {
    const over = async (): Promise<void> => {
      while (!this.#round.isOver()) await pause(BETWEEN_TRIES_MS);
    };
    await Promise.race([this.#welcome, over()]);
    if (this.#stay === null) this.leave();
    return this.#stay !== null;
  }

  leave(): void {
    this.#hasLeft = true;
    if (this.#stay !== null) this.#stay.until = Date.now();
    this.#socket?.close();
  }

  async #remain(onWelcome: () => void): Promise<void> {
    while (!this.#hasLeft) {
      const doors = this.#round.at.doors();
      const door = doors[(this.#tries += 1) % Math.max(doors.length, 1)];
      if (door !== undefined) await this.#sit(door.url, onWelcome);
      await pause(BETWEEN_TRIES_MS);
    }
  }

  /** Resolves when the socket is lost. */
  #sit(url: string, onWelcome: () => void): Promise<void> {
    const socket = new WebSocket(`${url.replace("http", "ws")}/api/widget/socket`, { origin: url });
    this.#socket = socket;
    let lastHeard = Date.now();
    const say = (frame: WidgetFrame): void => socket.send(JSON.stringify(frame));
    const timer = setInterval(() => {
      if (Date.now() - lastHeard > PATIENCE_MS) socket.terminate();
      else if (socket.readyState === WebSocket.OPEN) say({ type: "ping" });
    }, PING_EVERY_MS);
    socket.on("error", () => socket.terminate());
    socket.on("open", () => say({ type: "hello", token: this.#person.visitor.token, revisions: {} }));
    socket.on("message", (data: Buffer) => {
      lastHeard = Date.now();
      const frame: ServerToWidgetFrame = JSON.parse(data.toString());
      if (frame.type === "welcome") {
        this.#begins();
        onWelcome();
      }
      if (frame.type === "changes") this.#read(frame, say);
    });
    return new Promise((resolve) => {
      socket.on("close", () => {
        clearInterval(timer);
        resolve();
      });
    });
  }

  #begins(): void {
    if (this.#stay !== null) return;
    this.#stay = { address: this.#person.address, from: Date.now(), until: null };
    this.#round.ledger.stays.push(this.#stay);
  }

  /** Half of what comes is read at once; the rest waits, and must wait on the page. */
  #read(frame: Extract<ServerToWidgetFrame, { type: "changes" }>, say: (frame: WidgetFrame) => void): void {
    const last = frame.messages.at(-1)?.seq;
    if (last === undefined || !this.#round.chance.happens(0.5)) return;
    say({ type: "seen", conversationId: frame.conversationId, upTo: last });
  }
}
