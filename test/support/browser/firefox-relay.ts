#!/usr/bin/env node
/**
 * Stands in for Firefox's program: starts the real one (FIREFOX_PROGRAM) with the same arguments and passes every frame of
 * WebDriver BiDi on. Playwright tells each new window how to pose (colour scheme, screen, downloads), asked or not, by
 * commands that not every Firefox knows yet: a window that cannot pose is no fault, so *unknown command* becomes *done*.
 */
import { spawn } from "node:child_process";
import type { AddressInfo } from "node:net";
import { type RawData, WebSocket, WebSocketServer } from "ws";

const POSING = /"method":"(emulation\.|browser\.setDownloadBehavior|network\.addDataCollector)/u;
const LISTENING = /WebDriver BiDi listening on (ws:\S+)/u;

const firefox = spawn(process.env["FIREFOX_PROGRAM"] ?? "firefox-esr", process.argv.slice(2), {
  stdio: ["ignore", "inherit", "pipe"],
});
firefox.on("error", (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
firefox.on("exit", (code) => process.exit(code ?? 1));
process.on("SIGTERM", () => firefox.kill());

let said = "";
firefox.stderr.setEncoding("utf8").on("data", (text: string) => {
  const isKnown = LISTENING.test(said);
  said += text;
  const [, address] = LISTENING.exec(said) ?? [];
  if (!isKnown && address !== undefined) relay(address);
});

function relay(address: string): void {
  const door = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });
  door.on("listening", () =>
    process.stderr.write(`WebDriver BiDi listening on ws://127.0.0.1:${portOf(door.address())}\n`),
  );
  door.on("connection", (playwright, { url }) => {
    const browser = new WebSocket(`${address}${url ?? ""}`, { perMessageDeflate: false });
    const waiting: string[] = [];
    const posing = new Set<number>();
    playwright.on("message", (data) => {
      const frame = withoutEval(textOf(data));
      if (POSING.test(frame)) posing.add(idOf(frame));
      if (browser.readyState === WebSocket.OPEN) browser.send(frame);
      else waiting.push(frame);
    });
    browser.on("open", () => {
      for (const frame of waiting.splice(0)) browser.send(frame);
    });
    browser.on("message", (data) => {
      const frame = textOf(data);
      const id = frame.includes('"error":"unknown command"') ? idOf(frame) : null;
      const isPose = id !== null && posing.has(id);
      playwright.send(isPose ? JSON.stringify({ type: "success", id, result: {} }) : frame);
    });
    browser.on("close", () => playwright.close());
    playwright.on("close", () => browser.close());
    browser.on("error", () => playwright.close());
  });
}

/** The call by which Playwright has something evaluated in a page: by eval, which Firefox refuses now and then where the page forbids it. */
const EVALUATES = "(utilityScript, ...args) => utilityScript.evaluate(...args)";

interface Call {
  readonly params: {
    functionDeclaration: string;
    /** The script that evaluates, two switches, the expression, what it is given. */
    readonly arguments: readonly { readonly value?: unknown }[];
  };
}

/** The same with the expression written into the call: Firefox compiles that by itself, whatever the page says. */
function withoutEval(frame: string): string {
  if (!frame.includes(EVALUATES)) return frame;
  const call: Call = JSON.parse(frame);
  const expression = String(call.params.arguments[3]?.value).replace(/;\s*$/, "");
  call.params.functionDeclaration = `(utilityScript, ...args) => {
    const { global } = utilityScript;
    utilityScript.global = { eval() { utilityScript.global = global; return (${expression}\n); } };
    return utilityScript.evaluate(...args);
  }`;
  return JSON.stringify(call);
}

/** Frames come as one buffer each: nobody asked for anything else. */
const textOf = (data: RawData): string => (Buffer.isBuffer(data) ? data.toString() : "");

function idOf(frame: string): number {
  const { id }: { readonly id: number } = JSON.parse(frame);
  return id;
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("the relay has no port");
  return address.port;
}
