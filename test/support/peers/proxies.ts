/** The proxies that operators put in front of us, with the very files that we ship in ops/, on ports of a test's. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "../until.ts";
import type { Ability } from "./outside-programs.ts";

export type ProxyName = "nginx" | "haproxy";

const OPS = join(import.meta.dirname, "../../../ops");

const runs = (command: string, args: readonly string[]) => (): string | null => {
  const { status, error } = spawnSync(command, args);
  return status === 0 ? null : (error?.message ?? `it ends with ${status}`);
};

export const PROXIES: Readonly<Record<ProxyName, Ability>> = {
  nginx: {
    program: "nginx",
    task: "stand before two servers",
    packages: "nginx-light",
    obstacle: runs("/usr/sbin/nginx", ["-v"]),
  },
  haproxy: {
    program: "HAProxy",
    task: "stand before two servers",
    packages: "haproxy",
    obstacle: runs("/usr/sbin/haproxy", ["-v"]),
  },
};

/** What HAProxy's own check of the shipped file ends with; 0: it is in order. */
export const checkHaproxy = (): number | null =>
  spawnSync("/usr/sbin/haproxy", ["-c", "-f", join(OPS, "haproxy.cfg")]).status;

export interface Proxy {
  stop(): Promise<void>;
}

/** `port`: its own; `to`: the ports of the two processes. */
export async function startProxy(name: ProxyName, port: number, to: readonly [number, number]): Promise<Proxy> {
  const folder = await mkdtemp(join(tmpdir(), `ariane-${name}-`));
  const shipped = await readFile(join(OPS, name === "nginx" ? "nginx.conf" : "haproxy.cfg"), "utf8");
  const ours = shipped.replace(":8080", `:${port}`).replace(":8081", `:${to[0]}`).replace(":8082", `:${to[1]}`);
  const file = join(folder, "proxy.conf");
  await writeFile(file, name === "nginx" ? asWholeNginx(ours, folder) : ours);
  const [command, args] =
    name === "nginx"
      ? ["/usr/sbin/nginx", ["-p", folder, "-e", join(folder, "errors"), "-c", file]]
      : ["/usr/sbin/haproxy", ["-db", "-f", file]];
  const child = spawn(command, args, { stdio: "ignore" });
  const exited = once(child, "exit");
  await until(`${name} answers`, () =>
    fetch(`http://127.0.0.1:${port}/healthz`).then(
      () => true,
      () => false,
    ),
  );
  return {
    async stop() {
      child.kill("SIGTERM");
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const asWholeNginx = (conf: string, folder: string): string => `
daemon off;
pid ${folder}/pid;
worker_processes 2;
events { worker_connections 1024; }
http {
  access_log off;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
${conf}
}
`;

/** A port that nobody uses this moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port is free");
  return address.port;
}
