/** How agents' words are shown: browsers show them as mail does. */
export { blocksOf, type Stretch } from "../src/domain/conversation/formatted-text.ts";
