import fc from "fast-check";
import { loadDigits } from "layerwise/data";
import { rbmEpochCost } from "layerwise/study";
import { describe, expect, it } from "vitest";
import { addressOf, readAddress } from "../../src/playground/address.ts";
import { netEpochCost, wholeCost } from "../../src/playground/cost.ts";
import { groundOf } from "../../src/playground/experiment/ground.ts";
import { createHost } from "../../src/playground/experiment/host.ts";
import { run } from "../../src/playground/experiment/run.ts";
import { startedNet } from "../../src/playground/experiment/starts.ts";
import { readTable } from "../../src/playground/experiment/table.ts";
import { toy } from "../../src/playground/experiment/toys.ts";
import type { FromWorker, ToWorker } from "../../src/playground/messages.ts";
import { type Point, pixelsOf } from "../../src/playground/page/drawn-digit.ts";
import { percent, powerOfTen } from "../../src/playground/page/words.ts";
import { choices, defaults, limits, type Settings } from "../../src/playground/settings.ts";

const bytesOf = (text: string): ArrayBuffer => new TextEncoder().encode(text).buffer as ArrayBuffer;
const flowers = ["length,width,species", "1,2,rose", "3,4,lily", "2,,rose", "5,1,lily"].join("\n");
const small: Settings = { ...defaults, depth: 2, width: 8, pretraining: 1, epochs: 2, pace: "quick" };

describe("addressOf", () => {
  const oneOf = <Name extends string>(names: Readonly<Record<Name, string>>) =>
    fc.constantFrom(...(Object.keys(names) as Name[]));
  const anySettings: fc.Arbitrary<Settings> = fc.record({
    ...{
      data: oneOf(choices.data),
      label: fc.string(),
      left: oneOf(choices.left),
      right: oneOf(choices.left),
    },
    ...{ depth: fc.integer(limits.depth), width: fc.integer(limits.width) },
    ...{ activation: oneOf(choices.activation), optimizer: oneOf(choices.optimizer) },
    rate: fc.double({ ...limits.rate, noNaN: true }),
    ...{ pretraining: fc.integer(limits.pretraining), epochs: fc.integer(limits.epochs) },
    seed: fc.integer(limits.seed),
    pace: oneOf(choices.pace),
  });

  it("says settings that readAddress reads again, whatever they are", () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        expect(readAddress(addressOf(settings))).toEqual({ settings, refused: [] });
      }),
    );
  });

  it("says every setting, whether it is the default or not", () => {
    const said = new URLSearchParams(addressOf({ ...defaults, label: "species" }).slice(1));
    expect([...said.keys()].sort()).toEqual(Object.keys(defaults).sort());
  });
});

describe("readAddress", () => {
  it("is the defaults where nothing is said", () => {
    expect(readAddress("")).toEqual({ settings: defaults, refused: [] });
  });

  it.each([
    ...[
      "depth=1",
      "depth=13",
      "depth=2.5",
      "depth=",
      "depth=six",
      "width=1e9",
      "rate=0",
      "rate=NaN",
      "rate=Infinity",
    ],
    ...[
      "data=mnist",
      "data=constructor",
      "left=__proto__",
      "seed=-1",
      "epochs=0x",
      "constructor=1",
      "learningRate=1",
    ],
  ])("passes over %s and says so", (part) => {
    const { settings, refused } = readAddress(`#${part}&seed=7`);
    expect(settings).toEqual({ ...defaults, seed: 7 });
    expect(refused).toEqual([`The address says ${part}, which this page does not know.`]);
  });

  it("never throws", () => {
    fc.assert(fc.property(fc.string(), (hash) => Object.keys(readAddress(hash).settings).length === 13));
  });
});

describe("readTable", () => {
  it("takes the column that is called a label, and means where numbers are missing", () => {
    const { dataset, columns, label } = readTable("flowers.csv", bytesOf(flowers));
    expect({ columns, label }).toEqual({ columns: ["length", "width", "species"], label: "species" });
    expect(dataset.classNames).toEqual(["lily", "rose"]);
    expect(dataset.inputs.get(2, 1)).toBeCloseTo(7 / 3, 12);
  });

  it("takes the last column of words, or else the last, and another where one is named", () => {
    expect(readTable("t", bytesOf("town,age\nUlm,3\nBonn,4\nUlm,5\n")).label).toBe("town");
    expect(readTable("t", bytesOf("a,b\n0,1\n1,0\n0,1\n")).label).toBe("b");
    expect(readTable("t", bytesOf("a,b\n0,1\n1,0\n0,1\n"), "a").label).toBe("a");
    expect(readTable("t", bytesOf("a,b\n0,1\n1,0\n0,1\n"), "gone").label).toBe("b");
  });

  it.each(["", "a\n", "a,b\n1\n", "\u0000\u0001", "a,a\n1,2\n"])(
    "refuses %j in the library's words",
    (text) => {
      expect(() => readTable("t.csv", bytesOf(text))).toThrow(/^Cannot read CSV "t.csv".*: expected .*got /s);
    },
  );
});

describe("toy", () => {
  it.each(["circles", "moons", "spiral", "xor"] as const)(
    "makes %s: as many of each class, by its seed",
    (name) => {
      const { inputs, labels } = toy(name, 1);
      expect(labels.reduce((sum, label) => sum + label, 0)).toBe(labels.length / 2);
      expect(inputs.to2DArray()).toEqual(toy(name, 1).inputs.to2DArray());
      expect(inputs.to2DArray()).not.toEqual(toy(name, 2).inputs.to2DArray());
    },
  );
});

describe("wholeCost", () => {
  it("is that of the study, counted by hand", () => {
    expect(rbmEpochCost(10, 3, 2)).toBe(300);
    expect(netEpochCost(10, [3, 2, 4])).toBe(10 * (2 * 6 + 3 * 8));
    const facts = { ...{ name: "", inputs: 3, training: 10, testing: 1 }, classNames: ["a", "b", "c", "d"] };
    const settings = { ...defaults, depth: 2, width: 2, pretraining: 5, epochs: 7 };
    const [net, stack] = [10 * (2 * 6 + 3 * 4 + 3 * 8), 50 * 6 + 50 * 4];
    expect(wholeCost(settings, facts)).toBe(7 * net + 5 * stack);
    expect(wholeCost({ ...settings, right: "glorot" }, facts)).toBe(7 * net);
  });
});

describe("startedNet", () => {
  it("gives both nets of a seed the same weights where no RBM stands", async () => {
    const { facts } = await groundOf(small, undefined);
    const [left, right] = (["classical", "pretrained"] as const).map((start) =>
      startedNet(start, small, facts, []),
    );
    expect(right!.toJSON()).toEqual(left!.toJSON());
  });
});

describe("run", () => {
  it("pretrains one RBM after the other, then trains both nets, and counts what each has cost", async () => {
    const ground = await groundOf({ ...small, data: "moons" }, undefined);
    const frames = [];
    for await (const { frame } of run({ ...small, data: "moons" }, ground, new AbortController().signal)) {
      frames.push(frame);
    }
    expect(frames.map(({ phase, done }) => `${phase} ${done}`)).toEqual([
      ...["pretraining 0", "pretraining 1", "pretraining 2", "training 0", "training 1", "training 2"],
    ]);
    const [begun, , pretrained] = frames;
    expect(begun!.nets[1].layers).toEqual(begun!.nets[0].layers);
    expect(pretrained!.nets[1].layers).not.toEqual(pretrained!.nets[0].layers);
    const [left, right] = frames.at(-1)!.nets;
    const net = netEpochCost(400, [2, 8, 8, 2]);
    const stack = rbmEpochCost(400, 2, 8) + rbmEpochCost(400, 8, 8);
    expect([left.cost, right.cost]).toEqual([2 * net, 2 * net + stack]);
    expect(right.region).toHaveLength(1600);
  });

  it("goes on with one net where the other's training breaks off", async () => {
    const settings = {
      ...small,
      data: "moons",
      left: "he",
      right: "glorot",
      activation: "relu",
      rate: 100,
    } as const;
    const ground = await groundOf(settings, undefined);
    const phases = [];
    for await (const { frame } of run({ ...settings, epochs: 20 }, ground, new AbortController().signal)) {
      phases.push(frame.done);
    }
    expect(phases.at(-1)).toBe(20);
  });
});

describe("createHost", () => {
  /** A host whose messages are cloned, and their buffers handed over, as between threads. */
  const open = (...first: ToWorker[]) => {
    const heard: FromWorker[] = [];
    let wake = (): void => undefined;
    const tell = createHost((message, transfer) => {
      heard.push(structuredClone(message, { transfer }));
      wake();
    });
    const until = async (is: (message: FromWorker) => boolean): Promise<FromWorker> => {
      for (;;) {
        const found = heard.find(is);
        if (found) return found;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    };
    for (const message of first) tell(message);
    return { tell, until, heard };
  };
  const start = (number: number, changed: Partial<Settings> = {}): ToWorker => ({
    ...{ type: "start", run: number },
    settings: { ...small, data: "moons", ...changed },
  });

  it("says what it begins with, then frames, then that it ended", async () => {
    const { until, heard } = open(start(1));
    await until(({ type }) => type === "ended");
    const types = heard.map(({ type }) => type);
    expect(types.filter((type) => type !== "frame")).toEqual(["began", "contours", "ended"]);
    expect(types.filter((type) => type === "frame")).toHaveLength(6);
  });

  it("leaves a run for the next", async () => {
    const { tell, until, heard } = open(start(1, { epochs: 1000 }));
    await until(({ type }) => type === "frame");
    tell(start(2));
    await until(({ type }) => type === "ended");
    expect(heard.filter((message) => message.type === "ended")).toEqual([{ type: "ended", run: 2 }]);
    const second = heard.findIndex((message) => message.type === "began" && message.run === 2);
    expect(heard.slice(second).some((message) => "run" in message && message.run === 1)).toBe(false);
  });

  it("stands still while it is paused, and begins anew all the same", async () => {
    const { tell, until, heard } = open(start(1, { epochs: 1000 }));
    await until(({ type }) => type === "frame");
    tell({ type: "pause" });
    const before = heard.length;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(heard.length).toBeLessThanOrEqual(before + 1); // the contours, if they came between
    tell(start(2));
    await until(({ type }) => type === "ended");
  });

  it("reads a table, and runs on it by the column that is named", async () => {
    const rows = Array.from({ length: 40 }, (_, row) => `${row % 7},${row % 5},${"ab"[row % 2]},${row % 3}`);
    const bytes = bytesOf(["x,y,kind,third", ...rows].join("\n"));
    const { tell, until } = open({ type: "read", name: "t.csv", bytes });
    expect(await until(({ type }) => type === "table")).toMatchObject({
      table: { name: "t.csv", columns: ["x", "y", "kind", "third"], label: "kind", rows: 40, classes: 2 },
    });
    tell(start(1, { data: "table", label: "third" }));
    const began = await until(({ type }) => type === "began");
    expect(began).toMatchObject({
      facts: { inputs: 4, classNames: ["0", "1", "2"], training: 32, testing: 8 },
    });
    await until(({ type }) => type === "ended");
  });

  it("says why it cannot, and goes on", async () => {
    const { tell, until } = open(
      { type: "read", name: "t.csv", bytes: bytesOf("a\n") },
      start(1, { data: "table" }),
    );
    expect(await until((message) => message.type === "refused" && message.run === 1)).toMatchObject({
      reason: "Your table is not here any more: choose its file again.",
    });
    tell(start(2));
    await until(({ type }) => type === "ended");
  });

  it("shows examples that are new to both nets, and says what they take a drawing for", async () => {
    const { tell, until } = open(start(1, { data: "digits" }));
    await until(({ type }) => type === "ended");
    tell({ type: "example" });
    const shown = await until((message) => message.type === "told" && message.told.label !== undefined);
    expect(shown).toMatchObject({ told: { label: expect.stringMatching(/^\d$/) } });
    tell({ type: "classify", pixels: new Float32Array(64) });
    const told = await until((message) => message.type === "told" && message.told.label === undefined);
    if (told.type !== "told") throw new Error("nothing was told");
    for (const probabilities of told.told.probabilities) {
      expect(probabilities.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 5);
    }
  });
});

describe("pixelsOf", () => {
  const circle = (x: number, y: number, width: number, height: number, from = 0, to = 2 * Math.PI): Point[] =>
    Array.from({ length: 41 }, (_, step) => {
      const angle = from + ((to - from) * step) / 40;
      return [x + width * Math.sin(angle), y - height * Math.cos(angle)];
    });
  /** Digits as somebody draws them with a mouse. */
  const drawn: readonly (readonly Point[])[][] = [
    [circle(50, 50, 28, 45)],
    [
      [
        [35, 25],
        [52, 8],
        [52, 92],
      ],
    ],
    [[...circle(50, 28, 25, 22, -1.4, 2), [25, 92], [78, 92]]],
    [[...circle(48, 28, 24, 20, -1.2, 2.9), ...circle(48, 70, 28, 22, 0.2, 4.2)]],
    [
      [
        [55, 5],
        [22, 60],
        [80, 60],
      ],
      [
        [60, 38],
        [60, 95],
      ],
    ],
    [[[75, 8], [32, 8], [30, 45], ...circle(46, 66, 28, 26, -0.4, 4)]],
    [[[62, 5], [38, 35], [28, 62], ...circle(50, 70, 24, 24, -1.5, 4.7)]],
    [
      [
        [22, 10],
        [78, 10],
        [45, 92],
      ],
      [
        [35, 52],
        [70, 52],
      ],
    ],
    [circle(50, 27, 20, 21), circle(50, 71, 24, 23)],
    [[...circle(50, 30, 22, 22, 1.5, 7.8), [70, 60], [62, 92]]],
  ];

  it("is nothing of nothing, and a spot in the middle of a dot", () => {
    expect([...pixelsOf([])]).toEqual(new Array(64).fill(0));
    const spot = pixelsOf([[[7, 3]]]);
    expect(spot[27]).toBeGreaterThan(0);
    expect(spot[27]).toBe(spot[36]);
    expect(spot[0]).toBe(0);
  });

  it("is the same wherever, however large and by how many points it is drawn", () => {
    const [five] = [drawn[5]!];
    const moved = five.map((stroke) => stroke.map(([x, y]): Point => [300 + 4 * x, 4 * y - 90]));
    expect(pixelsOf(moved)).toEqual(pixelsOf(five));
  });

  it("fills the height of the square and stays within [0, 1]", () => {
    for (const strokes of drawn) {
      const pixels = pixelsOf(strokes);
      expect(Math.max(...pixels.slice(0, 8))).toBeGreaterThan(0.3);
      expect(Math.max(...pixels.slice(56))).toBeGreaterThan(0.3);
      expect(pixels.every((pixel) => pixel >= 0 && pixel <= 1)).toBe(true);
    }
  });

  it("is as dark as the digits of the set", async () => {
    const { inputs, labels } = await loadDigits();
    for (const [digit, strokes] of drawn.entries()) {
      const inks = [...labels].flatMap((label, row) =>
        label === digit ? inputs.getRow(row).reduce((sum, pixel) => sum + pixel, 0) : [],
      );
      const ink = pixelsOf(strokes).reduce((sum, pixel) => sum + pixel, 0);
      expect(ink, `${digit}`).toBeGreaterThan(Math.min(...inks));
      expect(ink, `${digit}`).toBeLessThan(Math.max(...inks));
    }
  });

  it("is told right by the pretrained net that the page shows", async () => {
    const ground = await groundOf(defaults, undefined);
    let told: number[] = [];
    for await (const { frame, nets } of run(defaults, ground, new AbortController().signal)) {
      if (frame.phase === "pretraining" || frame.done < frame.of) continue;
      told = nets[1].classify(drawn.map((strokes) => [...pixelsOf(strokes)])) as unknown as number[];
    }
    expect([...told].filter((label, digit) => label === digit).length).toBeGreaterThanOrEqual(8);
  });
});

describe("percent", () => {
  it("keeps two digits that matter", () => {
    expect([0, 1, 1.139, 0.0954, 5.4e-5, 3.2e-9].map(percent)).toEqual([
      "0 %",
      "100 %",
      "114 %",
      "9.5 %",
      "0.0054 %",
      "3 · 10⁻⁷ %",
    ]);
  });
});

describe("powerOfTen", () => {
  it("writes exponents above the line", () => {
    expect([0, -3, -12, 2].map(powerOfTen)).toEqual(["1", "10⁻³", "10⁻¹²", "10²"]);
  });
});
