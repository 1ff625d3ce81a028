/** The agent who is signed in. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext, useEffect } from "react";
import type { Static } from "typebox";
import type { ChangeMe, Me } from "../../contract/agent.ts";
import { onSignedOut } from "./api.ts";
import { changeMe, signOut } from "./calls.ts";
import { useNotices } from "./controls/notices.tsx";
import { keys } from "./live/keys.ts";

const MeContext = createContext<Me | null>(null);

export function MeProvider({ me, children }: { readonly me: Me; readonly children: ReactNode }): ReactNode {
  const cache = useQueryClient();
  // The session may end under any request: then who is signed in is asked anew, and the sign-in page comes.
  useEffect(() => onSignedOut(() => void cache.invalidateQueries({ queryKey: keys.me })), [cache]);
  return <MeContext value={me}>{children}</MeContext>;
}

export function useMe(): Me {
  const me = useContext(MeContext);
  if (me === null) throw new Error("useMe outside MeProvider");
  return me;
}

/** Shows the change at once and takes it back where the server refuses it. */
export function useChangeMe(): (change: Static<typeof ChangeMe>) => void {
  const cache = useQueryClient();
  const { sayRefusal } = useNotices();
  const { mutate } = useMutation({
    mutationFn: changeMe,
    onMutate: (change) => {
      const before = cache.getQueryData<Me>(keys.me);
      if (before !== undefined) cache.setQueryData(keys.me, { ...before, ...change });
    },
    onError: sayRefusal,
    onSettled: () => cache.invalidateQueries({ queryKey: keys.me }),
  });
  return mutate;
}

export function useSignOut(): () => Promise<void> {
  const cache = useQueryClient();
  const { sayRefusal } = useNotices();
  return async () => {
    await signOut().catch(sayRefusal);
    cache.clear();
    location.assign("/workspace/sign-in");
  };
}
