/** What the page says beyond opening and closing (commands.ts), fetched when it says something. */
import type { Command } from "../../handle.ts";
import type { CommandParts } from "./commands.ts";

/** Carries out commands in the order in which they come, as soon as there is a line to fetch the code by. */
export function lazyCommands(parts: CommandParts): (command: Command) => void {
  let run: ((command: Command) => void) | null = null;
  const waiting: Command[] = [];

  const fetchCode = async (tries: number): Promise<void> => {
    try {
      const { openCommands } = await import("./commands.ts");
      run = openCommands(parts);
      waiting.forEach(run);
    } catch {
      parts.again(tries, () => void fetchCode(tries + 1));
    }
  };
  return (command) => {
    if (run !== null) return run(command);
    if (waiting.push(command) === 1) void fetchCode(0);
  };
}
