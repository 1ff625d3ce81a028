/** Links that choose a new password: by mail, or handed over by an admin or on the host. */
import { DAY, HOUR, type Instant } from "../ids.ts";
import type { Agent } from "../people/agent.ts";

/** A mail is read at once by whoever asked for it. */
export const MAILED_RESET_LIVES_FOR = HOUR;
/** Whoever is given it by a colleague may be at home by now. */
export const HANDED_RESET_LIVES_FOR = DAY;

/** The token stands in the fragment: no server, proxy or log sees it until the page sends it. */
export const resetUrl = (publicUrl: string, token: string): string => `${publicUrl}/workspace/new-password#${token}`;

/** What a password may not be, because everybody knows it of this person. */
export const ownNames = ({ name, email }: Pick<Agent, "name" | "email">, accountName: string): readonly string[] => [
  name,
  email,
  accountName,
];

/** Somebody asked on the sign-in page, for whatever address: whether it is anybody's is found out by the job. */
export const mailResetJob = (asked: { readonly email: string; readonly key: string; readonly at: Instant }) => ({
  kind: "mail-password-reset" as const,
  key: asked.key,
  payload: { email: asked.email, at: asked.at },
  dueAt: asked.at,
});
