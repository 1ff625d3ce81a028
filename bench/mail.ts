export async function benchMail(_: readonly string[]): Promise<void> {
  await Promise.resolve();
}
