/**
 * `npm run bench`: the chat beside its floor. `npm run bench -- mail`: the mail. `npm run bench -- flood`: what
 * a flood of strangers costs the others; with names (`flood mails "half uploads"`) of those attacks alone.
 * `npm run bench -- page`: what a page pays that carries the widget.
 * `npm run bench -- chat --cpu-prof`: the product writes a profile. Figures of a shared machine move; the ratios to the floor of the same run hold better.
 */
import process from "node:process";
import { benchChat } from "./chat.ts";
import { benchFlood } from "./flood.ts";
import { benchMail } from "./mail.ts";
import { benchPage } from "./page.ts";

const [what = "chat", ...options] = process.argv.slice(2);
switch (what) {
  case "chat":
    await benchChat(options);
    break;
  case "mail":
    await benchMail(options);
    break;
  case "page":
    await benchPage();
    break;
  case "flood":
    await benchFlood(
      options.filter((option) => option.startsWith("-")),
      options.filter((option) => !option.startsWith("-")),
    );
    break;
  default:
    console.log("usage: npm run bench -- [chat|mail|page|flood [ATTACK…]] [--cpu-prof]");
    process.exitCode = 1;
}
