/** A button that opens a menu: arrow keys, Home, End, Escape, and it closes when the focus leaves. */
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Face } from "./face.tsx";
import { Icon } from "./icons.tsx";
import { type MenuSide, useMenuPlace } from "./use-menu-place.ts";

export interface MenuItem {
  readonly id: string;
  readonly label: string;
  /** A second, quieter line. */
  readonly hint?: string;
  /** A class that draws a dot before the label (a presence, a status). */
  readonly dot?: string;
  /** Whom it stands for: the dot is on their face then. */
  readonly face?: { readonly name: string; readonly photo: string | null };
  readonly checked?: boolean;
  /** Several may be checked at once. */
  readonly many?: true;
  /** Why it cannot be chosen now; it stays readable. */
  readonly disabledBecause?: string;
  readonly onChoose: () => void;
}

interface Props {
  /** What the button shows. */
  readonly children: ReactNode;
  /** Where what it shows does not say what it is for. */
  readonly label?: string;
  readonly items: readonly MenuItem[];
  readonly className?: string;
  readonly opens?: MenuSide;
  readonly disabled?: boolean;
  readonly title?: string;
  readonly caret?: boolean;
}

export function Menu({
  children,
  label,
  items,
  className,
  opens = "down-start",
  disabled,
  title,
  caret,
}: Props): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  useMenuPlace(isOpen, opens, { button, list });

  useEffect(() => {
    if (!isOpen) return;
    const checked = list.current?.querySelector<HTMLElement>('[aria-checked="true"]');
    (checked ?? list.current?.querySelector<HTMLElement>("[role^=menuitem]"))?.focus();
  }, [isOpen]);

  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };

  return (
    <div
      className="menu"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
      onKeyDown={(event) => onMenuKey(event, list.current, isOpen ? close : null)}
    >
      <button
        ref={button}
        type="button"
        className={className ?? "button quiet"}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        aria-label={label}
        disabled={disabled}
        title={title}
        onClick={() => setOpen(!isOpen)}
      >
        {children}
        {caret === false ? null : <Icon name="chevron" />}
      </button>
      {isOpen ? (
        <div ref={list} id={id} role="menu" className="menu-list" popover="manual">
          {items.map((item) => (
            <MenuLine key={item.id} item={item} onDone={close} />
          ))}
        </div>
      ) : null}
    </div>
  );
}

function MenuLine({ item, onDone }: { readonly item: MenuItem; readonly onDone: () => void }): ReactNode {
  const isDisabled = item.disabledBecause !== undefined;
  const hint = item.disabledBecause ?? item.hint;
  const dot = item.dot === undefined ? null : <span className={`dot ${item.dot}`} aria-hidden="true" />;
  return (
    <button
      type="button"
      role={roleOf(item)}
      aria-checked={item.checked}
      aria-disabled={isDisabled || undefined}
      className="menu-item"
      tabIndex={-1}
      onClick={() => {
        if (isDisabled) return;
        onDone();
        item.onChoose();
      }}
    >
      {item.face === undefined ? dot : <Face {...item.face}>{dot}</Face>}
      <span className="menu-words">
        <span>{item.label}</span>
        {hint === undefined ? null : <span className="menu-hint">{hint}</span>}
      </span>
      {item.checked === true ? <Icon name="check" /> : null}
    </button>
  );
}

function roleOf(item: MenuItem): "menuitem" | "menuitemradio" | "menuitemcheckbox" {
  if (item.checked === undefined) return "menuitem";
  return item.many === true ? "menuitemcheckbox" : "menuitemradio";
}

function onMenuKey(event: KeyboardEvent, list: HTMLElement | null, close: (() => void) | null): void {
  if (close === null || list === null) return;
  const items = [...list.querySelectorAll<HTMLElement>("[role^=menuitem]")];
  const at = items.findIndex((item) => item === document.activeElement);
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: (at - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  };
  const target = targets[event.key];
  if (event.key === "Escape" || event.key === "Tab") close();
  if (target !== undefined) items[target]?.focus();
  if (target !== undefined || event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
  }
}
