import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type End, runProgram } from "../support/built-command.ts";
import {
  missingForQueue,
  missingForTLS,
  type RedisServer,
  startRedis,
  startTLSRedis,
} from "../support/redis-server.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const KILLS = Number(process.env.LAYERWISE_KILLS ?? 1);
/** So many trials are left at least when the worker is killed, so that it is in the middle of one. */
const MARGIN = 10;
const study = "study --arms classical,relu --depths 1 --widths 8 --seeds 2".split(" ");

let built: string;
let directory: string;
let redis: RedisServer;
const started: ChildProcess[] = [];

describe.skipIf(missingForQueue.length > 0)("layerwise study --queue", () => {
  beforeAll(async () => {
    built = mkdtempSync(join(root, "node_modules/.queue-"));
    directory = mkdtempSync(join(tmpdir(), "layerwise-queue-"));
    const source = (name: string): string => join(root, "src/cli", name);
    await build({
      entryPoints: {
        cli: source("main.ts"),
        "study-worker": source("study-worker.ts"),
        "study-processor": source("study-processor.ts"),
      },
      outdir: built,
      bundle: true,
      format: "esm",
      platform: "node",
      packages: "external",
      logLevel: "error",
    });
    redis = await startRedis();
  });
  afterAll(async () => {
    for (const child of started) endGroup(child);
    await redis?.remove();
    for (const folder of [built, directory]) rmSync(folder, { recursive: true, force: true });
  });

  const call = (...args: string[]): Promise<End> =>
    runProgram(process.execPath, [join(built, "cli.js"), ...args], directory);
  const worker = (url: string): ChildProcess => {
    const child = spawn(process.execPath, [join(built, "cli.js"), "worker", url, "--concurrency", "1"], {
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    started.push(child);
    return child;
  };
  const fileOf = (out: string, name: string): string => readFileSync(join(directory, out, name), "utf8");

  it(`loses nothing where a worker and Redis are killed, ${KILLS} times`, {
    timeout: 3_600_000,
  }, async () => {
    expect((await call(...study, "--out", "local", "--workers", "1")).code).toBe(0);
    const trials = fileOf("local", "trials.jsonl").trim().split("\n").length;
    for (let kill = 1; kill <= KILLS; kill++) {
      const out = `queue-${kill}`;
      const [first, second] = [worker(redis.url), worker(redis.url)];
      const submitter = call(...study, "--out", out, "--queue", redis.url);
      const moment = 1 + Math.floor(Math.random() * (trials - MARGIN)); // the first result says that all are at work
      while (linesIn(join(directory, out)) < moment) await setTimeout(20);
      first.kill("SIGKILL");
      await redis.kill();
      expect(existsSync(join(directory, out, "verdict.json")), "killed too late").toBe(false);
      await setTimeout(500);
      await redis.start();
      const { code, errors } = await submitter;
      endGroup(first);
      expect(code, errors).toBe(0);
      expect(errors).toContain("is there again");
      expect(fileOf(out, "verdict.json")).toBe(fileOf("local", "verdict.json"));
      expect(fileOf(out, "trials.jsonl")).toBe(fileOf("local", "trials.jsonl")); // each trial once, to the bit
      expect((await call("study", "--queue", redis.url, "--status", "--json")).output).toBe("[]\n");
      const stopped = once(second, "exit");
      second.kill("SIGTERM");
      expect((await stopped)[0]).toBe(143);
      expect(await keysLeft(redis.url)).toEqual([]);
      if (KILLS > 1) process.stdout.write(`${kill}: killed after ${moment} of ${trials} trials\n`);
    }
  });

  it("has processes that take the copy of the data away where their worker was killed, and not where it lives", async () => {
    const processor = join(built, "processor.mjs");
    const program = JSON.stringify(join(built, "study-processor.js"));
    writeFileSync(
      processor,
      `process.on("message", () => {}); await import(${program}); process.send("ready");`,
    );
    const parent = join(built, "parent.mjs");
    const forked = `fork(${JSON.stringify(processor)}).once("message", () => process.stdout.write("ready"))`;
    writeFileSync(parent, `import { fork } from "node:child_process"; ${forked};`);
    const copyOfData = (): { readonly file: string; readonly env: NodeJS.ProcessEnv } => {
      const file = join(mkdtempSync(join(directory, "copy-")), "rows");
      writeFileSync(file, "rows");
      return { file, env: { ...process.env, LAYERWISE_DATA_FILE: file } };
    };

    const shared = copyOfData();
    const leaving = fork(processor, { env: shared.env });
    await once(leaving, "message");
    const ended = once(leaving, "exit");
    leaving.disconnect();
    await ended;
    expect(existsSync(shared.file)).toBe(true);

    const left = copyOfData();
    const killed = spawn(process.execPath, [parent], { stdio: ["ignore", "pipe", "inherit"], env: left.env });
    await once(killed.stdout, "data");
    expect(existsSync(left.file)).toBe(true);
    killed.kill("SIGKILL");
    await vi.waitFor(() => expect(existsSync(dirname(left.file))).toBe(false), 30_000);
  });

  it("removes what workers left of a study that was taken back, and nothing of one that is announced", async () => {
    const [{ connectQueue }, { announce, dataKey, removeRemains, withdraw }, { aboutProgram }] =
      await Promise.all([
        import("../../src/cli/queue/connect.ts"),
        import("../../src/cli/queue/announced-studies.ts"),
        import("../../src/cli/queue/about-program.ts"),
      ]);
    const address = { url: redis.url, shown: redis.url };
    const connection = await connectQueue("look", address, () => {});
    const fingerprint = "0123456789abcdef";
    const noteOfLook = `layerwise:${fingerprint}:meta`;
    await announce(
      connection,
      { fingerprint, name: "rows", program: await aboutProgram() },
      Buffer.from("rows"),
    );
    await connection.redis.hset(noteOfLook, "opts.maxLenEvents", 10_000);
    await removeRemains(connection, fingerprint);
    expect(await keysLeft(redis.url)).toHaveLength(3);
    await withdraw(connection, fingerprint);
    expect(await keysLeft(redis.url)).toEqual([]);
    await connection.redis.hset(noteOfLook, "opts.maxLenEvents", 10_000);
    await connection.redis.set(dataKey(fingerprint), "rows"); // of a study that is about to be announced
    await removeRemains(connection, fingerprint);
    expect(await keysLeft(redis.url)).toEqual([dataKey(fingerprint)]);
    await connection.redis.del(dataKey(fingerprint));
    await connection.close();
  });

  it.skipIf(missingForTLS.length > 0)("goes over TLS, and tells the password nowhere", async () => {
    const locked = await startTLSRedis("--requirepass", "geheim");
    const url = locked.url.replace("//", "//:geheim@");
    const told: string[] = [];
    try {
      const untrusted = await call("study", "--queue", url, "--status");
      expect([untrusted.code, untrusted.errors].join()).toMatch(
        /^2,.*expected Redis at rediss:\/\/127\S+ to answer, got .*certificate.*NODE_EXTRA_CA_CERTS/,
      );
      vi.stubEnv("NODE_EXTRA_CA_CERTS", locked.certificate);
      const helper = worker(url);
      for (const stream of [helper.stdout!, helper.stderr!])
        stream.on("data", (text) => told.push(`${text}`));
      const ends = [
        untrusted,
        await call("study", "--queue", url.replace("geheim", "geheim-not"), "--status"),
        await call("study", "--queue", url.replace("rediss", "redis"), "--status"),
        await call(...study, "--out", "secure", "--queue", url),
        await call("study", "--queue", url, "--status"),
      ];
      expect(ends.map(({ code }) => code)).toEqual([2, 2, 2, 0, 0]);
      const stopped = once(helper, "exit");
      helper.kill("SIGTERM");
      expect((await stopped)[0]).toBe(143);
      told.push(...ends.flatMap(({ output, errors }) => [output, errors]));
      for (const name of ["trials.jsonl", "verdict.json", "report.html"]) told.push(fileOf("secure", name));
      expect(told.join("\n")).toContain("compare relu");
      expect(told.join("\n")).not.toContain("geheim");
    } finally {
      vi.unstubAllEnvs();
      await locked.remove();
    }
  });
});

/** What is in Redis, without what goes by itself within seconds. */
async function keysLeft(url: string): Promise<string[]> {
  const { Redis } = await import("ioredis");
  const redis = new Redis(url);
  const keys = await redis.keys("*");
  const lives = await Promise.all(keys.map((key) => redis.pttl(key)));
  redis.disconnect();
  return keys.filter((_, index) => lives[index] === -1);
}

/** How many results the parts of a folder hold by now. */
function linesIn(folder: string): number {
  try {
    const parts = readdirSync(folder).filter((name) => /^trials.*\.jsonl$/.test(name));
    return parts.flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n").slice(1)).length;
  } catch {
    return 0; // none is there yet
  }
}

/** Ends a worker and the processes that it started: a killed one leaves them. */
function endGroup({ pid }: ChildProcess): void {
  try {
    process.kill(-pid!, "SIGKILL");
  } catch {} // all of them have ended
}
