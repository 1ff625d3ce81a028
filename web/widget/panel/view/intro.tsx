/** @jsxImportSource preact */
import type { VNode } from "preact";
import type { Given } from "./context.ts";

/** What stands above every conversation. */
export const Intro = ({ config, words }: Given): VNode => (
  <p class="intro" dir="auto">
    {config.greeting ?? words.t("greeting")}
  </p>
);
