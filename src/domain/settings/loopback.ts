/** Whether a host name or address leads to this machine and nowhere else (RFC 6761 §6.3, RFC 1122 §3.2.1.3). */
export function isLoopback(name: string): boolean {
  const bare = name.replace(/^\[(.*)\]$/, "$1").toLowerCase();
  return bare === "localhost" || bare.endsWith(".localhost") || bare === "::1" || /^127(?:\.\d{1,3}){3}$/.test(bare);
}
