/** @jsxImportSource preact */
import type { ComponentChildren, VNode } from "preact";
import type { Given } from "./context.ts";
import { Avatar } from "./icon.tsx";

/** What stands above every conversation, with what is to be said below the greeting. */
export const Intro = ({ config, words, children }: Given & { readonly children?: ComponentChildren }): VNode => (
  <div class="intro">
    <Avatar name={config.brand.name} />
    <p dir="auto">{config.greeting ?? words.t("greeting")}</p>
    {children}
  </div>
);
