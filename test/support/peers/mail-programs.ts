/** Mail programs that nobody here wrote (Debian's s-nail, mutt, swaks), driven without a terminal. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Ability, obstacleIn } from "./outside-programs.ts";

export const S_NAIL: Ability = {
  program: "s-nail",
  task: "send by SMTP",
  packages: "s-nail",
  obstacle: () => obstacleIn("s-nail", ["-:/", "-Xversion", "-Xx"], ["+smtp"]),
};

export const MUTT: Ability = {
  program: "mutt",
  task: "be driven in a terminal and send by SMTP",
  packages: "mutt bsdutils",
  obstacle: () =>
    obstacleIn("mutt", ["-v"], ["+USE_SMTP"]) ?? obstacleIn("script", ["-qec", "tty", "/dev/null"], ["/dev/"]),
};

export const SWAKS: Ability = {
  program: "swaks",
  task: "speak SMTP and sign in",
  packages: "swaks",
  obstacle: () => obstacleIn("swaks", ["--support"], ["Socket Transport supported", "Basic AUTH supported"]),
};

export const SWAKS_TLS: Ability = {
  program: "swaks",
  task: "speak TLS",
  packages: "swaks libnet-ssleay-perl",
  obstacle: () => obstacleIn("swaks", ["--support"], ["TLS supported"]),
};

export interface Answering {
  /** A folder of the test's own. */
  readonly home: string;
  /** The mail that was received, as it came over the wire. */
  readonly mail: Buffer;
  /** Lines are ended by LF. */
  readonly words: string;
  readonly from: { readonly name: string; readonly address: string };
  /** Where the program hands its mail over, on this machine. */
  readonly smtpPort: number;
  /** Whether the program heeds Reply-To; some do not unless told. */
  readonly heedsReplyTo: boolean;
}

/** s-nail in batch mode: quotes first, and the words come below. */
export async function answerWithSNail(answering: Answering): Promise<void> {
  const { home, words, from, smtpPort, heedsReplyTo } = answering;
  const box = await mailboxOf(answering);
  const settings = [
    "set v15-compat",
    `set mta=smtp://127.0.0.1:${smtpPort} smtp-auth=none hostname=example.com`,
    `set from="${from.name} <${from.address}>"`,
    'set quote indentprefix="> " sendcharsets=utf-8 ttycharset=utf-8 escape=~',
    ...(heedsReplyTo ? ["set reply-to-honour"] : []),
    "unset record save",
  ];
  const file = join(home, "s-nail.rc");
  await writeFile(file, `${settings.join("\n")}\n`);
  await run(home, "s-nail", ["-:/", "-#", "-X", `source ${file}`, "-f", box], {
    input: `reply 1\n${words}\n~.\nexit\n`,
  });
}

/** mutt under a pseudo-terminal, with its keys pushed and an editor that writes above the quote. */
export async function answerWithMutt(answering: Answering): Promise<void> {
  const { home, words, from, smtpPort, heedsReplyTo } = answering;
  const box = await mailboxOf(answering);
  await writeFile(join(home, "words"), `${words}\n\n`);
  const editor = join(home, "editor.sh");
  await writeFile(editor, `cat '${join(home, "words")}' "$1" > "$1.new" && mv "$1.new" "$1"\n`);
  await mkdir(join(home, "tmp"), { recursive: true });
  await writeFile(join(home, "Mail"), "");
  const settings = [
    `set smtp_url="smtp://127.0.0.1:${smtpPort}/" ssl_starttls=no ssl_force_tls=no hostname=example.com`,
    `set from="${from.address}" realname="${from.name}" use_from=yes`,
    `set include=yes fast_reply=yes edit_headers=no copy=no abort_unmodified=no editor="sh ${editor}"`,
    `set folder="${home}" spoolfile="${box}" tmpdir="${join(home, "tmp")}"`,
    `set reply_to=${heedsReplyTo ? "yes" : "no"} postpone=no quit=yes move=no wait_key=no mail_check=0`,
  ];
  const file = join(home, "muttrc");
  await writeFile(file, `${settings.join("\n")}\n`);
  const keys = "push <reply><send-message><quit>";
  await run(home, "script", ["-qec", `mutt -n -F '${file}' -f '${box}' -e '${keys}'`, "/dev/null"]);
}

/** Hands a mail over; answers everything that both sides said. */
export function swaks(home: string, port: number, args: readonly string[], data = ""): Promise<string> {
  return run(home, "swaks", ["--server", `127.0.0.1:${port}`, "--helo", "mail.example.com", ...args], {
    input: data,
    mayFail: true,
  });
}

/** One mail in mbox form (RFC 4155). */
async function mailboxOf({ home, mail }: Answering): Promise<string> {
  const box = join(home, "inbox");
  const lines = mail
    .toString("latin1")
    .replaceAll("\r\n", "\n")
    .replaceAll(/^(>*From )/gm, ">$1");
  await writeFile(box, `From postman@example.com Mon Jan  5 12:00:00 2026\n${lines}\n`, "latin1");
  return box;
}

/** In `home`, which is also where the program keeps what it keeps; answers what it said. */
async function run(
  home: string,
  program: string,
  args: readonly string[],
  { input = "", mayFail = false }: { readonly input?: string; readonly mayFail?: boolean } = {},
): Promise<string> {
  const child = spawn(program, args, {
    cwd: home,
    env: { PATH: process.env["PATH"], HOME: home, LC_ALL: "C.UTF-8", TERM: "xterm", DEAD: join(home, "dead") },
  });
  let said = "";
  child.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const [code] = await once(child, "close");
  if (code !== 0 && !mayFail) throw new Error(`${program} ended with ${String(code)}: ${said}`);
  return said;
}
