/** The switch from messaging to e-mail, as an admin's hand and the worker move it in tests. */
import type { ConversationId } from "../../src/domain/ids.ts";
import { SECOND } from "../../src/domain/ids.ts";
import type { Refusal } from "../../src/domain/refusal.ts";
import type { Result } from "../../src/domain/result.ts";
import { type Account, DEFAULT_DELAYS } from "../../src/domain/settings/settings.ts";
import type { TicketSettings } from "../../src/domain/settings/switch.ts";
import type { Trigger, TriggerKey } from "../../src/domain/triggers/trigger.ts";
import { noChange } from "../../src/domain/change.ts";
import { reviewOf } from "../../src/domain/continuity/waiting-replies.ts";
import { changeTeamMember } from "../../src/usecases/people/change-team-member.ts";
import { checkPrerequisites } from "../../src/usecases/settings/check-prerequisites.ts";
import { reviewReplies } from "../../src/usecases/settings/review-replies.ts";
import { saveAccount } from "../../src/usecases/settings/save-account.ts";
import { saveBrand } from "../../src/usecases/settings/save-brand.ts";
import { deleteSupportAddress, saveSupportAddress } from "../../src/usecases/settings/save-support-address.ts";
import { saveTicketSettings } from "../../src/usecases/settings/save-ticket-settings.ts";
import { must, takeJobs, type World } from "./world.ts";

const OFF: TicketSettings = {
  continuityOn: false,
  delays: DEFAULT_DELAYS,
  closeAfterDays: 4,
  deactivateAwayMessage: false,
  deactivateRequestEmail: false,
};

/** The tab's Save; what is not given is as on the first day, with the switch off. */
export const save = (world: World, part: Partial<TicketSettings> = {}): Promise<Result<null, Refusal>> =>
  saveTicketSettings(world, { ...OFF, ...part });

/** Turns the switch on and does the work that follows; a second later, so that "since" is not "at once". */
export async function turnOn(world: World): Promise<void> {
  must(await save(world, { continuityOn: true }));
  await work(world);
  world.clock.advance(SECOND);
}

/** Runs what the settings woke, as the worker does, until nothing of it is left. */
export async function work(world: World): Promise<void> {
  if ((await takeJobs(world, "check-prerequisites")).length > 0) await checkPrerequisites(world);
  for (const job of await takeJobs(world, "review-replies")) {
    const review = reviewOf(job.payload);
    if (review === null) throw new Error(`job ${job.key} names no review`);
    await reviewReplies(world, review);
  }
}

export const accountOf = (world: World): Promise<Account> =>
  world.store.transaction((tx) => tx.settings.requireAccount());

export const triggerOf = (world: World, key: TriggerKey): Promise<Trigger | null> =>
  world.store.transaction((tx) => tx.triggers.find({ key }));

/** The end user's last message came by e-mail, as if Marie had answered a mail. */
export async function answeredByMail(world: World, id: ConversationId): Promise<void> {
  await world.store.transaction(async (tx) => {
    const locked = await tx.conversations.lock(id);
    if (locked === null) throw new Error(`there is no conversation ${id}`);
    const head = { lastEndUserMessage: { channel: "email", at: world.clock.now() } } as const;
    await tx.conversations.apply(locked, { ...noChange(id), head });
  });
}

/** Each prerequisite, with how an admin loses it and mends it. */
export const PREREQUISITES: readonly {
  readonly missing: string;
  readonly lose: (world: World) => Promise<void>;
  readonly mend: (world: World) => Promise<void>;
}[] = [
  { missing: "messaging", lose: (world) => setMessaging(world, false), mend: (world) => setMessaging(world, true) },
  {
    missing: "agent-workspace",
    lose: (world) => setWorkspace(world, false),
    mend: (world) => setWorkspace(world, true),
  },
  { missing: "chat-agent", lose: (world) => setChatAccess(world, false), mend: (world) => setChatAccess(world, true) },
  { missing: "support-address", lose: removeSupportAddresses, mend: addSupportAddress },
];

/** Channels › Messaging, of Acme's own brand. */
export async function setMessaging(world: World, messagingOn: boolean): Promise<void> {
  const brands = await world.store.transaction((tx) => tx.settings.loadBrands());
  const brand = brands.find((each) => each.id === world.acme.brandId);
  if (brand === undefined) throw new Error("Acme has no brand");
  must(await saveBrand(world, { ...brand, messagingOn }));
}

export async function setWorkspace(world: World, agentWorkspaceOn: boolean): Promise<void> {
  must(await saveAccount(world, { ...(await accountOf(world)), agentWorkspaceOn }));
}

/** Of Ada and Léo, who are all there is. */
export async function setChatAccess(world: World, chatAccess: boolean): Promise<void> {
  must(await changeTeamMember(world, world.ada.id, { name: "Ada", role: "admin", chatAccess, active: true }));
  must(await changeTeamMember(world, world.leo.id, { name: "Léo", role: "agent", chatAccess, active: true }));
}

async function removeSupportAddresses(world: World): Promise<void> {
  const rows = await world.store.transaction((tx) => tx.settings.loadSupportAddresses());
  for (const row of rows) must(await deleteSupportAddress(world, row.id));
}

async function addSupportAddress(world: World): Promise<void> {
  must(await saveSupportAddress(world, { id: null, brandId: world.acme.brandId, address: "new@acme.example" }));
}
