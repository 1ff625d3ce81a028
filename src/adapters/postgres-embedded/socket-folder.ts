import { createHash } from "node:crypto";
import { type Stats, chownSync, lstatSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** `sun_path` holds 108 bytes with its closing zero (unix(7)). */
const LONGEST_PATH = 107;
const SOCKET_NAME = "/.s.PGSQL.5432.lock";

export interface SocketFolder {
  readonly path: string;
  /** Removes what lies outside the data folder. */
  dispose(): void;
}

/**
 * A folder that only its owner may enter, short enough to hold a socket: inside the data folder, else in a folder for
 * temporary files, under a name that the same data folder finds again (nothing piles up after crashes).
 */
export function socketFolder(dataDir: string, temporary = tmpdir()): SocketFolder {
  const owner = lstatSync(dataDir);
  const inside = join(dataDir, "socket");
  if (fits(inside)) {
    mkdirSync(inside, { recursive: true, mode: 0o700 });
    chownSync(inside, owner.uid, owner.gid);
    return { path: inside, dispose: () => undefined };
  }
  const name = `ariane-${createHash("sha256").update(dataDir).digest("hex").slice(0, 16)}`;
  const base = [temporary, "/tmp"].find((folder) => fits(join(folder, `${name}-XXXXXX`)));
  if (base === undefined) throw new Error(`No folder has a path short enough for a socket; tried ${dataDir}, /tmp`);
  const path = ownFolder(join(base, name), owner);
  return { path, dispose: () => rmSync(path, { recursive: true, force: true }) };
}

const fits = (folder: string): boolean => Buffer.byteLength(folder + SOCKET_NAME) <= LONGEST_PATH;

/** In a folder that all may write to, someone else may have taken the name: then an unguessable one. */
function ownFolder(path: string, owner: Stats): string {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory() && found.uid === owner.uid && (found.mode & 0o777) === 0o700) return path;
  const made = found === undefined ? path : mkdtempSync(`${path}-`);
  mkdirSync(made, { recursive: true, mode: 0o700 });
  chownSync(made, owner.uid, owner.gid);
  return made;
}
