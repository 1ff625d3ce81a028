/** The other side of child.ts: says that it is ready, tells its memory, stops. */
import process from "node:process";

export function obey(ready: { readonly port: number; readonly mailPort?: number }, stop: () => Promise<void>): void {
  process.on("message", (order) => {
    if (order === "memory") {
      globalThis.gc?.();
      process.send?.({ rss: process.memoryUsage.rss() });
    } else if (order === "stop") {
      void stop().then(() => process.exit(0));
    }
  });
  // Whoever started it is gone: nobody is left to stop it.
  process.on("disconnect", () => process.exit(0));
  process.send?.(ready);
}

/** What child.ts was given. */
export function optionsOf<T>(isOptions: (value: unknown) => value is T): T {
  const value: unknown = JSON.parse(process.argv[2] ?? "null");
  if (!isOptions(value)) throw new Error("this file is started by the benchmark");
  return value;
}
