import type { ReactNode } from "react";
import { mayAccept } from "../../../contract/people/roles.ts";
import { useMe } from "../me-context.tsx";
import { useWords } from "../words-context.tsx";
import { useAccept } from "./use-accept.ts";

interface Props {
  readonly id: string;
  readonly className: string;
  /** Says more than the button shows, where several stand together. */
  readonly label?: string;
  readonly children?: ReactNode;
}

/** *Accept*, of a conversation in the queue. Whoever may not still finds it, and reads why. */
export function AcceptButton({ id, className, label, children }: Props): ReactNode {
  const { t } = useWords();
  const accept = useAccept();
  const isBarred = !mayAccept(useMe());
  return (
    <button
      type="button"
      className={className}
      aria-disabled={isBarred || undefined}
      aria-label={label}
      title={isBarred ? t("barred.chat-access") : undefined}
      onClick={() => {
        if (!isBarred) void accept(id);
      }}
    >
      {t("accept")}
      {children}
    </button>
  );
}
