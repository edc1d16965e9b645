import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { relu } from "../../../src/activation/relu.ts";
import { tanh } from "../../../src/activation/tanh.ts";
import { Pipeline } from "../../../src/data/pipeline/pipeline.ts";
import { DBN } from "../../../src/dbn/dbn.ts";
import { Run } from "../../../src/fit/run.ts";
import { linear } from "../../../src/head/linear.ts";
import { logistic } from "../../../src/head/logistic.ts";
import { withCheckpoints } from "../../../src/io/checkpoints/checkpoints.ts";
import { restoreModel } from "../../../src/io/checkpoints/restore-model.ts";
import { runFromBytes, runToBytes } from "../../../src/io/checkpoints/run-bytes.ts";
import { fromSafetensors } from "../../../src/io/safetensors.ts";
import { Network } from "../../../src/network/network.ts";
import { sgd } from "../../../src/optimizer/sgd.ts";
import type { Parameters } from "../../../src/parameters.ts";
import { DenoisingAutoencoder, StackedAutoencoders } from "../../../src/pretraining/index.ts";
import { RandomStream } from "../../../src/random/stream.ts";
import { RBM } from "../../../src/rbm/rbm.ts";
import { gaussianUnits } from "../../../src/units/gaussian.ts";
import { bitsOf } from "../../support/bits.ts";
import { withoutSeconds } from "../../support/cut.ts";
import { engine } from "../../support/engine-under-test.ts";
import { randomMatrix } from "../../support/random-matrix.ts";

/** How many processes are killed; a campaign takes more. */
const KILLS = Number(process.env.LAYERWISE_KILLS ?? 3);
const scratch = mkdtempSync(join(tmpdir(), "layerwise-checkpoints-"));
const program = join(scratch, "program.mjs");

beforeAll(() =>
  build({
    entryPoints: [fileURLToPath(new URL("../../support/checkpoint-program.ts", import.meta.url))],
    outfile: program,
    bundle: true,
    platform: "node",
    format: "esm",
    banner: {
      js: `import { createRequire } from "node:module"; const require = createRequire(${JSON.stringify(import.meta.url)});`,
    },
  }),
);
afterAll(() => rmSync(scratch, { recursive: true }));

/** Runs the program, and kills it after so many milliseconds of training where that is told. Returns whether it was killed, and how long it took. */
function runProgram(
  model: string,
  folder: string,
  out: string,
  killAfter?: number,
): Promise<{ killed: boolean; milliseconds: number }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, model, engine.name, folder, out], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let began = 0;
    child.stdout.once("data", () => {
      began = performance.now();
      if (killAfter !== undefined) setTimeout(() => child.kill("SIGKILL"), killAfter);
    });
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      if (code !== 0 && signal !== "SIGKILL") reject(new Error(`the program ended with ${code} ${signal}`));
      else resolve({ killed: signal === "SIGKILL", milliseconds: performance.now() - began });
    });
  });
}

describe("A process that trains with checkpoints", () => {
  it(`ends with the bytes of the unbroken run, killed at any moment: ${KILLS} kills`, async () => {
    const random = new RandomStream(process.env.LAYERWISE_KILLS ? Date.now() : 1, "moments of kills");
    const models = ["network", "rbm", "dbn"];
    const unbroken = new Map<string, { bytes: string; milliseconds: number }>();
    let kills = 0;
    for (let round = 0; kills < KILLS; round++) {
      const model = models[round % 3]!;
      const [folder, out] = [join(scratch, `${round}`), join(scratch, `${round}.json`)];
      if (!unbroken.has(model)) {
        const { milliseconds } = await runProgram(model, `${folder}-unbroken`, out);
        unbroken.set(model, { bytes: readFileSync(out, "utf8"), milliseconds });
        rmSync(out);
      }
      const { bytes, milliseconds } = unbroken.get(model)!;
      for (let killed = true; killed; ) {
        const after = kills < KILLS ? random.uniform() * milliseconds : undefined;
        killed = (await runProgram(model, folder, out, after)).killed;
        if (killed) kills += 1;
      }
      expect(readFileSync(out, "utf8") === bytes, `${model} in round ${round}`).toBe(true);
    }
    expect(kills).toBeGreaterThanOrEqual(KILLS);
  });
});

const inputs = randomMatrix("inputs with checkpoints", 20, 4);
const labels = Array.from({ length: 20 }, (_, row) => row % 2);
const network4 = (seed = 1): Network => Network.fromSizes([4, 5, 2], { seed, engine });
const train = { epochs: 6, batchSize: 5, optimizer: sgd({ learningRate: 0.1, momentum: 0.9 }) };
let folders = 0;
const folder = (): string => join(scratch, `folder ${folders++}`);

describe("withCheckpoints", () => {
  it("keeps the last few and the best, and nothing else", async () => {
    const path = folder();
    const network = network4();
    const validation = { inputs, labels };
    const history = await withCheckpoints(
      path,
      (saved) => network.fit(inputs, labels, { ...train, validation, ...saved }),
      { keep: 2, monitor: "validationAccuracy" },
    );
    expect(readdirSync(path).sort()).toEqual([
      "best.safetensors",
      "checkpoint-000005.safetensors",
      "checkpoint-000006.safetensors",
    ]);
    const best = runFromBytes(readFileSync(join(path, "best.safetensors")));
    const accuracies = history.epochs.map((record) => record.validationAccuracy!);
    const place = best.state!.place as { readonly epoch: number };
    expect(place.epoch).toBe(accuracies.indexOf(Math.max(...accuracies)) + 1);
    const other = network4(2);
    restoreModel(other, runFromBytes(readFileSync(join(path, "checkpoint-000006.safetensors"))));
    expect(bitsOf(other.parameters)).toEqual(bitsOf(network.parameters));
    expect(other.seed).toBe(1);
  });

  it("writes where the run stands when it is aborted, and goes on from there", async () => {
    const path = folder();
    const whole = network4();
    const expected = await whole.fit(inputs, labels, train);
    const controller = new AbortController();
    let batches = 0;
    const onBatch = (): void => {
      batches += 1;
      if (batches === 10) controller.abort(new Error("stopped"));
    };
    const { signal } = controller;
    const first = withCheckpoints(path, (saved) =>
      network4().fit(inputs, labels, { ...train, ...saved, signal, onBatch }),
    );
    await expect(first).rejects.toThrow("stopped");
    const network = network4(3);
    let seen = 0;
    const count = (): void => {
      seen += 1;
    };
    const history = await withCheckpoints(path, (saved) =>
      network.fit(inputs, labels, { ...train, ...saved, onBatch: count }),
    );
    expect(seen).toBe(24 - 10);
    expect(withoutSeconds(history)).toBe(withoutSeconds(expected));
    expect(bitsOf(network.parameters)).toEqual(bitsOf(whole.parameters));
    const again = await withCheckpoints(path, (saved) =>
      network.fit(inputs, labels, { ...train, ...saved, onBatch: count }),
    );
    expect(withoutSeconds(again)).toBe(withoutSeconds(expected));
    expect(seen).toBe(14); // a complete run is not trained again
  });

  it("names the file that it cannot read, and goes on where that is taken away", async () => {
    const path = folder();
    const again = (): Promise<object> =>
      withCheckpoints(path, (saved) => network4().fit(inputs, labels, { ...train, ...saved }));
    await again();
    const file = join(path, "checkpoint-000006.safetensors");
    const bytes = readFileSync(file);
    writeFileSync(file, bytes.subarray(0, bytes.length - 1));
    await expect(again()).rejects.toThrow(
      /^Cannot keep checkpoints: expected checkpoints that can be read, got ".*checkpoint-000006.safetensors" \(expected /,
    );
    rmSync(file);
    await again();
    expect(existsSync(file)).toBe(true);
  });

  it("leaves the callback that fit has, and its order with others: both come, the checkpoint last", async () => {
    for (const order of ["before", "behind"]) {
      const path = folder();
      const seen: number[] = [];
      const onEpoch = (): void => {
        seen.push(readdirSync(path).filter((name) => name.startsWith("checkpoint")).length);
      };
      await withCheckpoints(path, (saved) =>
        network4().fit(inputs, labels, {
          ...train,
          ...(order === "before" && { onEpoch }),
          ...saved,
          ...(order === "behind" && { onEpoch }),
        }),
      );
      expect(seen).toEqual([0, 1, 2, 3, 3, 3]);
    }
  });

  it("refuses to have nothing trained in its run, at the first time and later", async () => {
    const path = folder();
    const forgotten = (): Promise<object> =>
      withCheckpoints(path, () => network4().fit(inputs, labels, { ...train, epochs: 1 }));
    const message =
      /train to hand over what it is given, as .*saved.*, got no model that was trained in its run/;
    await expect(forgotten()).rejects.toThrow(message);
    await withCheckpoints(path, (saved) => network4().fit(inputs, labels, { ...train, epochs: 0, ...saved }));
    await withCheckpoints(path, (saved) => network4().fit(inputs, labels, { ...train, ...saved }));
    await expect(forgotten()).rejects.toThrow(message);
  });

  it("refuses a figure to watch that the run does not report, and any of a stack, which has no best", async () => {
    const path = folder();
    const wrong = (monitor: string): Promise<object> =>
      withCheckpoints(path, (saved) => network4().fit(inputs, labels, { ...train, ...saved }), {
        monitor: monitor as "loss",
      });
    await expect(wrong("lss")).rejects.toThrow('monitor to be one of "loss", "accuracy", got "lss"');
    await expect(wrong("validationLoss")).rejects.toThrow('monitor to be one of "loss", "accuracy"');
    const stack = folder();
    const pretrain = (options: object): Promise<object> =>
      withCheckpoints(
        stack,
        (saved) => new DBN({ sizes: [2, 2, 2], seed: 1, engine }).pretrain([[0, 1]], { epochs: 1, ...saved }),
        options,
      );
    await expect(pretrain({ monitor: "reconstructionError" })).rejects.toThrow("no monitor of a stack");
    await pretrain({});
    expect(readdirSync(stack)).not.toContain("best.safetensors");
  });

  it("refuses a folder that another run writes into at the same time", async () => {
    const path = folder();
    let second: Promise<object> | undefined;
    const first = withCheckpoints(path, (saved) =>
      network4().fit(inputs, labels, {
        ...train,
        ...saved,
        async onEpoch({ epoch }) {
          if (epoch !== 2) return;
          const options = { ...train, epochs: 2 };
          second = withCheckpoints(path, (others) =>
            network4().fit(inputs, labels, { ...options, ...others }),
          );
          await second;
        },
      }),
    );
    await expect(first).rejects.toThrow(
      /"checkpoint-000001.safetensors" to be the last checkpoint in ".*", got "checkpoint-000002.safetensors" by another/,
    );
    await second;
  });

  it("refuses to go on with a run that is about something else, and one that does not say", async () => {
    const path = folder();
    const about = (texts?: Record<string, string>): Promise<object> =>
      withCheckpoints(path, (saved) => network4().fit(inputs, labels, { ...train, ...saved }), {
        about: texts,
      });
    const broken = withCheckpoints(
      path,
      (saved) => network4().fit(inputs, labels, { batchSize: 0, ...saved }),
      {
        about: { data: "a" },
      },
    );
    await expect(broken).rejects.toThrow("batchSize"); // nothing has begun
    await about({ data: "b", rate: "1" });
    const message = /the run to go on with rate "1", as ".*about.json" says .*, got /;
    await expect(about({ data: "b", rate: "2" })).rejects.toThrow(message);
    await expect(about({ data: "b" })).rejects.toThrow(message);
    await about({ rate: "1", data: "b" });
    await about();
    writeFileSync(join(path, "about.json"), "{");
    await expect(about({ data: "b" })).rejects.toThrow(/checkpoints that can be read, got ".*about.json" \(/);
    rmSync(join(path, "about.json"));
    await expect(about({ data: "c" })).rejects.toThrow(
      /a folder that says in about.json what its run is of, or no about, got ".*", which has checkpoints and does not/,
    );
    await about();
  });

  it("refuses a folder of another run, with nothing changed", async () => {
    const path = folder();
    await withCheckpoints(path, (saved) => network4().fit(inputs, labels, { ...train, ...saved }));
    const names = readdirSync(path);
    const other = Network.fromSizes([4, 6, 2], { seed: 1, engine });
    const before = bitsOf(other.parameters);
    await expect(
      withCheckpoints(path, (saved) => other.fit(inputs, labels, { ...train, ...saved })),
    ).rejects.toThrow("the run to go on with layer 0");
    expect(bitsOf(other.parameters)).toEqual(before);
    expect(readdirSync(path)).toEqual(names);
  });
});

describe("withCheckpoints, where no folder can be made", () => {
  it.runIf(existsSync("/proc/self"))(
    "says so instead of trying for ever, as a recursive mkdir does",
    async () => {
      await expect(withCheckpoints("/proc/none/deeper", async () => {})).rejects.toThrow(
        /expected directory to be a folder that can be written, got "\/proc\/none\/deeper" \(/,
      );
    },
  );
});

describe("withCheckpoints, for one model", () => {
  it("refuses a second model in the same run, which would be handed what the first has learnt, and lets the first go on", async () => {
    const inputs = randomMatrix("inputs of two models", 20, 3);
    const labels = Array.from({ length: 20 }, (_, row) => row % 2);
    const [first, second] = [1, 2].map((seed) => Network.fromSizes([3, 2], { seed, engine })) as [
      Network,
      Network,
    ];
    const before = bitsOf(second.parameters);
    await withCheckpoints(join(scratch, "two models"), async (saved) => {
      await first.fit(inputs, labels, { epochs: 1, ...saved });
      await first.fit(inputs, labels, { epochs: 2, ...saved });
      await expect(second.fit(inputs, labels, { epochs: 2, ...saved })).rejects.toThrow(
        "expected the model that was trained in this run before, since each has checkpoints of its own, got another one",
      );
    });
    expect(bitsOf(second.parameters)).toEqual(before);
    const [stack, other] = [1, 2].map((seed) => new DBN({ sizes: [3, 2], seed, engine })) as [DBN, DBN];
    await withCheckpoints(join(scratch, "two stacks"), async (saved) => {
      const bits = inputs.to2DArray().map((row) => row.map((value) => Number(value > 0)));
      await stack.pretrain(bits, { epochs: 1, ...saved });
      await expect(other.pretrain(bits, { epochs: 1, ...saved })).rejects.toThrow("got another one");
    });
  });
});

describe("restoreModel", () => {
  it("refuses a model of other layers, another head or other units, with nothing changed", async () => {
    const inputs = randomMatrix("inputs to restore", 20, 3)
      .to2DArray()
      .map((row) => row.map((value) => Number(value > 0)));
    const labels = Array.from({ length: 20 }, (_, row) => row % 2);
    const build = (options: object): Network => Network.fromSizes([3, 4, 2], { seed: 1, engine, ...options });
    const run = new Run();
    await build({ activation: relu }).freeze(0).fit(inputs, labels, { epochs: 1, run });
    for (const [other, message] of [
      [build({ activation: tanh }), /a model with layer 0 ".*relu.*", as the run has, got ".*tanh.*"/],
      [
        build({ activation: relu, head: logistic }),
        'a model with head "softmax", as the run has, got "logistic"',
      ],
    ] as const) {
      const before = bitsOf(other.parameters);
      expect(() => restoreModel(other, run)).toThrow(message);
      expect(bitsOf(other.parameters)).toEqual(before);
    }
    for (const model of [build({ activation: relu }), build({ activation: relu }).freeze(1)]) {
      restoreModel(model, run); // whichever layers are frozen
      expect(model.parameters["0.weights"]!.to1DArray()).toEqual(
        (run.state!.values as Parameters)["0.weights"]!.to1DArray(),
      );
    }
    const rbms = [{}, { visibleUnits: gaussianUnits }].map(
      (units) => new RBM({ visible: 3, hidden: 2, seed: 1, engine, ...units }),
    ) as [RBM, RBM];
    const ofRBM = new Run();
    await rbms[0].fit(inputs, { epochs: 1, run: ofRBM });
    expect(() => restoreModel(rbms[1], ofRBM)).toThrow(
      /a model with model ".*", as the run has, got ".*gaussian/,
    );
    expect(() => restoreModel(new Pipeline({ model: rbms[0] }) as never, ofRBM)).toThrow(
      "expected a Network, an RBM, a DBN or autoencoders, got Pipeline",
    );
  });

  it.each([true, false])("takes autoencoders, alone and in a stack; tied weights: %s", async (tied) => {
    const inputs = randomMatrix("inputs of autoencoders to restore", 20, 3);
    const alone = (seed: number, hidden = 2): DenoisingAutoencoder =>
      new DenoisingAutoencoder({ visible: 3, hidden, decoder: linear, tied, seed, engine });
    const run = new Run();
    const trained = alone(1);
    await trained.fit(inputs, { epochs: 2, run });
    const other = alone(2);
    restoreModel(other, runFromBytes(runToBytes(run)));
    expect(bitsOf(other.parameters)).toEqual(bitsOf(trained.parameters));
    expect(other.seed).toBe(1);
    expect(() => restoreModel(alone(2, 4), run)).toThrow('a model with layer 0 "');

    const stack = (seed: number): StackedAutoencoders =>
      new StackedAutoencoders({ sizes: [3, 4, 2], decoder: linear, tied, seed, engine });
    const bitsOfStack = ({ autoencoders }: StackedAutoencoders): unknown =>
      autoencoders.map(({ parameters }) => bitsOf(parameters));
    const ofStack = new Run();
    const source = stack(1);
    for await (const { layer } of source.epochs(inputs, { epochs: 2, run: ofStack })) if (layer === 0) break; // the second was not begun
    const restored = stack(2);
    restoreModel(restored, runFromBytes(runToBytes(ofStack)));
    expect(bitsOfStack(restored)).toEqual(bitsOfStack(source));
    expect(restored.seed).toBe(1);
    expect(() => restoreModel(alone(2), ofStack)).toThrow("expected a run of 1 models, got 2");
    const network = Network.fromSizes([3, 2], { head: linear, seed: 1, engine });
    expect(() => restoreModel(network, run)).toThrow('expected a model with model "a denoising autoencoder"');
  });
});

describe("The bytes of a run", () => {
  it("are safetensors whose tensors have the names of their places, to the bit", async () => {
    const run = new Run();
    await network4().fit(inputs, labels, { ...train, run });
    const { tensors } = fromSafetensors(runToBytes(run));
    expect(Object.keys(tensors)).toContain("state/values/0.weights");
    expect(Object.keys(tensors)).toContain("state/optimizer/state/velocity/0.weights");
    expect(JSON.stringify(runFromBytes(runToBytes(run)))).toBe(JSON.stringify(run));
  });

  it("tell of every byte that was changed, cut off or put in", async () => {
    const run = new Run();
    await network4().fit(inputs, labels, { ...train, run });
    const bytes = runToBytes(run);
    const expected = JSON.stringify(run);
    const random = new RandomStream(process.env.LAYERWISE_MUTATIONS ? Date.now() : 1, "mutations");
    for (let mutation = 0; mutation < Number(process.env.LAYERWISE_MUTATIONS ?? 1000); mutation++) {
      let mutated = Uint8Array.from(bytes);
      const place = random.integer(bytes.length);
      const kind = random.integer(4);
      if (kind === 0) mutated[place]! ^= 1 << random.integer(8);
      else if (kind === 1) mutated = mutated.slice(0, place);
      else if (kind === 2)
        mutated = Uint8Array.from([
          ...mutated.subarray(0, place),
          random.integer(256),
          ...mutated.subarray(place),
        ]);
      else mutated.fill(random.integer(256), place, place + 1 + random.integer(64));
      try {
        // Blanks in the header say nothing.
        expect(JSON.stringify(runFromBytes(mutated))).toBe(expected);
      } catch (error) {
        expect((error as Error).message).toMatch(
          /^Cannot read a run: expected |^Cannot put a run together: expected /,
        );
      }
    }
  });
});
