import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { aboutProgram } from "../../src/cli/queue/about-program.ts";
import { withdraw } from "../../src/cli/queue/announced-studies.ts";
import { connectQueue } from "../../src/cli/queue/connect.ts";
import { bytesOfDataset, datasetFromBytes } from "../../src/cli/queue/portable-data.ts";
import { queuePackages } from "../../src/cli/queue/queue-packages.ts";
import { queueTrials, type TrialJob } from "../../src/cli/queue/queue-trials.ts";
import { redisAddress, withoutPasswords } from "../../src/cli/queue/redis-address.ts";
import { createDataset } from "../../src/data/create-dataset.ts";
import { loadDigits } from "../../src/data/digits.ts";
import { WrapperMatrix1D } from "../../src/matrix/matrix.ts";
import { hashOf } from "../../src/study/hash.ts";
import { planStudy } from "../../src/study/plan.ts";
import { trialRunner } from "../../src/study/trial-runner.ts";
import { tuningTrials } from "../../src/study/trials-of-plan.ts";
import { callCommand } from "../support/call-command.ts";
import { missingForQueue, type RedisServer, startRedis } from "../support/redis-server.ts";

describe("redisAddress", () => {
  it.each([
    ["redis://localhost", "redis://localhost"],
    ["redis://:geheim@localhost:7000/2", "redis://localhost:7000/2"],
    ["rediss://anna:geheim@queue.example:6380", "rediss://queue.example:6380"],
    ["redis://[::1]:6379/0", "redis://[::1]:6379/0"],
  ])("shows %s without user and password", (text, shown) => {
    expect(redisAddress("try", "--queue", text)).toEqual({ url: text, shown });
  });

  it.each(
    [
      ["", "localhost", "http://anna:geheim@localhost", "redis://", "redis:///geheim", "redis://:gehei%zz@h"],
      ["redis://:geheim#x@h", "redis://h/geheim", "redis://h?password=geheim", "redis://:geheim@h:99999"],
    ].flat(),
  )("refuses %j and shows nothing of it", (text) => {
    expect(() => redisAddress("try", "--queue", text)).toThrow(
      /^Cannot try: expected --queue to be an address/,
    );
    expect(() => redisAddress("try", "--queue", text)).not.toThrow(/gehei|anna/);
  });
});

describe("withoutPasswords", () => {
  it("leaves out who is let in, in every address of a text", () => {
    expect(withoutPasswords("redis://a:b@h and rediss://:c@@i/1, redis://j")).toBe(
      "redis://…@h and rediss://…@i/1, redis://j",
    );
  });
});

describe("datasetFromBytes", () => {
  it("gives back the data, and refuses bytes of others", async () => {
    const digits = await loadDigits();
    const { fingerprint } = (await planStudy(digits, { arms: ["classical"], seeds: 1 })).data;
    const bytes = bytesOfDataset(digits);
    const again = await datasetFromBytes(bytes, fingerprint);
    expect(again.inputs.to2DArray()).toEqual(digits.inputs.to2DArray());
    expect(again.labels).toEqual(digits.labels);
    await expect(datasetFromBytes(bytes, "0123456789abcdef")).rejects.toThrow(
      `Cannot read the data of a queue: expected the data with the fingerprint 0123456789abcdef, got ${fingerprint}`,
    );
    for (const cut of [0, 1, 20, bytes.length - 1]) {
      await expect(datasetFromBytes(bytes.subarray(0, cut), fingerprint)).rejects.toThrow(RangeError);
    }
    await expect(datasetFromBytes(Buffer.from("garbage"), fingerprint)).rejects.toThrow(
      "7 bytes that are no data",
    );
  });
});

describe.skipIf(missingForQueue.length > 0)("A queue", () => {
  let directory: string;
  let redis: RedisServer;
  const started: RedisServer[] = [];
  const start = async (...options: string[]): Promise<RedisServer> => {
    const server = await startRedis(...options);
    started.push(server);
    return server;
  };
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), "layerwise-refusals-"));
    redis = await start();
  });
  afterAll(async () => {
    for (const server of started) await server.remove();
    rmSync(directory, { recursive: true, force: true });
  });
  afterEach(() => inRedis(async (client) => void (await client.flushall())));

  type Client = InstanceType<Awaited<ReturnType<typeof queuePackages>>["ioredis"]["Redis"]>;
  async function inRedis<Result>(use: (client: Client) => Promise<Result>): Promise<Result> {
    const { ioredis } = await queuePackages("try");
    const client = new ioredis.Redis(redis.url, { maxRetriesPerRequest: null });
    try {
      return await use(client);
    } finally {
      client.disconnect();
    }
  }
  const at = (name: string): string => join(directory, name);
  const study = ["study", "--arms", "relu", "--depths", "1", "--widths", "2", "--seeds", "1"];

  it("is refused where nothing answers, the password is wrong or other options do not fit", async () => {
    const locked = await start("--requirepass", "geheim");
    const wrong = locked.url.replace("//", "//:falsch@");
    for (const args of [
      ["worker", wrong],
      [...study, "--queue", wrong],
      ["study", "--status", "--queue", wrong],
    ]) {
      const { code, errors } = await callCommand(...args);
      expect([code, ...errors].join()).toMatch(
        /^2,layerwise: Cannot .*: expected Redis at redis:.* to answer, got WRONGPASS/,
      );
      expect(errors.join()).not.toContain("falsch");
    }
    const open = await callCommand("worker", locked.url);
    expect([open.code, ...open.errors].join()).toMatch(/^2,layerwise: .* got NOAUTH/);
    const closed = await callCommand("worker", "redis://:geheim@127.0.0.1:1");
    expect([closed.code, ...closed.errors].join()).toMatch(/^2,layerwise: .* got connect ECONNREFUSED/);
    const both = await callCommand(...study, "--queue", redis.url, "--workers", "2");
    expect([both.code, ...both.errors].join()).toMatch(/^2,layerwise: .*--workers without --queue/);
    const alone = await callCommand("study", "--status");
    expect([alone.code, ...alone.errors].join()).toMatch(
      /^2,layerwise: .*expected --queue beside --status, got none/,
    );
  });

  it("is refused where Redis may throw jobs away", async () => {
    const { url } = await start("--maxmemory-policy", "allkeys-lru");
    const { code, errors } = await callCommand("worker", url);
    expect([code, ...errors].join()).toMatch(/^2,.*maxmemory-policy noeviction.*got allkeys-lru/);
  });

  it("is warned of where Redis keeps nothing on disk", async () => {
    const { url } = await start("--appendonly", "no");
    const { code, output, errors } = await callCommand("study", "--queue", url, "--status");
    expect([code, ...output]).toEqual([0, `No study is at ${url}`]);
    expect(errors.join()).toMatch(/loses trials where it is killed: start it with --appendonly yes/);
  });

  it("is no place for a worker of another version, or without the data", async () => {
    const other = { ...(await aboutProgram()), version: "0.0.0" };
    const announced = (program: unknown) => JSON.stringify({ name: "digits", program });
    await inRedis((client) => client.hset("layerwise:studies", "0123456789abcdef", announced(other)));
    const { code, errors } = await callCommand("worker", redis.url);
    expect([code, ...errors].join()).toMatch(
      /^1,.*expected a study of layerwise .*, got one of layerwise 0\.0\.0/,
    );
    const same = announced(await aboutProgram());
    await inRedis((client) => client.hset("layerwise:studies", "0123456789abcdef", same));
    const without = await callCommand("worker", redis.url);
    expect([without.code, ...without.errors].join()).toMatch(
      /^1,.*expected --data with the fingerprint 0123456789abcdef/,
    );
    const differs = await callCommand("worker", redis.url, "--data", "digits");
    expect([differs.code, ...differs.errors].join()).toMatch(
      /^1,.*expected data with the fingerprint 0123456789abcdef/,
    );
    await inRedis((client) => client.set("layerwise:data:0123456789abcdef", "garbage"));
    const garbage = await callCommand("worker", redis.url);
    expect([garbage.code, ...garbage.errors].join()).toMatch(/^1,.*got 7 bytes that are no data/);
  });

  it("is no place for a study where trials of another version wait", async () => {
    const { fingerprint } = (await planStudy(await loadDigits(), { arms: ["relu"] })).data;
    const { bullmq, ioredis } = await queuePackages("try");
    const program = { ...(await aboutProgram()), arms: "another" };
    await inRedis((client) =>
      client.hset("layerwise:studies", fingerprint, JSON.stringify({ name: "d", program })),
    );
    const connection = new ioredis.Redis(redis.url, { maxRetriesPerRequest: null });
    const queue = new bullmq.Queue(fingerprint, { connection, prefix: "layerwise" });
    await queue.add("tune", {});
    const { code, errors } = await callCommand(...study, "--out", at("other"), "--queue", redis.url);
    expect([code, ...errors].join()).toMatch(
      /^1,.*Cannot submit the study: expected a queue of .* arms another/,
    );
    const told = await callCommand("study", "--queue", redis.url, "--status", "--json");
    const counts = { workers: 0, wait: 1, active: 0, completed: 0, failed: 0 };
    expect(JSON.parse(told.output.join())).toContainEqual({ fingerprint, name: "d", program, ...counts });
    const connected = await connectQueue("try", redisAddress("try", "the queue", redis.url), () => {});
    await withdraw(connected, fingerprint); // a trial waits, so it stays announced
    await connected.close();
    expect(await connection.hexists("layerwise:studies", fingerprint)).toBe(1);
    await queue.close();
    connection.disconnect();
  });

  it("does not take data of more than 64 MiB along, and takes all away with the last trial", async () => {
    const digits = await loadDigits();
    const wide = createDataset({
      name: "wide",
      inputs: new WrapperMatrix1D(new Float64Array(1000 * 8500), { rows: 1000 }),
      labels: Int32Array.from({ length: 1000 }, (_, row) => row % 2),
      classes: 2,
    });
    for (const [dataset, travels] of [
      [digits, 1],
      [wide, 0],
    ] as const) {
      const plan = await planStudy(dataset, { arms: ["relu"], depths: [1], widths: [2], seeds: 1 });
      const warnings: string[] = [];
      const address = redisAddress("try", "the queue", redis.url);
      const { execute, close } = await queueTrials(address, plan, dataset, (text) => warnings.push(text));
      const specs = tuningTrials(plan, []);
      const results = execute(specs, () => true)[Symbol.asyncIterator]();
      const first = results.next().catch(() => undefined); // no worker is there
      const { bullmq } = await queuePackages("try");
      const { fingerprint } = plan.data;
      await inRedis(async (connection) => {
        const queue = new bullmq.Queue(fingerprint, { connection, prefix: "layerwise" });
        while ((await queue.count()) < specs.length) await setTimeout(20);
        expect(await connection.exists(`layerwise:data:${fingerprint}`)).toBe(travels);
        for (const { id } of await queue.getWaiting()) await queue.remove(id!);
        await queue.close();
      });
      await close();
      await first;
      expect(warnings.filter((text) => text.includes("do not travel"))).toHaveLength(1 - travels);
      expect(await inRedis((connection) => connection.keys("*"))).toEqual([]);
    }
  });

  it("takes results that are none for none, and runs what was lost or holds another's jobs", async () => {
    const digits = await loadDigits();
    const { fingerprint } = (await planStudy(digits, { arms: ["relu"] })).data;
    const { bullmq, ioredis } = await queuePackages("try");
    const connection = new ioredis.Redis(redis.url, { maxRetriesPerRequest: null });
    await connection.hset("layerwise:studies", "no study", "no JSON");
    const queue = new bullmq.Queue(fingerprint, { connection, prefix: "layerwise" });
    await queue.add("another's", { of: "another study" }, { jobId: "another" });
    const running = callCommand(...study, "--out", at("garbage"), "--queue", redis.url);
    while ((await queue.count()) < 2) await setTimeout(20);
    const [lost] = (await queue.getWaiting()).filter(({ id }) => id !== "another");
    await lost!.remove();
    const runner = trialRunner(digits);
    let garbage = 2;
    const worker = new bullmq.Worker<TrialJob>(
      fingerprint,
      async ({ id, data }) => {
        if (id === "another") return "another's";
        if (id === (await hashOf(data.spec)) && garbage-- > 0) return { id, spec: data.spec, curve: "none" };
        return runner.run(data.spec);
      },
      { connection, prefix: "layerwise" },
    );
    const { code, errors } = await running;
    await worker.close();
    expect(code, errors.join("\n")).toBe(0);
    expect(errors.filter((line) => line.includes("the queue holds no result of trial"))).toHaveLength(2);
    expect((await callCommand(...study, "--out", at("local"), "--workers", "1")).code).toBe(0);
    for (const name of ["verdict.json", "trials.jsonl"]) {
      expect(readFileSync(join(at("garbage"), name), "utf8")).toBe(
        readFileSync(join(at("local"), name), "utf8"),
      );
    }
    expect(await queue.getCompletedCount()).toBe(1); // another's
    await queue.close();
    connection.disconnect();
  });

  it("tells why a trial failed, and runs it with --resume", async () => {
    const digits = await loadDigits();
    const { fingerprint } = (await planStudy(digits, { arms: ["relu"] })).data;
    const { bullmq, ioredis } = await queuePackages("try");
    const connection = new ioredis.Redis(redis.url, { maxRetriesPerRequest: null });
    const runner = trialRunner(digits);
    let fails = true;
    const worker = new bullmq.Worker<TrialJob>(
      fingerprint,
      async ({ data }) => {
        if (fails) throw new Error("no memory is left");
        return runner.run(data.spec);
      },
      { connection, prefix: "layerwise" },
    );
    const first = await callCommand(...study, "--out", at("failing"), "--queue", redis.url);
    expect([first.code, ...first.errors].join()).toMatch(
      /^1,.*Cannot run trial \w+ on the queue: .* no memory is left/,
    );
    fails = false;
    const second = await callCommand(...study, "--out", at("failing"), "--queue", redis.url, "--resume");
    expect(second.code, second.errors.join("\n")).toBe(0);
    await worker.close();
    connection.disconnect();
  });
});
