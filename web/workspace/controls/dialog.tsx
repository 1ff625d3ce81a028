/** The native modal dialog, open as long as it is rendered. */
import { type ReactNode, type RefObject, useId, useLayoutEffect, useRef } from "react";
import { useWords } from "../words-context.tsx";
import { IconButton } from "./icon-button.tsx";

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly className?: string;
}

export function Dialog({ title, onClose, children, className }: Props): ReactNode {
  const { t } = useWords();
  const ref = useModal();
  const id = useId();
  return (
    <dialog
      ref={ref}
      className={className === undefined ? "dialog" : `dialog ${className}`}
      aria-labelledby={id}
      onClose={onClose}
      onCancel={onClose}
    >
      <div className="dialog-head">
        <h2 id={id}>{title}</h2>
        <IconButton icon="close" label={t("close")} onClick={onClose} />
      </div>
      {children}
    </dialog>
  );
}

/** For a `dialog` that is modal as long as it is rendered; the browser keeps the focus in it, and gives it back. */
export function useModal(): RefObject<HTMLDialogElement | null> {
  const ref = useRef<HTMLDialogElement>(null);
  // In a layout effect, because only a dialog that still stands in the page gives the focus back when it closes.
  useLayoutEffect(() => {
    const dialog = ref.current;
    if (dialog !== null && !dialog.open) dialog.showModal();
    return () => dialog?.close();
  }, []);
  return ref;
}
