/** Every request of the agents' door, by what it does. */
import type { Static } from "typebox";
import {
  AgentChanges,
  type Assign,
  type ChangeMe,
  ConversationList,
  type DecideSender,
  Deliveries,
  type EditMessage,
  type FirstAdmin,
  type MarkRead,
  Me,
  type PostAgentMessage,
  type SaveDraft,
  type SetStatus,
  Setup,
  type SignIn,
  Team,
  type ViewName,
} from "../../contract/agent.ts";
import { ask, tell, WHO_AM_I } from "./api.ts";

const conversation = (id: string): string => `/api/agent/conversations/${encodeURIComponent(id)}`;
const message = (id: string, seq: number): string => `${conversation(id)}/messages/${seq}`;

export const loadSetup = (): Promise<Setup> => ask(Setup, { method: "GET", path: "/api/agent/setup" });
export const signIn = (body: SignIn): Promise<void> => tell({ method: "POST", path: "/api/agent/sign-in", body });
export const signOut = (): Promise<void> => tell({ method: "POST", path: "/api/agent/sign-out" });
export const makeFirstAdmin = (body: Static<typeof FirstAdmin>): Promise<void> =>
  tell({ method: "POST", path: "/api/agent/first-admin", body });
export const loadMe = (): Promise<Me> => ask(Me, { method: "GET", path: WHO_AM_I });
export const changeMe = (body: Static<typeof ChangeMe>): Promise<void> =>
  tell({ method: "PUT", path: "/api/agent/me", body });
export const loadTeam = (): Promise<Team> => ask(Team, { method: "GET", path: "/api/agent/team" });

export interface ListRequest {
  readonly view: ViewName;
  readonly search: string;
  /** The `next` of the page before; null: the first page. */
  readonly before: string | null;
}

export function loadList({ view, search, before }: ListRequest): Promise<ConversationList> {
  const query = new URLSearchParams({ view });
  if (search !== "") query.set("search", search);
  if (before !== null) query.set("before", before);
  return ask(ConversationList, { method: "GET", path: `/api/agent/conversations?${query.toString()}` });
}

export const loadConversation = (id: string): Promise<AgentChanges> =>
  ask(AgentChanges, { method: "GET", path: conversation(id) });
export const loadChanges = (id: string, after: number): Promise<AgentChanges> =>
  ask(AgentChanges, { method: "GET", path: `${conversation(id)}/changes?after=${after}` });
export const loadDeliveries = (id: string): Promise<Deliveries> =>
  ask(Deliveries, { method: "GET", path: `${conversation(id)}/deliveries` });

export const postMessage = (id: string, body: Static<typeof PostAgentMessage>): Promise<void> =>
  tell({ method: "POST", path: `${conversation(id)}/messages`, body });
export const editMessage = (id: string, seq: number, body: Static<typeof EditMessage>): Promise<void> =>
  tell({ method: "PATCH", path: message(id, seq), body });
export const deleteMessage = (id: string, seq: number): Promise<void> =>
  tell({ method: "DELETE", path: message(id, seq) });
/** *Don't send*. */
export const withhold = (id: string, seq: number): Promise<void> =>
  tell({ method: "POST", path: `${message(id, seq)}/withhold` });
export const release = (id: string, seq: number): Promise<void> =>
  tell({ method: "POST", path: `${message(id, seq)}/release` });
export const decideSender = (id: string, seq: number, body: Static<typeof DecideSender>): Promise<void> =>
  tell({ method: "POST", path: `${message(id, seq)}/sender`, body });

export const accept = (id: string): Promise<void> => tell({ method: "POST", path: `${conversation(id)}/accept` });
export const sendNow = (id: string): Promise<void> => tell({ method: "POST", path: `${conversation(id)}/send-now` });
export const askAddress = (id: string): Promise<void> =>
  tell({ method: "POST", path: `${conversation(id)}/ask-address` });
export const setStatus = (id: string, body: Static<typeof SetStatus>): Promise<void> =>
  tell({ method: "PUT", path: `${conversation(id)}/status`, body });
export const assign = (id: string, body: Static<typeof Assign>): Promise<void> =>
  tell({ method: "PUT", path: `${conversation(id)}/assignee`, body });
export const markRead = (id: string, body: Static<typeof MarkRead>): Promise<void> =>
  tell({ method: "PUT", path: `${conversation(id)}/read`, body });
export const saveDraft = (id: string, body: Static<typeof SaveDraft>): Promise<void> =>
  tell({ method: "PUT", path: `${conversation(id)}/draft`, body, keepalive: true });
