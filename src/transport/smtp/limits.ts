/** What strangers may use up at the doors for SMTP and LMTP. */

export interface ReceiverLimits {
  /** Advertised as SIZE and enforced. Above what any provider delivers (Gmail 25 MB, Microsoft 365 35 MB encoded). */
  readonly mailBytes: number;
  /** Bytes of mails under way, together: bounds the memory that strangers can take. */
  readonly bufferedBytes: number;
  /** RFC 5321 §4.5.3.1.8 asks for 100. */
  readonly recipients: number;
  /** Places in all. Where they are taken, the oldest connection without a mail under way gives way to a newcomer. */
  readonly clients: number;
  /**
   * From one network, so that one client cannot take every place. Postfix opens 20 to one destination. Not for LMTP:
   * there all mail comes from the operator's own server.
   */
  readonly clientsPerNetwork: number;
  /** Milliseconds without a byte from the client (RFC 5321 §4.5.3.2.7 says 5 min; half-open links should go sooner). */
  readonly idleFor: number;
  /**
   * Milliseconds that a connection may last without a completed mail, the mail under way aside: whoever comes with mail
   * has handed it over by then, and a line kept open for the next one is opened again for nothing.
   */
  readonly withoutMailFor: number;
  /** Commands that bring no mail nearer (NOOP, RSET, HELO …) between two mails. Postfix lets 100 pass; nobody honest needs 10. */
  readonly idleCommands: number;
  /**
   * Refusals between two mails, unknown commands and unknown recipients among them: whoever guesses addresses begins
   * anew. Postfix hangs up after 20. Not for LMTP: there the guesses of strangers come from the operator's own server.
   */
  readonly errors: number;
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
  clientsPerNetwork: 25,
  idleFor: 120_000,
  withoutMailFor: 300_000,
  idleCommands: 20,
  errors: 20,
  dataFor: 600_000,
  closeWithin: 5_000,
};
