import { requireAddress } from "../../domain/mail/address-refusal.ts";
import {
  agentId,
  type BrandId,
  brandId,
  type EmailAddress,
  type Locale,
  locale,
  supportAddressId,
  triggerId,
} from "../../domain/ids.ts";
import { chooseLocale, parseLocale } from "../../domain/locale.ts";
import { type Refusal, refuse } from "../../domain/refusal.ts";
import { ok, type Result } from "../../domain/result.ts";
import type { OpenedFrom } from "../../domain/sessions/session.ts";
import { DEFAULT_COLOUR } from "../../domain/settings/brand-look.ts";
import { DEFAULT_LOOK } from "../../domain/settings/look.ts";
import { type Account, DEFAULT_DELAYS, isTimeZone, SHIPPED_LOCALES } from "../../domain/settings/settings.ts";
import { awayMessageTrigger } from "../../domain/triggers/shipped-triggers.ts";
import { type OpenedSession, openAgentSession } from "../../steps/sessions/open-agent-session.ts";
import type { Store } from "../../ports/store.ts";
import type { Tx } from "../../ports/tx.ts";
import type { Clock, NewId, Secrets } from "../../ports/system.ts";
import { hashNewPassword } from "../../steps/passwords/hash-new-password.ts";

interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly secrets: Secrets;
}

export interface FirstRun {
  /** What `offerFirstRun` gave to whoever operates the server. Null: they themselves ask, by a program of ours. */
  readonly code: string | null;
  /** Everybody knows the password: the account is marked as a demo's, for good. */
  readonly isDemo?: true;
  readonly accountName: string;
  readonly timeZone: string;
  /** The first admin's language; the account's default where it is one of ours. */
  readonly locale: string;
  /** Null: the brand is called as the account. */
  readonly brandName: string | null;
  /** Null: none yet; the switch will ask for one. */
  readonly supportAddress: string | null;
  /** Absent: not from a browser. */
  readonly from?: OpenedFrom;
  readonly admin: { readonly name: string; readonly email: string; readonly password: string };
}

/** What was made, and the session in which the first admin is signed in. */
export interface SetUp extends OpenedSession {
  readonly brandId: BrandId;
}

const CLOSE_AFTER_DAYS = 4;

/**
 * The first run: account, default brand, support address, first admin (signed in, with Chat access) and the shipped
 * triggers, all or nothing; where a demo has ended its account stays, and gets the new name. Refuses already-set-up, also
 * to the slower of two who try at once, and first-admin-code-wrong.
 */
export async function setUpAccount(deps: Deps, run: FirstRun): Promise<Result<SetUp, Refusal>> {
  // Asked before the password is hashed: this door is open to strangers, and hashing is dear.
  const may = await deps.store.transaction((tx) => requireFirst(deps, tx, run));
  if (!may.ok) return may;
  const checked = check(run);
  if (!checked.ok) return checked;
  const { password, name, email } = run.admin;
  const own = [name, email, run.accountName, ...(run.brandName === null ? [] : [run.brandName])];
  const hash = await (run.isDemo === true ? deps.secrets.hashPassword(password) : hashNewPassword(deps, password, own));
  if (!hash.ok) return hash;
  const passwordHash = hash.value;
  try {
    return await deps.store.transaction((tx) => insertAll(deps, tx, { run, checked: checked.value, passwordHash }));
  } catch (error) {
    // Somebody else was faster, where there was no row yet that could be locked.
    if (await deps.store.transaction(hasAdmin)) return alreadySetUp();
    throw error;
  }
}

const hasAdmin = async (tx: Tx): Promise<boolean> => (await tx.people.countActiveAdmins()) > 0;

/** Nobody administers yet, and whoever asks may be the first who does. */
async function requireFirst({ secrets }: Deps, tx: Tx, { code }: FirstRun): Promise<Result<null, Refusal>> {
  if (await hasAdmin(tx)) return alreadySetUp();
  if (code !== null && !(await tx.firstRun.knowsCode(secrets.hashToken(code)))) {
    return refuse("first-admin-code-wrong", "The server printed the code when it started.");
  }
  return ok(null);
}

const alreadySetUp = (): Result<never, Refusal> =>
  refuse("already-set-up", "This installation has an account already; its admins add team members.");

interface Checked {
  readonly email: EmailAddress;
  readonly supportAddress: EmailAddress | null;
  readonly defaultLocale: Locale;
}

function check(run: FirstRun): Result<Checked, Refusal> {
  if (!isTimeZone(run.timeZone)) {
    return refuse("time-zone-unknown", `${run.timeZone} is no IANA time zone.`, { timeZone: run.timeZone });
  }
  const email = requireAddress(run.admin.email);
  if (!email.ok) return email;
  const support = run.supportAddress === null ? ok(null) : requireAddress(run.supportAddress);
  if (!support.ok) return support;
  const defaultLocale = chooseLocale([run.locale], SHIPPED_LOCALES) ?? locale("en");
  return ok({ email: email.value, supportAddress: support.value, defaultLocale });
}

interface Inserting {
  readonly run: FirstRun;
  readonly checked: Checked;
  readonly passwordHash: string;
}

async function insertAll(
  deps: Deps,
  tx: Tx,
  { run, checked, passwordHash }: Inserting,
): Promise<Result<SetUp, Refusal>> {
  const { accountName: name, timeZone } = run;
  const isEndedDemo = (await tx.settings.findAccount()) !== null;
  // One after the other: the second finds the admin whom the first has made.
  if (isEndedDemo) await tx.settings.lockAccount();
  const may = await requireFirst(deps, tx, run);
  if (!may.ok) return may;
  if ((await tx.people.findAgent({ email: checked.email })) !== null) {
    return refuse("email-taken", "Somebody of the demo had this address.");
  }
  const now = deps.clock.now();
  const brand = isEndedDemo ? await rename(tx, { name, timeZone }) : await insertAccount(deps, tx, { run, checked });
  const id = agentId(deps.newId());
  await tx.people.insertAgent({
    id,
    name: run.admin.name,
    email: checked.email,
    passwordHash,
    role: "admin",
    chatAccess: true,
    locale: parseLocale(run.locale) ?? checked.defaultLocale,
    createdAt: now,
  });
  await tx.firstRun.forgetCodes();
  const by = { id, name: run.admin.name };
  await tx.audit.record({ at: now, kind: "first-admin-made", subject: { id, name: run.admin.name }, by });
  const opened = await openAgentSession(deps, tx, { agentId: id, from: run.from ?? null });
  return ok({ brandId: brand, ...opened });
}

/** What the demo's people wrote stays under the name that the account has now. */
async function rename(tx: Tx, account: Pick<Account, "name" | "timeZone">): Promise<BrandId> {
  await tx.settings.updateAccount(account);
  const brand = (await tx.settings.loadBrands()).find(({ isDefault }) => isDefault);
  if (brand === undefined) throw new Error("the account has no default brand");
  await tx.settings.saveBrand({ ...brand, name: account.name });
  return brand.id;
}

async function insertAccount(
  deps: Deps,
  tx: Tx,
  { run, checked }: Pick<Inserting, "run" | "checked">,
): Promise<BrandId> {
  await tx.settings.insertAccount({
    name: run.accountName,
    timeZone: run.timeZone,
    defaultLocale: checked.defaultLocale,
    locales: SHIPPED_LOCALES,
    agentWorkspaceOn: true,
    continuityOn: false,
    continuityOnSince: null,
    prerequisiteLostAt: null,
    delays: DEFAULT_DELAYS,
    closeAfterDays: CLOSE_AFTER_DAYS,
  });
  if (run.isDemo === true) await tx.firstRun.markDemo(true);
  await tx.triggers.insert(awayMessageTrigger(triggerId(deps.newId()), deps.clock.now()));
  return insertBrand(deps, tx, run.brandName ?? run.accountName, checked.supportAddress);
}

async function insertBrand(deps: Deps, tx: Tx, name: string, supportAddress: EmailAddress | null): Promise<BrandId> {
  const id = brandId(deps.newId());
  await tx.settings.saveBrand({
    id,
    name,
    isDefault: true,
    messagingOn: true,
    colour: DEFAULT_COLOUR,
    greeting: null,
    look: DEFAULT_LOOK,
    privacyUrl: null,
    messagingOffSince: null,
    allowedOrigins: [],
  });
  if (supportAddress !== null) {
    await tx.settings.saveSupportAddress({
      id: supportAddressId(deps.newId()),
      brandId: id,
      address: supportAddress,
      isDefault: true,
    });
  }
  return id;
}
