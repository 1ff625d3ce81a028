/**
 * The network that an IP address belongs to, as limits count it and lists show it: an IPv4 address itself, of IPv6 the /64,
 * which one household or one rented server has whole. Text that is no address is its own network.
 */
export function networkOf(address: string): string {
  const [bare = ""] = address.split("%");
  if (!bare.includes(":")) return bare;
  const groups = groupsOf(bare);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xff_ff;
  if (isMapped)
    return groups
      .slice(6)
      .flatMap((group) => [group >> 8, group & 0xff])
      .join(".");
  const prefix = groups.slice(0, 4).map((group) => group.toString(16));
  return `${prefix.join(":").replace(/(?:^|:)0(?::0)*$/u, "")}::/64`;
}

/**
 * What lies around it: of IPv4 the /24, of IPv6 the /48, as providers hand them out. Whoever has many networks mostly has
 * them side by side.
 */
export function widerNetworkOf(address: string): string {
  const network = networkOf(address);
  if (network.endsWith("::/64")) {
    const groups = groupsOf(network.slice(0, -"/64".length)).slice(0, 3);
    return `${groups.map((group) => group.toString(16)).join(":")}::/48`;
  }
  return network.replace(/^(\d+\.\d+\.\d+)\.\d+$/, "$1.0/24");
}

/** The eight groups of an IPv6 address (RFC 4291 §2.2). */
function groupsOf(address: string): readonly number[] {
  const [head = "", tail = ""] = address.split("::");
  const [first, last] = [readGroups(head), readGroups(tail)];
  const missing = Math.max(0, 8 - first.length - last.length);
  return [...first, ...Array.from({ length: missing }, () => 0), ...last];
}

const readGroups = (text: string): readonly number[] =>
  text
    .split(":")
    .filter((group) => group !== "")
    .flatMap((group) => {
      const [a = 0, b = 0, c = 0, d = 0] = group.split(".").map(Number);
      return group.includes(".") ? [a * 256 + b, c * 256 + d] : [Number.parseInt(group, 16)];
    });
