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
      const frame = textOf(data);
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
