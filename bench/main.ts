/**
 * `npm run bench`: the chat beside its floor. `npm run bench -- mail`: the mail. `npm run bench -- chat --cpu-prof`:
 * the product writes a profile. Figures of a shared machine move; the ratios to the floor of the same run hold better.
 */
import process from "node:process";
import { benchChat } from "./chat.ts";
import { benchMail } from "./mail.ts";

const [what = "chat", ...execArgv] = process.argv.slice(2);
switch (what) {
  case "chat":
    await benchChat(execArgv);
    break;
  case "mail":
    await benchMail(execArgv);
    break;
  default:
    console.log("usage: npm run bench -- [chat|mail] [--cpu-prof]");
    process.exitCode = 1;
}
