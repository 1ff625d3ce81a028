/** What an installation lets strangers use up, in the numbers that its operator sets. */

export interface AllowedNumbers {
  readonly socketsOfANetwork: number;
  readonly conversationsOfANetworkAnHour: number;
  readonly conversationsAMinute: number;
  readonly mailsOfANetworkAnHour: number;
}

/**
 * An office, a school or a mobile provider behind one address: 400 pages open at once, one new conversation a minute. 120
 * conversations a minute are more than a hundred agents can begin to read. A provider of mail sends from many addresses;
 * 600 an hour from one are what a forwarding server of a middling company brings.
 */
export const ALLOWED_NUMBERS: AllowedNumbers = {
  socketsOfANetwork: 400,
  conversationsOfANetworkAnHour: 60,
  conversationsAMinute: 120,
  mailsOfANetworkAnHour: 600,
};
