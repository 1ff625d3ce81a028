/** Branded primitives. The only file where a cast makes a brand; everyone else calls these. */
declare const brand: unique symbol;
type Brand<T, Name extends string> = T & { readonly [brand]: Name };

export type BrandId = Brand<string, "BrandId">;
export type AgentId = Brand<string, "AgentId">;
export type EndUserId = Brand<string, "EndUserId">;
export type ConversationId = Brand<string, "ConversationId">;
export type MessageId = Brand<string, "MessageId">;
/** One file that belongs to a message, or waits to. */
export type AttachmentId = Brand<string, "AttachmentId">;
/** One outgoing mail to one recipient. */
export type DeliveryId = Brand<string, "DeliveryId">;
/** One mail that came in, stored raw. */
export type InboundMailId = Brand<string, "InboundMailId">;
export type JobId = Brand<string, "JobId">;
export type TriggerId = Brand<string, "TriggerId">;
/** One browser session of the widget. */
export type SessionId = Brand<string, "SessionId">;
/** One session of a team member. */
export type AgentSessionId = Brand<string, "AgentSessionId">;
/** A key with which a site signs who somebody is. */
export type IdentityKeyId = Brand<string, "IdentityKeyId">;
export type SupportAddressId = Brand<string, "SupportAddressId">;
/** Opening hours under a name. */
export type ScheduleId = Brand<string, "ScheduleId">;
/** One entry under People › Blocked end users. */
export type BlockId = Brand<string, "BlockId">;
/** One mail of a self-test. */
export type ProbeId = Brand<string, "ProbeId">;
/** One live socket of an end user. */
export type ConnectionId = Brand<string, "ConnectionId">;
export type DeskId = Brand<string, "DeskId">;
/** The sender's own id of a message, so that a resend is not a second message. */
export type ClientId = Brand<string, "ClientId">;
/** Position of a message in its conversation: 1, 2, 3 … without gaps. Order by this, never by a clock. */
export type Seq = Brand<number, "Seq">;
/** Raised by every change of a conversation. Clients resume with "revision > n". */
export type Revision = Brand<number, "Revision">;
/** Shape-checked and ASCII, domain in lower case. Made by `parseEmailAddress`. */
export type EmailAddress = Brand<string, "EmailAddress">;
/** A BCP 47 tag in its canonical form, such as `fr-CA`. */
export type Locale = Brand<string, "Locale">;
/** Milliseconds since the Unix epoch, UTC. */
export type Instant = Brand<number, "Instant">;
/** A length of time in milliseconds. */
export type Millis = Brand<number, "Millis">;

export const brandId = (s: string): BrandId => s as BrandId;
export const agentId = (s: string): AgentId => s as AgentId;
export const endUserId = (s: string): EndUserId => s as EndUserId;
export const conversationId = (s: string): ConversationId => s as ConversationId;
export const messageId = (s: string): MessageId => s as MessageId;
export const attachmentId = (s: string): AttachmentId => s as AttachmentId;
export const deliveryId = (s: string): DeliveryId => s as DeliveryId;
export const inboundMailId = (s: string): InboundMailId => s as InboundMailId;
export const jobId = (s: string): JobId => s as JobId;
export const triggerId = (s: string): TriggerId => s as TriggerId;
export const sessionId = (s: string): SessionId => s as SessionId;
export const agentSessionId = (s: string): AgentSessionId => s as AgentSessionId;
export const identityKeyId = (s: string): IdentityKeyId => s as IdentityKeyId;
export const supportAddressId = (s: string): SupportAddressId => s as SupportAddressId;
export const scheduleId = (s: string): ScheduleId => s as ScheduleId;
export const blockId = (s: string): BlockId => s as BlockId;
export const probeId = (s: string): ProbeId => s as ProbeId;
export const connectionId = (s: string): ConnectionId => s as ConnectionId;
export const deskId = (s: string): DeskId => s as DeskId;
export const clientId = (s: string): ClientId => s as ClientId;
export const seq = (n: number): Seq => n as Seq;
export const revision = (n: number): Revision => n as Revision;
export const emailAddress = (s: string): EmailAddress => s as EmailAddress;
export const locale = (s: string): Locale => s as Locale;
export const instant = (ms: number): Instant => ms as Instant;
export const millis = (ms: number): Millis => ms as Millis;

export const SECOND = millis(1_000);
export const MINUTE = millis(60_000);
export const HOUR = millis(3_600_000);
export const DAY = millis(86_400_000);

/** The instant that lies `by` after `t`. */
export const later = (t: Instant, by: Millis): Instant => instant(t + by);
export const latest = (first: Instant, ...rest: readonly Instant[]): Instant => instant(Math.max(first, ...rest));
export const earliest = (first: Instant, ...rest: readonly Instant[]): Instant => instant(Math.min(first, ...rest));
