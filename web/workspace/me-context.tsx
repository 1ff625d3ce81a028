/** The agent who is signed in. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect, useLayoutEffect } from "react";
import { accountApi, type Me } from "../../contract/people/account.ts";
import { agentSessionsApi } from "../../contract/sessions/agent-sessions.ts";
import type { BodyOf } from "../../contract/route.ts";
import { call, onSignedOut, refusalOf } from "./api.ts";
import { useNotices } from "./controls/notices.tsx";
import { keys } from "./live/keys.ts";
import { onAnotherAgent, tellSignedIn } from "./signed-in-here.ts";

type ChangeMe = BodyOf<typeof accountApi.changeMe>;

const MeContext = createContext<Me | null>(null);

export function MeProvider({ me, children }: { readonly me: Me; readonly children: ReactNode }): ReactNode {
  const cache = useQueryClient();
  // The session may end under any request: then who is signed in is asked anew, and the sign-in page comes.
  useEffect(() => onSignedOut(() => void cache.invalidateQueries({ queryKey: keys.me })), [cache]);
  // Before anything in the page asks whose browser this is.
  useLayoutEffect(() => {
    tellSignedIn(me.id);
    // Everything in this page is another person's now.
    return onAnotherAgent(me.id, () => location.reload());
  }, [me.id]);
  return <MeContext value={me}>{children}</MeContext>;
}

export function useMe(): Me {
  const me = useContext(MeContext);
  if (me === null) throw new Error("useMe outside MeProvider");
  return me;
}

/** Shows the change at once and takes it back where the server refuses it. */
export function useChangeMe(): (change: ChangeMe) => void {
  const cache = useQueryClient();
  const { sayRefusal } = useNotices();
  const { mutate } = useMutation({
    mutationFn: (body: ChangeMe) => call(accountApi.changeMe, { body }),
    onMutate: (change) => {
      const before = cache.getQueryData<Me>(keys.me);
      if (before !== undefined) cache.setQueryData(keys.me, { ...before, ...change });
    },
    onError: sayRefusal,
    onSettled: () => cache.invalidateQueries({ queryKey: keys.me }),
  });
  return mutate;
}

/** Resolves to false where it was refused: then the agent is signed in as before. */
export function useSignOut(): () => Promise<boolean> {
  const { sayRefusal } = useNotices();
  return async () => {
    try {
      await call(agentSessionsApi.signOut);
    } catch (error) {
      if (refusalOf(error).code !== "signed-out") {
        sayRefusal(error);
        return false;
      }
    }
    tellSignedIn(null);
    return true;
  };
}
