/** A button that shows a picture only: what it does is read out, and shown where the pointer rests. */
import type { ComponentProps, ReactNode } from "react";
import { Icon } from "./icons.tsx";

interface Props extends Omit<ComponentProps<"button">, "type" | "aria-label" | "title" | "children"> {
  readonly icon: ComponentProps<typeof Icon>["name"];
  readonly label: string;
}

export function IconButton({ icon, label, className, ...rest }: Props): ReactNode {
  const classes = className === undefined ? "button icon-only quiet" : `button icon-only quiet ${className}`;
  return (
    <button type="button" className={classes} aria-label={label} title={label} {...rest}>
      <Icon name={icon} />
    </button>
  );
}
