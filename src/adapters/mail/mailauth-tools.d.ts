/** Not among the library's types; its version is pinned, and `authenticate.test.ts` fails when another has it no more. */
declare module "mailauth/lib/tools.js" {
  /** The first of `domains` in relaxed alignment with `fromDomain`; false: none is. */
  export function getAlignment(fromDomain: string, domains: readonly string[]): { readonly domain: string } | false;
}
