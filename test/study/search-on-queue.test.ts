import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { transform } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runSpecs, type SpecExecutor, type SpecResult } from "../../src/study/run-specs.ts";
import { missingForQueue, type RedisServer, startRedis } from "../support/redis-server.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const page = readFileSync(join(root, "docs/many-machines.md"), "utf8");
const blockCalled = (name: string): string =>
  new RegExp(`^\`\`\`[jt]s ${name}\\n(.*?)^\`\`\``, "ms").exec(page)![1]!;

interface Found extends SpecResult<{ readonly rate: number }> {
  readonly error: number;
}
type OnQueue = (
  name: string,
  connection: { readonly url: string },
) => SpecExecutor<{ readonly rate: number }, Found>;

describe.skipIf(missingForQueue.length > 0)("docs/many-machines.md, a search on a queue", () => {
  let folder: string;
  let redis: RedisServer;
  const workers: ChildProcess[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(root, "node_modules/.search-"));
    for (const name of ["queue", "worker"]) {
      const { code } = await transform(blockCalled(name), { loader: "ts" });
      writeFileSync(join(folder, `${name}.mjs`), code);
    }
    writeFileSync(join(folder, "search.mjs"), blockCalled("search"));
    redis = await startRedis();
  });
  afterAll(async () => {
    for (const worker of workers) worker.kill("SIGKILL");
    await redis?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  it("gives the results of a pure function in order, and leaves no job behind", async () => {
    const env = { ...process.env, REDIS_URL: redis.url };
    for (let count = 0; count < 2; count++) {
      workers.push(spawn(process.execPath, [join(folder, "worker.mjs")], { env, stdio: "ignore" }));
    }
    const { onQueue } = (await import(pathToFileURL(join(folder, "queue.mjs")).href)) as { onQueue: OnQueue };
    const specs = [0.1, 0.3, 0.5, 0.1].map((rate) => ({ rate }));
    const results = await runSpecs(specs, { execute: onQueue("search", { url: redis.url }) });
    expect(results.map(({ spec }) => spec)).toEqual(specs);
    expect(results.map(({ error }) => error)).toEqual(specs.map(({ rate }) => (rate - 0.3) ** 2));
    const { Queue } = await import("bullmq");
    const queue = new Queue("search", { connection: { url: redis.url } });
    expect(await queue.getJobCounts()).toMatchObject({ waiting: 0, active: 0, completed: 0, failed: 0 });
    await queue.close();
  });
});
