/**
 * `npm run bench`: the chat beside its floor. `npm run bench -- mail`: the mail. `npm run bench -- flood`: what
 * a flood of strangers costs the others. `npm run bench -- chat --cpu-prof`:
 * the product writes a profile. Figures of a shared machine move; the ratios to the floor of the same run hold better.
 */
import process from "node:process";
import { benchChat } from "./chat.ts";
import { benchFlood } from "./flood.ts";
import { benchMail } from "./mail.ts";

const [what = "chat", ...execArgv] = process.argv.slice(2);
switch (what) {
  case "chat":
    await benchChat(execArgv);
    break;
  case "mail":
    await benchMail(execArgv);
    break;
  case "flood":
    await benchFlood(execArgv);
    break;
  default:
    console.log("usage: npm run bench -- [chat|mail|flood] [--cpu-prof]");
    process.exitCode = 1;
}
