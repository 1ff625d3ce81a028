/** @jsxImportSource preact */
import type { ComponentChildren, VNode } from "preact";
import { inLocale } from "../words.ts";
import type { Given } from "./context.ts";
import { BrandMark } from "./icon.tsx";

/** What stands above every conversation, with what is to be said below the greeting. */
export const Intro = ({ config, words, children }: Given & { readonly children?: ComponentChildren }): VNode => (
  <div class="intro">
    <BrandMark config={config} />
    <p dir="auto">{inLocale(config.greetings, words) ?? config.greeting ?? words.t("greeting")}</p>
    {children}
  </div>
);
