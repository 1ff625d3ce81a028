/** Enhanced mail status codes: class.subject.detail (RFC 3463). */

export interface MailStatus {
  readonly class: 2 | 4 | 5;
  readonly subject: number;
  readonly detail: number;
}

/** Reads a code at the start of a Status field; null for anything else. */
export function parseStatus(value: string): MailStatus | null {
  const found = /^\s{0,8}([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])/.exec(value);
  return found === null ? null : statusOf(found[1], found[2], found[3]);
}

/** The first code in running text, such as an SMTP answer. An address of the internet's (192.0.2.5) or a version is none. */
export function findStatus(text: string): MailStatus | null {
  for (const found of text.matchAll(/(?<![\d.a-z])([45])\.(\d{1,3})\.(\d{1,3})(?![\d]|\.\d)/gi)) {
    const status = statusOf(found[1], found[2], found[3]);
    if (status !== null && status.subject <= 7) return status;
  }
  return null;
}

export const formatStatus = (status: MailStatus): string => `${status.class}.${status.subject}.${status.detail}`;

/** Nothing is said beyond the class. */
export const isGeneric = (status: MailStatus): boolean => status.subject === 0;

function statusOf(
  klass: string | undefined,
  subject: string | undefined,
  detail: string | undefined,
): MailStatus | null {
  const known = klass === "2" ? 2 : klass === "4" ? 4 : klass === "5" ? 5 : null;
  return known === null ? null : { class: known, subject: Number(subject), detail: Number(detail) };
}
