import { describe, expect, it } from "vitest";
import {
  checkEngine,
  checkFitOptions,
  checkingEngine,
  checkLayer,
  checkOptimizer,
  checkSampler,
  checkUnits,
  type Job,
  type JobEvaluation,
  loadParameters,
  fit as run,
} from "../../src/extend/index.ts";
import {
  type BackwardResult,
  bernoulliUnits,
  contrastiveDivergence,
  type Engine,
  type EngineKind,
  type ForwardResult,
  type Layer,
  Matrix,
  Network,
  type Optimizer,
  type Parameters,
  persistentContrastiveDivergence,
  RandomStream,
  RBM,
  reference,
  type Sampler,
  sgd,
  softmax,
  tanh,
  type Units,
} from "../../src/index.ts";
import { hiddenDropout } from "../../src/rbm/index.ts";
import { bitsOf } from "../support/bits.ts";

/** y = tanh(x·W + b). */
class OwnLayer implements Layer {
  readonly #width: number;
  readonly #f = tanh;

  constructor(width: number) {
    this.#width = width;
  }

  get kind(): string {
    return this.#named("layer");
  }

  get inputs(): number {
    return this.#width;
  }

  get outputs(): number {
    return this.#width;
  }

  get activation() {
    return this.#f;
  }

  get affine(): boolean {
    return this.#width > 0;
  }

  get weights(): readonly string[] {
    return ["weights", this.#width].slice(0, 1) as string[];
  }

  get multiplications(): number {
    return this.#width ** 2;
  }

  #named(what: string): string {
    return `own ${what}`;
  }

  initialize(random: (purpose: string) => RandomStream) {
    const uniforms = random("weights").uniforms(this.#width ** 2);
    const weights = Matrix.from1DArray(this.#width, this.#width, uniforms);
    return { parameters: { weights, bias: Matrix.zeros(1, this.#width) }, statistics: {} };
  }

  forward(engine: Engine, { weights, bias }: Parameters, x: Parameters[string]): ForwardResult {
    const z = engine.affine(x, weights!, bias!);
    const y = engine.activate(this.#f, z);
    return { outputs: y, preActivations: z, cache: { x, z, y } };
  }

  backward(engine: Engine, { weights }: Parameters, cache: unknown, gradient: Matrix): BackwardResult {
    const { x, z, y } = cache as Record<"x" | "z" | "y", Matrix>;
    const delta = engine.multiply(gradient, engine.slope(this.#f, z, y));
    return {
      errorSignal: delta,
      gradients: { weights: engine.productLeftTransposed(x, delta), bias: engine.columnSums(delta) },
      inputGradient: () => engine.productRightTransposed(delta, weights!),
    };
  }

  toJSON() {
    return { kind: this.kind, width: this.#width };
  }
}

/** θ ← θ − rate·g. */
class OwnOptimizer implements Optimizer {
  readonly #rate = 0.1;
  #seen = 0;

  get name(): string {
    return `descent(${this.#rate})`;
  }

  init(): null {
    this.#seen += 1;
    return null;
  }

  update(engine: Engine, gradients: Parameters): Parameters {
    return Object.fromEntries(
      Object.entries(gradients).map(([name, gradient]) => [
        name,
        engine.scale(-this.learningRateAt(), gradient),
      ]),
    );
  }

  learningRateAt(): number {
    return this.#seen > 0 ? this.#rate : Number.NaN;
  }
}

class OwnSampler implements Sampler {
  readonly #inner = persistentContrastiveDivergence({ chains: 20 }) as Sampler;

  get name(): string {
    return `own(${this.#inner.name})`;
  }

  get followsExamples(): boolean {
    return this.#inner.followsExamples ?? false;
  }

  get isPersistent(): boolean {
    return this.#inner.isPersistent ?? false;
  }

  begin(...given: Given<"begin">) {
    return this.#inner.begin(...given);
  }

  machineFor(machine: Given<"begin">[0]) {
    return this.#inner.followsExamples ? { ...machine } : machine;
  }

  negativePhase(...given: Given<"negativePhase">) {
    return this.#inner.negativePhase(...given);
  }
}
type Given<Name extends "begin" | "negativePhase"> = globalThis.Parameters<Sampler[Name]>;

class OwnEngineKind implements EngineKind {
  readonly #inner = checkingEngine;

  get name(): string {
    return `own ${this.#inner.name}`;
  }

  get precision() {
    return this.#inner.precision;
  }

  open(): Engine {
    return new OwnEngine(this.#inner.open()) as unknown as Engine;
  }
}

class OwnEngine {
  readonly #inner: Engine;

  static {
    // Every kernel is a getter of the prototype.
    for (const [name, kernel] of Object.entries(reference)) {
      if (typeof kernel !== "function") continue;
      const get = function (this: OwnEngine) {
        return this.#inner[name as keyof Engine];
      };
      Object.defineProperty(OwnEngine.prototype, name, { get });
    }
  }

  constructor(inner: Engine) {
    this.#inner = inner;
  }

  get name(): string {
    return `own ${this.#inner.name}`;
  }

  get precision() {
    return this.#inner.precision;
  }
}

/** A center is to be found. */
class OwnJob implements Job {
  readonly #engine: Engine;
  readonly #model = { seed: 1, center: new Matrix([[0]]) };
  readonly #parameters: Parameters;
  #observed = 0;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#parameters = loadParameters("find a center", engine, { center: this.#model.center });
  }

  get model() {
    return this.#model;
  }
  get action() {
    return "find a center";
  }
  get engine() {
    return this.#engine;
  }
  get examples() {
    return this.#model.center.rows;
  }
  get about() {
    return { rows: `${this.#model.center.rows}` };
  }
  get own() {
    return { center: this.#model.center };
  }
  get parameters() {
    return this.#parameters;
  }
  get statistics() {
    return this.#observed < 0 ? this.#parameters : {};
  }
  get all() {
    return this.#parameters;
  }
  get random() {
    return new RandomStream(this.#model.center.rows, "draws");
  }

  evaluate(): JobEvaluation {
    return new OwnEvaluation(
      this.#engine,
      this.#engine.add(this.#parameters.center!, this.#engine.load(new Matrix([[-3]]))),
    );
  }

  observe() {
    this.#observed += 1;
  }

  measure() {
    return { observed: this.#observed };
  }
}

class OwnEvaluation implements JobEvaluation {
  readonly #engine: Engine;
  readonly #away: Parameters[string];

  constructor(engine: Engine, away: Parameters[string]) {
    [this.#engine, this.#away] = [engine, away];
  }

  get loss() {
    return 0.5 * this.#engine.sumOfSquares(this.#away);
  }
  get gradients() {
    return { center: this.#away };
  }
  get metrics() {
    return { loss: this.loss };
  }
  locateOverflow() {
    return `the center, ${this.#away.rows}`;
  }
}

const bitsOfBinary = [
  [1, 0, 1, 0],
  [0, 1, 0, 1],
];

describe("Parts of classes with private fields and getters", () => {
  it("are layers, which pass the suite and train", async () => {
    checkLayer(new OwnLayer(3));
    const network = new Network({ layers: [new OwnLayer(2)], head: softmax, seed: 1, engine: "reference" });
    const before = bitsOf(network.parameters);
    await network.fit(
      [
        [1, 0],
        [0, 1],
      ],
      [0, 1],
      { epochs: 1 },
    );
    expect(bitsOf(network.parameters)).not.toEqual(before);
  });

  it("are optimizers, which pass the suite and train as the library's does", async () => {
    checkOptimizer(new OwnOptimizer());
    const trained = async (optimizer: Optimizer) => {
      const network = Network.fromSizes([2, 3, 2], { seed: 1, engine: "reference" });
      await network.fit(
        [
          [1, 0],
          [0, 1],
        ],
        [0, 1],
        { epochs: 2, optimizer },
      );
      return bitsOf(network.parameters);
    };
    expect(await trained(new OwnOptimizer())).toEqual(await trained(sgd({ learningRate: 0.1 }) as Optimizer));
  });

  it("are samplers, which pass the suite and train as what they hold does", async () => {
    checkSampler(new OwnSampler());
    const trained = async (sampler: Sampler) => {
      const rbm = new RBM({ visible: 4, hidden: 2, seed: 1, engine: "reference" });
      await rbm.fit(bitsOfBinary, { epochs: 2, sampler });
      return bitsOf(rbm.parameters);
    };
    const plain = persistentContrastiveDivergence({ chains: 20 }) as Sampler;
    expect(await trained(new OwnSampler())).toEqual(await trained(plain));
  });

  it("are samplers, of whose chains hidden units are dropped", async () => {
    class Following implements Sampler {
      readonly #inner = contrastiveDivergence() as Sampler;
      get name(): string {
        return this.#inner.name;
      }
      get followsExamples(): boolean {
        return this.#inner.followsExamples === true;
      }
      begin(...given: Given<"begin">) {
        return this.#inner.begin(...given);
      }
      negativePhase(...given: Given<"negativePhase">) {
        return this.#inner.negativePhase(...given);
      }
    }
    const trained = async (sampler: Sampler) => {
      const rbm = new RBM({ visible: 4, hidden: 2, seed: 1, engine: "reference" });
      await rbm.fit(bitsOfBinary, { epochs: 2, sampler: hiddenDropout({ sampler }) });
      return bitsOf(rbm.parameters);
    };
    expect(await trained(new Following())).toEqual(await trained(contrastiveDivergence() as Sampler));
  });

  it("are engines, which pass the suite and train as what they hold does", async () => {
    checkEngine(new OwnEngineKind());
    const trained = async (engine: EngineKind) => {
      const rbm = new RBM({ visible: 4, hidden: 2, seed: 1, engine });
      await rbm.fit(bitsOfBinary, { epochs: 2 });
      return bitsOf(rbm.parameters);
    };
    expect(await trained(new OwnEngineKind())).toEqual(await trained(checkingEngine));
  });

  it("are jobs, which run", async () => {
    const defaults = { optimizer: () => sgd({ learningRate: 0.5 }), seed: 1 };
    const options = checkFitOptions("find a center", { epochs: 3 }, defaults, 1, ["loss"]);
    let job: OwnJob | undefined;
    const start = (engine: Engine): OwnJob => {
      job = new OwnJob(engine);
      return job;
    };
    const history = await run(checkingEngine, start, options);
    expect(job!.model.center.get(0, 0)).toBe(3 * (1 - 0.5 ** 3));
    expect(history.epochs.map(({ observed }) => observed)).toEqual([1, 2, 3]);
  });

  it("are refused as units, as an RBM refuses them", () => {
    class OwnUnits {
      readonly #range = { min: 0, max: 1 };
      readonly name = "own";
      get range() {
        return this.#range;
      }
      means = bernoulliUnits.means;
      sample = bernoulliUnits.sample;
      selfEnergy = bernoulliUnits.selfEnergy;
      logPartition = bernoulliUnits.logPartition;
    }
    const visibleUnits = new OwnUnits() as unknown as Units;
    const said = "to be a plain object, got OwnUnits";
    expect(() => checkUnits(visibleUnits)).toThrow(`Cannot check units: expected units ${said}`);
    expect(() => new RBM({ visible: 2, hidden: 2, visibleUnits })).toThrow(`visibleUnits ${said}`);
  });
});

it("Units whose getters and functions know them by their identity pass the suite", () => {
  const ranges = new WeakMap<object, Units["range"]>();
  const rangeOf = (units: object): Units["range"] => ranges.get(units) ?? expect.fail("other units are read");
  const units: Units = {
    ...bernoulliUnits,
    name: "own",
    get range() {
      return rangeOf(this);
    },
    get states() {
      return [rangeOf(this).min, rangeOf(this).max];
    },
    means(engine, fields, own) {
      return engine.scale(rangeOf(this).max, bernoulliUnits.means(engine, fields, own));
    },
  };
  ranges.set(units, { min: 0, max: 1 });
  checkUnits(units, { columns: 2 });
});

it("Results of a layer that are objects of a class are refused where they lose what its prototype has", () => {
  const plain = new OwnLayer(2);
  class OwnForward {
    readonly #result;
    constructor(result: ForwardResult) {
      this.#result = result;
    }
    get outputs() {
      return this.#result.outputs;
    }
    get cache() {
      return this.#result.cache;
    }
  }
  class Wrapping extends OwnLayer {
    override forward(...given: globalThis.Parameters<OwnLayer["forward"]>) {
      return new OwnForward(plain.forward(...given));
    }
  }
  expect(() => checkLayer(new Wrapping(2))).toThrow(
    "Cannot check a layer: expected forward to return { outputs, cache }, got OwnForward",
  );
});

it("A getter that throws is named with its error", () => {
  class Unready extends OwnLayer {
    override get multiplications(): number {
      throw new Error("not yet");
    }
  }
  expect(() => checkLayer(new Unready(2))).toThrow(
    'Cannot check a layer: expected multiplications to be read, got what throws Error "not yet" when it is read',
  );
});
