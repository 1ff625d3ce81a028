/** What can be followed in a text: browsers show it as mail does. */
export { linkParts } from "../src/domain/mail/links.ts";
