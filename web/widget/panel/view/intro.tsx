/** @jsxImportSource preact */
import type { VNode } from "preact";
import type { Given } from "./context.ts";
import { Avatar } from "./icon.tsx";

/** What stands above every conversation. */
export const Intro = ({ config, words }: Given): VNode => (
  <div class="intro">
    <Avatar name={config.brand.name} />
    <p dir="auto">{config.greeting ?? words.t("greeting")}</p>
  </div>
);
