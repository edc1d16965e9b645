import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { relu } from "../../src/activation/relu.ts";
import { tanh } from "../../src/activation/tanh.ts";
import { barsAndStripes } from "../../src/data/bars-and-stripes.ts";
import { datasetFromCsv } from "../../src/data/csv.ts";
import { datasetFromRows } from "../../src/data/dataset-from-rows.ts";
import { loadDigits } from "../../src/data/digits.ts";
import { shiftingBar } from "../../src/data/shifting-bar.ts";
import { split } from "../../src/data/split.ts";
import { take } from "../../src/data/take.ts";
import { DBN } from "../../src/dbn/dbn.ts";
import { displayed, showing } from "../../src/display/displayed.ts";
import { few } from "../../src/display/table.ts";
import { linear } from "../../src/head/linear.ts";
import { softmax } from "../../src/head/softmax.ts";
import { batchNorm } from "../../src/layers/batch-norm.ts";
import { dense } from "../../src/layers/dense.ts";
import { dropout } from "../../src/layers/dropout.ts";
import { residual } from "../../src/layers/residual.ts";
import { Network } from "../../src/network/network.ts";
import { preprocessorFromJSON } from "../../src/preprocess/from-json.ts";
import { minMax } from "../../src/preprocess/min-max.ts";
import { pcaWhiten } from "../../src/preprocess/pca-whiten.ts";
import { prepareInputs } from "../../src/preprocess/prepare-inputs.ts";
import { standardize } from "../../src/preprocess/standardize.ts";
import { zcaWhiten } from "../../src/preprocess/zca-whiten.ts";
import { GradientProbe } from "../../src/probe/gradient-probe.ts";
import { RBM } from "../../src/rbm/rbm.ts";
import { gaussianUnits } from "../../src/units/gaussian.ts";

/** The MIME bundle that a notebook asks an object for. */
function notebook(shown: object): Record<string, string> {
  return (shown as Record<symbol, () => Record<string, string>>)[Symbol.for("Jupyter.display")]!();
}

const engine = "reference";

describe("Network", () => {
  const network = new Network({
    layers: [
      dense({ inputs: 4, outputs: 3, activation: tanh }),
      batchNorm({ units: 3 }),
      dropout({ rate: 0.5 }),
      residual([dense({ inputs: 3, outputs: 3, activation: relu })]),
      dense({ inputs: 3, outputs: 2 }),
    ],
    head: softmax,
    seed: 7,
    engine,
  });

  it("shows a row for each layer, each followed by the layers inside it", () => {
    const text = `Network 4-3-2 softmax
layer        shape  activation  parameters
───────────  ─────  ──────────  ──────────
0 dense      4 → 3  tanh                15
1 batchNorm  3 → 3                       6
2 dropout                                0
3 residual   3 → 3                      12
3.0 dense    3 → 3  relu                12
4 dense      3 → 2  identity             8
41 parameters on the reference engine, seed 7`;
    expect(String(network)).toBe(text);
    expect(`${network}`).toBe(text);
    expect(inspect(network)).toBe(text);
    expect(notebook(network)["text/plain"]).toBe(text);
  });

  it("tells which layers are frozen at that moment, with the layers inside them", () => {
    const other = Network.fromJSON(network.toJSON(), { engine }).freeze(0, 3);
    const rows = String(other).split("\n");
    expect(rows[1]).toBe("layer        shape  activation  parameters  frozen");
    expect(rows.filter((row) => row.endsWith("yes")).map((row) => row.split(" ")[0])).toEqual([
      "0",
      "3",
      "3.0",
    ]);
    expect(String(other.unfreeze())).toBe(String(network));
  });

  it("is one line inside another object, at any depth that stops somewhere", () => {
    expect(inspect({ network })).toBe("{ network: Network 4-3-2 softmax }");
    expect(inspect([[[network]]])).toBe("[ [ [ Network 4-3-2 softmax ] ] ]");
    expect(inspect({ network }, { depth: 0 })).toBe("{ network: Network 4-3-2 softmax }");
    expect(inspect(network, { depth: 0 })).toBe(String(network));
    expect(inspect({ network }, { depth: null })).toContain("41 parameters");
  });

  it("names the first few widths of a deep net, and the last", () => {
    const deep = Network.fromSizes([9, ...new Array<number>(30).fill(5), 1], { head: linear, seed: 1 });
    expect(inspect([deep])).toBe("[ Network 9-5-5-5-5-5-…-1 linear ]");
  });

  it("tells on how many threads it may run", () => {
    const threaded = Network.fromSizes([2, 1], { head: linear, seed: 1, engine: "wasm", threads: 3 });
    expect(String(threaded)).toMatch(/3 parameters on the wasm engine, 3 threads, seed 1$/);
  });

  it("has the keys and the JSON that it had, and names of its own class", () => {
    expect(Object.keys(network)).toEqual([
      ...["layers", "head", "seed", "inputs", "outputs", "parameters", "statistics", "engineKind"],
    ]);
    expect(Object.getOwnPropertySymbols({ ...network })).toEqual([]);
    expect(JSON.parse(JSON.stringify(network))).toEqual(network.toJSON());
    expect([Network.name, network.constructor.name, RBM.name, DBN.name]).toEqual([
      ...["Network", "Network", "RBM", "DBN"],
    ]);
  });

  it("escapes what stands in HTML", () => {
    const custom = { ...tanh, name: "<b>" };
    const layers = [dense({ inputs: 1, outputs: 1, activation: custom })];
    const named = new Network({ layers, head: linear, seed: "a & b", engine });
    const html = notebook(named)["text/html"];
    expect(html).toContain("<td>&lt;b&gt;</td>");
    expect(html).toContain("seed a &amp; b</figure>");
  });
});

describe("RBM", () => {
  it("shows its units, parameters, engine and seed in a line", () => {
    const rbm = new RBM({ visible: 3, hidden: 2, visibleUnits: gaussianUnits, seed: 1, engine });
    const text = "RBM 3 gaussian × 2 bernoulli, 11 parameters on the reference engine, seed 1";
    expect(String(rbm)).toBe(text);
    expect(inspect(rbm)).toBe(text);
    expect(notebook(rbm)).toEqual({
      "text/plain": text,
      "text/html": `<figure><figcaption>${text}</figcaption></figure>`,
    });
    expect(Object.keys(rbm)).not.toContain("toString");
    expect(JSON.parse(JSON.stringify(rbm))).toEqual(rbm.toJSON());
  });
});

describe("DBN", () => {
  const dbn = new DBN({ sizes: [4, 3, 2], visibleUnits: gaussianUnits, seed: 1, engine });

  it("shows a line for each RBM", () => {
    expect(String(dbn)).toBe(`DBN 4-3-2, seed 1
RBM 4 gaussian × 3 bernoulli, 19 parameters on the reference engine, seed 1, RBM 0
RBM 3 bernoulli × 2 bernoulli, 11 parameters on the reference engine, seed 1, RBM 1`);
    expect(inspect({ dbn })).toBe("{ dbn: DBN 4-3-2, seed 1 }");
    expect(notebook(dbn)["text/html"]?.split("<br>")).toHaveLength(2);
    expect(Object.keys(dbn)).toEqual(["rbms", "seed"]);
  });
});

describe("GradientProbe", () => {
  it("shows how many reports it has by now", () => {
    const probe = new GradientProbe({ every: 5 });
    expect(String(probe)).toBe("GradientProbe, 0 reports");
    expect(Object.keys(probe)).toEqual(["every"]);
  });
});

describe("A dataset", () => {
  it("shows its size and how often each class occurs", () => {
    const flowers = datasetFromCsv("a,b,kind\n1,2,iris\n3,4,rose\n5,6,iris\n", { label: "kind" });
    const [title, ...table] = String(flowers).split("\n");
    expect(title).toBe("Dataset csv: 3 examples × 2 columns, 2 classes");
    expect(table.slice(0, 4)).toEqual([
      "class  examples",
      "─────  ────────",
      "iris          2",
      "rose          1",
    ]);
    expect(inspect(flowers)).toBe(String(flowers));
    expect(inspect({ flowers })).toBe("{ flowers: Dataset csv: 3 examples × 2 columns, 2 classes }");
  });

  it("shows where targets lie", () => {
    const targets = [
      [1, 20],
      [4, -3],
    ];
    const houses = datasetFromRows([[1], [2]], { name: "houses", targets, targetNames: ["price", "age"] });
    expect(String(houses)).toBe(`Dataset houses: 2 examples × 1 column, 2 targets
target  least  greatest
──────  ─────  ────────
price       1         4
age        -3        20`);
  });

  it("shows images and whom to name, in lines of up to 100 characters", async () => {
    const lines = String(await loadDigits()).split("\n");
    expect(lines[0]).toBe("Dataset digits: 1797 examples × 64 columns, 10 classes");
    expect(lines[3]).toBe("    0       178");
    expect(lines.slice(13)).toEqual([
      "Images of 8 × 8 pixels",
      "E. Alpaydin, C. Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository,",
      "1998, https://doi.org/10.24432/C50P49, CC BY 4.0",
    ]);
  });

  it("shows the first few of many classes and columns, and cuts long names", () => {
    const dataset = datasetFromRows(
      Array.from({ length: 50 }, () => new Array<number>(200).fill(0)),
      {
        name: `a \u001b[31mname\n${"x".repeat(99)}`,
        labels: Int32Array.from({ length: 50 }, (_, index) => index),
        classNames: Array.from({ length: 50 }, (_, index) => `${index} ${"y".repeat(999)}`),
        columnNames: Array.from({ length: 200 }, (_, index) => `${index} ${"z".repeat(99)}`),
      },
    );
    const lines = String(dataset).split("\n");
    expect(lines[0]).toBe(`Dataset a [31mname ${"x".repeat(12)}…: 50 examples × 200 columns, 50 classes`);
    expect(lines[3]).toBe(`0 ${"y".repeat(21)}…         1`);
    expect(lines[13]).toBe("… 40 more of 50 classes");
    expect(lines[14]).toMatch(/^Columns: 0 z{21}…, 1 z{21}…, /);
    expect(lines.join(" ")).toMatch(/, 5 z{21}…, …, 199 z{19}…$/);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(100);
  });

  it("that is split or taken from another shows itself too, with its seed and warnings", () => {
    const plain = { name: "mine", inputs: shiftingBar({ length: 3, bar: 1 }).inputs, warnings: ["Odd."] };
    const { train, test } = split(plain, { trainCount: 2, seed: 5 });
    const lines = "Drawn with seed 5\nWarning: Odd.";
    expect(String(train)).toBe(`Dataset mine: 2 examples × 3 columns\n${lines}`);
    expect(inspect({ test })).toBe("{ test: Dataset mine: 1 example × 3 columns }");
    expect(String(take(barsAndStripes(1), [0]))).toContain("1 example × 1 column, 2 classes");
    expect(String({ ...train })).toBe("[object Object]");
  });

  it("counts the first of as many classes as there may be", () => {
    const vast = { ...shiftingBar({ length: 3, bar: 1 }), classes: 10_000 };
    expect(
      String(take(vast, [2]))
        .split("\n")
        .slice(3, 7),
    ).toEqual(["    0         0", "    1         0", "    2         1", "    3         0"]);
  });

  it("keeps its keys, stays frozen, and escapes names in HTML", () => {
    const classNames = ["<i>", "&"];
    const dataset = datasetFromRows([[1], [2]], { name: "<a>", labels: Int32Array.of(0, 1), classNames });
    expect(Reflect.ownKeys({ ...dataset }).sort()).toEqual([
      "classNames",
      "classes",
      "inputs",
      "labels",
      "name",
    ]);
    expect(Object.isFrozen(dataset)).toBe(true);
    const html = notebook(dataset)["text/html"];
    expect(html).toContain("<figcaption>Dataset &lt;a&gt;: 2 examples");
    expect(html).toContain("<tr><td>&lt;i&gt;</td><td>1</td></tr><tr><td>&amp;</td><td>1</td></tr>");
  });
});

describe("A preprocessor", () => {
  const data = [
    [0, 0],
    [2, 0],
    [0, 4],
    [2, 4],
  ];

  it("shows what it learned, in a line", () => {
    expect(String(standardize.fit(data))).toBe("standardize, 2 means from 1 to 2, 2 deviations from 1 to 2");
    expect(String(minMax.fit(data, { min: -1 }))).toBe(
      "minMax, 2 minimums from 0 to 0, 2 maximums from 2 to 4, min -1, max 1",
    );
    expect(String(minMax.fit(data, { clip: true }))).toBe(
      "minMax, 2 minimums from 0 to 0, 2 maximums from 2 to 4, min 0, max 1, clip",
    );
    expect(String(pcaWhiten.fit(data, { components: 1 }))).toBe(
      "pcaWhiten, 2 means from 1 to 2, 1 of 2 directions, 1 variances from 4 to 4, dropped 1, epsilon 0",
    );
    expect(inspect(zcaWhiten.fit(data, { epsilon: 0.5 }))).toBe(
      "zcaWhiten, 2 means from 1 to 2, 2 of 2 directions, 2 variances from 1 to 4, dropped 0, epsilon 0.5",
    );
  });

  it("of several steps shows a line for each, and its name alone inside another object", () => {
    const preparation = prepareInputs.fit(data, { decorrelate: false });
    const text = "prepareInputs\nstandardize, 2 means from 1 to 2, 2 deviations from 1 to 2";
    expect(String(preparation)).toBe(text);
    expect(inspect({ preparation })).toBe("{ preparation: prepareInputs }");
    expect(String(preprocessorFromJSON(preparation.toJSON()))).toBe(text);
    expect(Object.keys(preparation)).toEqual(["name", "steps", "transform", "inverse", "toJSON"]);
    expect(Object.isFrozen(preparation)).toBe(true);
  });
});

describe("showing", () => {
  it("asks anew each time, and leaves an object as open as it was", () => {
    const counter = { count: 1 };
    showing(counter, () => ({ title: `at ${counter.count}` }));
    counter.count = 2;
    expect(String(counter)).toBe("at 2");
    expect(Object.keys(counter)).toEqual(["count"]);
  });

  it("without options, as it is called by hand, shows the whole", () => {
    const shown = showing({}, () => ({ title: "title", footer: "footer" }));
    const show = (shown as Record<symbol, () => string>)[inspect.custom]!;
    expect(show()).toBe("title\nfooter");
  });
});

describe("displayed", () => {
  it("is whole inside another object too", () => {
    const report = displayed({ a: 1 }, { title: "Report", footer: "end" });
    expect(inspect({ report })).toBe("{\n  report: Report\n  end\n}");
  });
});

describe("few", () => {
  it("lists up to nine items, of more the first six and the last", () => {
    expect(few([1, 2, 3, 4, 5, 6, 7, 8, 9], "-")).toBe("1-2-3-4-5-6-7-8-9");
    expect(few([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], "-")).toBe("1-2-3-4-5-6-…-10");
    expect(few([], "-")).toBe("");
  });
});
