/** Calls the page back, where it gave a function. What it does wrong in it is its own affair: nothing of ours stops. */
export function tell(callback: unknown, ...said: readonly unknown[]): void {
  if (typeof callback === "function") queueMicrotask(() => callback(...said));
}
