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

/** What is missing of a Redis that speaks TLS here. */
export const missingForTLS: readonly string[] = [
  ...(speaksTLS() ? [] : ["redis-server with TLS"]),
  ...(spawnSync("openssl", ["version"]).status === 0 ? [] : ["openssl"]),
];

/** Starts a Redis that keeps all on disk, with further options. */
export async function startRedis(...options: readonly string[]): Promise<RedisServer> {
  const directory = mkdtempSync(join(tmpdir(), "layerwise-redis-"));
  return startServer(directory, "redis", (port) => ["--port", `${port}`, ...options]);
}

/** Starts a Redis that speaks TLS alone, by a certificate that it alone vouches for, with further options. */
export async function startTLSRedis(
  ...options: readonly string[]
): Promise<RedisServer & { readonly certificate: string }> {
  const directory = mkdtempSync(join(tmpdir(), "layerwise-redis-"));
  const [certificate, key] = [join(directory, "certificate.pem"), join(directory, "key.pem")];
  const subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"];
  spawnSync("openssl", [
    "req",
    "-x509",
    "-newkey",
    "rsa:2048",
    "-nodes",
    ...subject,
    "-keyout",
    key,
    "-out",
    certificate,
  ]);
  const files = ["--tls-cert-file", certificate, "--tls-key-file", key, "--tls-auth-clients", "no"];
  const redis = await startServer(directory, "rediss", (port) => [
    "--port",
    "0",
    "--tls-port",
    `${port}`,
    "--tls-ca-cert-file",
    certificate,
    ...files,
    ...options,
  ]);
  return { ...redis, certificate };
}

async function startServer(
  directory: string,
  protocol: "redis" | "rediss",
  optionsOf: (port: number) => readonly string[],
): Promise<RedisServer> {
  const port = await freePort();
  let server: ChildProcess | undefined;
  const redis: RedisServer = {
    url: `${protocol}://127.0.0.1:${port}`,
    async kill() {
      if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
      const ended = once(server, "exit");
      server.kill("SIGKILL");
      await ended;
    },
    async start() {
      const place = ["--bind", "127.0.0.1", "--dir", directory];
      const durable = ["--appendonly", "yes", "--save", ""];
      server = spawn("redis-server", [...place, ...durable, ...optionsOf(port)]);
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

/** Whether a server without a certificate says that it needs one, and not that it knows no such option. */
function speaksTLS(): boolean {
  const { stdout } = spawnSync("redis-server", [
    "--port",
    "0",
    "--tls-port",
    "1",
    "--tls-cert-file",
    "/none",
  ]);
  return /Failed to configure TLS/.test(`${stdout ?? ""}`);
}

function isInstalled(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}
