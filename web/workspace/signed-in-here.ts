/**
 * Which agent's session this browser holds. Cookies belong to all tabs, a page to one agent: who signs in in one tab would
 * otherwise post what another wrote in the tab beside it.
 */
const KEY = "ariane.workspace.agent";

/** This page has learnt who is signed in; tells the other tabs. Null: nobody any more. */
export function tellSignedIn(agentId: string | null): void {
  try {
    if (agentId === null) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, agentId);
  } catch {
    // Storage denied: each tab knows only itself.
  }
}

/** Whether nobody else has signed in since. */
export function isSignedInHere(agentId: string): boolean {
  try {
    return (localStorage.getItem(KEY) ?? agentId) === agentId;
  } catch {
    return true;
  }
}

/** Hears of somebody else who signs in in another tab. Returns the way to stop hearing. */
export function onAnotherAgent(agentId: string, listener: () => void): () => void {
  const hear = ({ key }: StorageEvent): void => {
    if (key === KEY && !isSignedInHere(agentId)) listener();
  };
  window.addEventListener("storage", hear);
  return () => window.removeEventListener("storage", hear);
}
