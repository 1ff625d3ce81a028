/** What strangers may use up at the doors for SMTP and LMTP. */

export interface ReceiverLimits {
  /** Advertised as SIZE and enforced. Above what any provider delivers (Gmail 25 MB, Microsoft 365 35 MB encoded). */
  readonly mailBytes: number;
  /** Bytes of mails under way, together: bounds the memory that strangers can take. */
  readonly bufferedBytes: number;
  /** RFC 5321 §4.5.3.1.8 asks for 100. */
  readonly recipients: number;
  readonly clients: number;
  /** From one address, so that one client cannot take every place. Postfix opens 20 to one destination. */
  readonly clientsPerHost: number;
  /** Milliseconds without a byte from the client (RFC 5321 §4.5.3.2.7 says 5 min; half-open links should go sooner). */
  readonly idleFor: number;
  /** Milliseconds for one mail's bytes, so that a client which drips is cut off. */
  readonly dataFor: number;
  /** Milliseconds that `close` leaves to mails under way. */
  readonly closeWithin: number;
}

export const RECEIVER_LIMITS: ReceiverLimits = {
  mailBytes: 35 * 1024 * 1024,
  bufferedBytes: 280 * 1024 * 1024,
  recipients: 100,
  clients: 100,
  clientsPerHost: 25,
  idleFor: 120_000,
  dataFor: 600_000,
  closeWithin: 5_000,
};
