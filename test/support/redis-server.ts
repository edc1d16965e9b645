import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What is missing of a queue here: a Redis, or the packages that speak to it. */
export const missingForQueue: readonly string[] = [
  ...(spawnSync("redis-server", ["--version"]).status === 0 ? [] : ["redis-server"]),
  ...["bullmq", "ioredis"].filter((name) => !isInstalled(name)),
];

/** A Redis of a test, on a port and in a folder of its own. */
export interface RedisServer {
  readonly url: string;
  /** Ends it at once, as a loss of power does. */
  kill(): Promise<void>;
  /** Starts it again on what it has on disk. */
  start(): Promise<void>;
  /** Ends it and takes its folder away. */
  remove(): Promise<void>;
}

/** Starts a Redis that keeps all on disk, with further options. */
export async function startRedis(...options: readonly string[]): Promise<RedisServer> {
  const directory = mkdtempSync(join(tmpdir(), "layerwise-redis-"));
  const port = await freePort();
  let server: ChildProcess | undefined;
  const redis: RedisServer = {
    url: `redis://127.0.0.1:${port}`,
    async kill() {
      if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
      const ended = once(server, "exit");
      server.kill("SIGKILL");
      await ended;
    },
    async start() {
      const place = ["--port", String(port), "--bind", "127.0.0.1", "--dir", directory];
      const durable = ["--appendonly", "yes", "--save", ""];
      server = spawn("redis-server", [...place, ...durable, ...options]);
      let told = "";
      for await (const text of server.stdout!) {
        told += text;
        if (/ready to accept connections/i.test(told)) break;
      }
    },
    async remove() {
      await redis.kill();
      rmSync(directory, { recursive: true, force: true });
    },
  };
  await redis.start();
  return redis;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { readonly port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function isInstalled(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}
