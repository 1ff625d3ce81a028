/** What strangers may use up: how often one may ask, and how much one may hold (ADR 0024). */
import { HOUR, type Millis, millis, MINUTE } from "../../domain/ids.ts";
import type { AllowedNumbers } from "../../domain/settings/allowed.ts";
import type { Portion } from "./shares.ts";

/** So many in a window of that length. */
export interface Rate {
  readonly most: number;
  readonly within: Millis;
}

/** A person types no faster; a script that floods an agent's screen stops here. */
export const MESSAGES_A_SESSION: Rate = { most: 40, within: MINUTE };
/** An office behind one address may open many chats. A session costs a row and is made when somebody first writes. */
export const SESSIONS_A_NETWORK: Rate = { most: 120, within: HOUR };
/** Everyone mistypes an address; nobody gives us twenty. */
export const ADDRESSES_A_SESSION: Rate = { most: 20, within: HOUR };
/** A holiday's photographs, one after the other; together with the next limit it bounds what a stranger can store. */
export const UPLOADS_A_SESSION: Rate = { most: 40, within: millis(10 * MINUTE) };
/** An office behind one address sends that many files in an hour; sessions are free to make. */
export const UPLOADS_A_NETWORK: Rate = { most: 120, within: HOUR };
/** Twenty tabs that ask every three seconds, and more often while somebody types; nobody's person needs more. */
export const POLLS_A_SESSION: Rate = { most: 600, within: MINUTE };
/** Guessing a link of 256 bits is hopeless at any rate; this keeps the attempt cheap for us. */
export const RESUMES_A_NETWORK: Rate = { most: 60, within: millis(10 * MINUTE) };
/** Every page of a signed-in customer asks once; an office of them behind one address turns pages all day. */
export const IDENTITIES_A_NETWORK: Rate = { most: 1_200, within: millis(10 * MINUTE) };
/** Each sends three mails; whoever mends a mailbox tries a few times. */
export const SELF_TESTS_AN_ADDRESS: Rate = { most: 10, within: millis(10 * MINUTE) };
/** Somebody who words a mail looks at it a few times. */
export const TEST_MAILS_AN_ADMIN: Rate = { most: 20, within: HOUR };

/**
 * A /24 or /48 may have so much more than one network in it: a university, a mobile provider's way out. A whole range in
 * one hand gets no further.
 */
export const WIDER_TIMES = 8;

/** What an installation may set, by its size. Of sockets, connections and requests each process counts its own. */
export interface Allowances {
  /** Each costs some 20 kB. */
  readonly connections: Portion;
  /** Under way at the same moment: browsers have six, a page of ours asks for fewer. */
  readonly requests: Portion;
  /** Pages with the widget open, and workspaces. */
  readonly sockets: Portion;
  readonly conversationsOfANetwork: Rate;
  /** The brake: conversations of the whole installation, and sessions, which are made when somebody first writes. */
  readonly newOfAll: Rate;
  /** At the SMTP door. */
  readonly mailsOfANetwork: Rate;
}

/** More sockets than that one process serves badly, whoever they are. */
const SOCKETS_OF_ALL = 20_000;
/** Requests come beside sockets, and browsers keep some connections open. */
const CONNECTIONS_A_SOCKET = 2;
const REQUESTS: Portion = { all: 2_000, network: 100, wider: 400 };
/** A network inside a wider one holds a quarter of it. */
const NETWORKS_IN_WIDER = 4;

const twice = (n: number): number => CONNECTIONS_A_SOCKET * n;

export function allowancesOf(numbers: AllowedNumbers): Allowances {
  const { socketsOfANetwork, conversationsOfANetworkAnHour, conversationsAMinute, mailsOfANetworkAnHour } = numbers;
  const sockets = {
    all: Math.max(SOCKETS_OF_ALL, socketsOfANetwork),
    network: socketsOfANetwork,
    wider: NETWORKS_IN_WIDER * socketsOfANetwork,
  };
  return {
    sockets,
    connections: { all: twice(sockets.all), network: twice(sockets.network), wider: twice(sockets.wider) },
    requests: REQUESTS,
    conversationsOfANetwork: { most: conversationsOfANetworkAnHour, within: HOUR },
    newOfAll: { most: conversationsAMinute, within: MINUTE },
    mailsOfANetwork: { most: mailsOfANetworkAnHour, within: HOUR },
  };
}
