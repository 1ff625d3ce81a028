/** Who may do what, by the rule that the server decides by: pages offer what it would not refuse. */
export { chatAccessOf, mayAccept, mayAdminister, mayHandle, mayReply } from "../../src/domain/people/roles.ts";
