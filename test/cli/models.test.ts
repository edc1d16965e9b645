import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { csvLine } from "../../src/cli/csv-line.ts";
import { datasetFromCsv, type Pipeline, split } from "../../src/data/index.ts";
import { DBN, Network } from "../../src/index.ts";
import { fromNpz, fromSafetensors, loadModel, saveModel } from "../../src/io/index.ts";
import { readOnnxFile } from "../../src/io/onnx/read-file.ts";
import { callCommand } from "../support/call-command.ts";

const fixtures = fileURLToPath(new URL("../fixtures/", import.meta.url));
const iris = `${fixtures}uci/iris.csv`;
const diabetes = `${fixtures}uci/diabetes.csv`;
let directory: string;
const at = (name: string): string => join(directory, name);

/** Calls the command where it is to succeed; what it printed. */
async function call(...args: string[]): Promise<string[]> {
  const { code, output, errors } = await callCommand(...args);
  expect(code, errors.join("\n")).toBe(0);
  return output;
}

/** Calls the command where it is to do nothing and to say why. */
async function refused(...args: string[]): Promise<string> {
  const { code, output, errors } = await callCommand(...args);
  expect([code, output]).toEqual([2, []]);
  return errors.join("\n");
}

const quick = ["--epochs", "8", "--hidden", "6"];
const onIris = ["--data", iris, "--label", "class"];

/** Kinds and a column whose names need quotes in CSV. */
const quoted = ['x,y,"kind, ""what"""'];
for (let row = 0; row < 40; row++)
  quoted.push(`${row % 2},${(row * 7) % 5},${['"a, b"', '"say ""no"""'][row % 2]}`);

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "layerwise-models-"));
  writeFileSync(at("quoted.csv"), quoted.join("\n"));
  await call("train", ...onIris, ...quick, "--out", at("iris.safetensors"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe("layerwise train", () => {
  it("saves a pipeline that tells of test examples what it printed", async () => {
    const output = await call("train", ...onIris, "--out", at("good.safetensors"));
    const pipeline = (await loadModel(at("good.safetensors"))) as Pipeline;
    const { test } = split(datasetFromCsv(readFileSync(iris), { label: "class" }), {
      ...{ fraction: 0.8, stratified: true, seed: "1" },
    });
    const { accuracy } = pipeline.evaluate(test);
    expect(accuracy).toBeGreaterThan(0.9);
    const shown = accuracy === 1 ? "100" : (100 * accuracy!).toFixed(1);
    expect(output.join("\n")).toContain(`test accuracy ${shown} %`);
    expect(output.join("\n")).toContain("on 30 examples that were not trained on");
    expect(output.at(-1)).toBe(at("good.safetensors"));
    expect(pipeline.classNames).toEqual(["setosa", "versicolor", "virginica"]);
  });

  it("is the same to the byte when it is called again", async () => {
    await call("train", ...onIris, ...quick, "--out", at("again.safetensors"));
    expect(readFileSync(at("again.safetensors")).equals(readFileSync(at("iris.safetensors")))).toBe(true);
  });

  it("tells numbers, and how well by R²", async () => {
    const output = await call(
      "train",
      "--data",
      diabetes,
      "--target",
      "progression",
      "--out",
      at("numbers.json"),
    );
    expect(Number(/test R² (\S+), loss/.exec(output.join("\n"))?.[1])).toBeGreaterThan(0.3);
    expect(JSON.parse(readFileSync(at("numbers.json"), "utf8")).format).toBe("layerwise/pipeline");
  });

  it("starts from a stack of RBMs where it is asked to, and trains on all without a test", async () => {
    const options = ["--hidden", "5,4", "--epochs", "2", "--pretrain", "--test", "0", "--batch-size", "10"];
    const output = await call(
      "train",
      ...onIris,
      ...options,
      "--learning-rate",
      "0.01",
      "--out",
      at("deep.json"),
    );
    expect(output.join("\n")).not.toContain("test");
    expect(
      ((await loadModel(at("deep.json"))) as Pipeline).network.layers.map(({ outputs }) => outputs),
    ).toEqual([5, 4, 3]);
  });

  it("goes on from its checkpoints, to the bytes of the unbroken run, and refuses other data and options", async () => {
    for (const more of [[], ["--pretrain"]]) {
      const [folder, name] = [at(`checkpoints${more}`), `kept${more}`];
      const args = ["train", ...onIris, ...quick, ...more, "--checkpoints", folder, "--out"];
      await call("train", ...onIris, ...quick, ...more, "--out", at(`${name}-whole.safetensors`));
      await call(...args, at(`${name}-first.safetensors`));
      const names = readdirSync(folder).filter((each) => each.startsWith("checkpoint"));
      for (const each of names.sort().slice(-2)) rmSync(join(folder, each)); // as if it had been cut two epochs earlier
      const output = await call(...args, at(`${name}-second.safetensors`));
      expect(output.filter((line) => line.startsWith("epoch"))).toHaveLength(2);
      const [whole, ...others] = ["whole", "first", "second"].map((each) =>
        readFileSync(at(`${name}-${each}.safetensors`)),
      ) as [Buffer, ...Buffer[]];
      for (const other of others) expect(other.equals(whole)).toBe(true);
      const again = await callCommand(...args, at("other.json"), "--learning-rate", "0.1");
      expect(again.code).toBe(1);
      expect(again.errors.join()).toMatch(/go on with learning-rate "its default", as .*, got "0.1"/);
    }
    expect(await refused("train", ...onIris, "--checkpoints", "")).toMatch(/--checkpoints to be a folder/);
  });

  it.each([
    [["--test", "1"], /--test to be a finite number ≥ 0 and < 1, got 1/],
    [
      ["--test", "0.001"],
      /--test to set aside at least one of \d+ examples .*\(0 trains on all\), got 0.001/,
    ],
    [["--test", "x"], /--test to be a finite number ≥ 0 and < 1, got "x"/],
    [["--epochs", "1e3x"], /--epochs to be an integer ≥ 0 and ≤ 1000000, got "1e3x"/],
    [["--learning-rate", ""], /--learning-rate to be a finite number > 0, got ""/],
    [["--epochs", "1", "--epochs", "2"], /expected --epochs once, got it twice\. Try layerwise train --help/],
    [["--header", "--no-header"], /one of --header and --no-header, got both/],
    [["--seed", ""], /--seed to be a seed, got ""/],
    [["--epochs", "1.5"], /--epochs to be an integer/],
    [["--hidden", "a"], /--hidden to be integers/],
    [["--hidden", "1000000"], /the units of a layer in --hidden/],
    [["--out", "/nowhere/at/all"], /--out to be in a folder that can be written/],
    [["--seeds", "1"], /Unknown option/],
  ])("called with %j does nothing and says why", async (options, message) => {
    expect(await refused("train", ...onIris, ...options)).toMatch(message);
  });

  it("trains without a hidden layer where none is wanted, but not from RBMs then", async () => {
    await call("train", ...onIris, "--hidden", "", "--epochs", "2", "--out", at("linear.safetensors"));
    expect(((await loadModel(at("linear.safetensors"))) as Pipeline).network.layers).toHaveLength(1);
    expect(await refused("train", ...onIris, "--hidden", "", "--pretrain")).toMatch(
      /--hidden with --pretrain, got none/,
    );
    expect(await refused("pretrain", ...onIris, "--hidden", "")).toMatch(/--hidden to be integers/);
  });

  it("asks for what is to be told", async () => {
    expect(await refused("train", "--data", iris)).toMatch(/the column that is to be told/);
  });
});

describe("layerwise pretrain", () => {
  it("writes safetensors where --out ends so, with where the model comes from", async () => {
    await call("pretrain", ...onIris, "--hidden", "3", "--epochs", "2", "--out", at("stack.safetensors"));
    const pipeline = (await loadModel(at("stack.safetensors"))) as Pipeline;
    expect(pipeline.model).toBeInstanceOf(DBN);
    const { metadata } = fromSafetensors(readFileSync(at("stack.safetensors")));
    expect(JSON.parse(metadata.provenance!)).toEqual({
      data: "iris.csv",
      options: "--label class --hidden 3 --epochs 2",
    });
    const output = await call("probe", at("stack.safetensors"), ...onIris, "--json");
    expect(JSON.parse(output[0]!).layers).toHaveLength(2);
  });
});

describe("layerwise predict", () => {
  it("prints the class of each row by its name, as the model was trained on it", async () => {
    const output = await call("predict", at("iris.safetensors"), "--data", iris);
    const pipeline = (await loadModel(at("iris.safetensors"))) as Pipeline;
    const dataset = datasetFromCsv(readFileSync(iris), { label: "class" });
    const probabilities = pipeline.predict(dataset).to2DArray();
    const classes = pipeline.classify(dataset);
    expect(output[0]).toBe("class,probability of setosa,probability of versicolor,probability of virginica");
    expect(output.slice(1)).toEqual(probabilities.map((row, index) => [classes[index], ...row].join(",")));
  });

  it("reads tables without the column that is told, and quotes names as CSV does", async () => {
    await call(
      "train",
      "--data",
      at("quoted.csv"),
      "--label",
      'kind, "what"',
      ...quick,
      "--out",
      at("q.json"),
    );
    writeFileSync(at("rows.csv"), "y,x\n3,1\n2,0\n");
    await call("predict", at("q.json"), "--data", at("rows.csv"), "--out", at("told.csv"));
    const told = readFileSync(at("told.csv"), "utf8");
    const back = datasetFromCsv(told, { label: 'kind, "what"' });
    expect(back.inputs.rows).toBe(2);
    expect(back.columnNames).toEqual(["probability of a, b", 'probability of say "no"']);
    expect(told.split("\n")[0]).toBe('"kind, ""what""","probability of a, b","probability of say ""no"""');
  });

  it("tells of each row or of none: the column that is told is not read, and no row is left out", async () => {
    const lines = [
      "x,y,kind",
      ...Array.from({ length: 40 }, (_, row) => `${row % 2},${row % 5},${"ab"[row % 2]}`),
    ];
    writeFileSync(at("gaps.csv"), [...lines, ",3,a"].join("\n"));
    const options = ["--label", "kind", "--missing", "drop", ...quick, "--out", at("gaps.safetensors")];
    await call("train", "--data", at("gaps.csv"), ...options);
    writeFileSync(at("unknown.csv"), "x,y,kind\n1,2,c\n0,1,\n");
    expect(await call("predict", at("gaps.safetensors"), "--data", at("unknown.csv"))).toHaveLength(3);
    expect(await refused("predict", at("gaps.safetensors"), "--data", at("gaps.csv"))).toMatch(
      /a number in column "x", line 42, got ""; fill it in or take the row out$/,
    );
  });

  it("reads decimal commas where it is told of them, in categories too, and names the file where it cannot", async () => {
    const lines = Array.from({ length: 40 }, (_, row) => `${row % 5}.5;${row % 2}.25;${"ab"[row % 2]}`);
    writeFileSync(at("points.csv"), ["x;size;kind", ...lines].join("\n"));
    writeFileSync(at("commas.csv"), ["x;size;kind", ...lines].join("\n").replaceAll(".", ","));
    const options = ["--label", "kind", "--categorical", "size", ...quick, "--out", at("points.json")];
    await call("train", "--data", at("points.csv"), ...options);
    const told = (...args: string[]) => ["predict", at("points.json"), "--data", ...args];
    expect(await call(...told(at("commas.csv"), "--decimal", ","))).toEqual(
      await call(...told(at("points.csv"))),
    );
    expect(await refused(...told(at("commas.csv")))).toMatch(
      /Cannot read CSV "commas\.csv": expected a number in column "x", line 2, got "0,5"; .* or give --decimal ","$/,
    );
    expect(await refused(...told(at("commas.csv"), "--decimal", "x"))).toMatch(/one of "\.", ",", got "x"/);
    expect(await refused(...told(at("points.csv"), "--missing", "mean"))).toMatch(
      /no options on a table, .* got --missing$/,
    );
  });

  it("takes --no-header and --header where the table has no names, or its first line looks like a row of it", async () => {
    const file = at("iris.safetensors");
    const expected = await call("predict", file, "--data", iris);
    const rows = readFileSync(iris, "utf8").trim().split(/\r?\n/).slice(1);
    const alone = rows.map((row) => row.split(",").slice(0, 4).join(",")).join("\n");
    writeFileSync(at("alone.csv"), alone);
    const [data, told] = [
      ["predict", file, "--data"],
      ["predict", at("years.safetensors"), "--data"],
    ] as const;
    expect(await call(...data, at("alone.csv"), "--no-header")).toEqual(expected);
    expect(await refused(...data, at("alone.csv"))).toMatch(
      /got what looks like an example, .*; put the names above it that the encoding knows, or give --no-header where/,
    );
    expect(await refused(...data, iris, "--no-header")).toMatch(
      /4 fields in line 1, "sepal_length_cm", "sepal_width_cm", .*, got 5$/,
    );
    expect(await refused(...data, iris, "--header", "--no-header")).toMatch(
      /one of --header and --no-header/,
    );

    // Years as names of columns: the first line looks like an example.
    const years = ["1990,2000,kind", ...rows.map((row) => row.split(",").toSpliced(2, 2).join(","))].join(
      "\n",
    );
    writeFileSync(at("years.csv"), years);
    const onYears = ["--data", at("years.csv"), "--label", "kind", "--header", ...quick];
    await call("train", ...onYears, "--out", at("years.safetensors"));
    writeFileSync(at("more.csv"), "1990,2000\n5.1,3.5\n7,3.2\n");
    expect(await refused(...told, at("more.csv"))).toMatch(/what looks like an example/);
    expect(await call(...told, at("more.csv"), "--header")).toHaveLength(3);
  });

  it("tells of a row in each line between the first and the last, or says which line holds none", async () => {
    writeFileSync(at("holes.csv"), readFileSync(iris, "utf8").split("\n").toSpliced(3, 0, "").join("\r\n"));
    expect(await refused("predict", at("iris.safetensors"), "--data", at("holes.csv"))).toMatch(
      /5 fields in line 4, got 0; it is blank; take it out/,
    );
    writeFileSync(at("holes.csv"), readFileSync(iris, "utf8").split("\n").toSpliced(3, 0, ",,,,").join("\n"));
    expect(await refused("predict", at("iris.safetensors"), "--data", at("holes.csv"))).toMatch(
      /a number in column "sepal_length_cm", line 4, got ""; fill it in or take the row out/,
    );
    writeFileSync(at("tail.csv"), `${readFileSync(iris, "utf8").trimEnd()}\n\n,,,,\n\n`);
    expect(await call("predict", at("iris.safetensors"), "--data", at("tail.csv"))).toHaveLength(151);

    writeFileSync(
      at("one.csv"),
      ["x,kind", ...Array.from({ length: 40 }, (_, row) => `${row % 9 || ""},${"ab"[row % 2]}`)].join("\n"),
    );
    const options = ["--label", "kind", "--missing", "mean", ...quick, "--out", at("one.json")];
    await call("train", "--data", at("one.csv"), ...options);
    writeFileSync(at("column.csv"), "x\n1\n\n3\n\n");
    expect(await call("predict", at("one.json"), "--data", at("column.csv"))).toHaveLength(4);
  });

  it("reads a row of a table that was trained on as that was written, without names and without what it tells as well", async () => {
    const line = (row: number): string => `${row % 5}${row % 2 ? ",5" : ""};${row % 3};${"ab"[row % 2]}`;
    const rows = Array.from({ length: 40 }, (_, row) => line(row));
    writeFileSync(at("bare.csv"), rows.join("\r\n"));
    await call(
      "train",
      "--data",
      at("bare.csv"),
      "--no-header",
      "--label",
      "column 3",
      ...quick,
      "--out",
      at("bare.json"),
    );
    writeFileSync(at("row.csv"), "1,5;2,5\r\n");
    expect(await call("predict", at("bare.json"), "--data", at("row.csv"))).toHaveLength(2);
    writeFileSync(at("tabs.csv"), "1,5|x\t2,5|y\r\n");
    expect(await refused("predict", at("bare.json"), "--data", at("tabs.csv"))).toMatch(
      /tabs or pipes; say by --delimiter/,
    );
    expect(await refused("predict", at("bare.json"), "--data", at("tabs.csv"), "--delimiter", "tab")).toMatch(
      /a number in column "column 1", line 1/,
    );
  });

  it("tells numbers in their own units, and the features of RBMs", async () => {
    await call(
      "train",
      "--data",
      diabetes,
      "--target",
      "progression",
      ...quick,
      "--out",
      at("n.safetensors"),
    );
    const [heading, ...rows] = await call("predict", at("n.safetensors"), "--data", diabetes);
    expect(heading).toBe("progression");
    expect(Math.max(...rows.map(Number))).toBeGreaterThan(100);
    await call("pretrain", ...onIris, "--hidden", "2", "--epochs", "1", "--out", at("f.json"));
    expect((await call("predict", at("f.json"), "--data", iris))[0]).toBe("feature 1,feature 2");
  });

  it("takes a model alone, whose table is read as the options say", async () => {
    await saveModel(at("alone.safetensors"), Network.fromSizes([4, 1], { seed: 1 }));
    const output = await call("predict", at("alone.safetensors"), ...onIris);
    expect(output[0]).toBe("class,probability of 1");
    expect(output).toHaveLength(151);
  });

  it("refuses data that do not fit, options that the model knows itself, and no data", async () => {
    const file = at("iris.safetensors");
    expect(await refused("predict", file)).toMatch(/--data, such as/);
    expect(await refused("predict", file, "--data", at("none.csv"))).toMatch(/a file that exists/);
    expect(await refused("predict", file, "--data", at("quoted.csv"))).toMatch(/sepal_length_cm/);
    expect(await refused("predict", file, ...onIris)).toMatch(/no options on a table, .* got --label/);
    expect(await refused("predict", iris, "--data", iris)).toMatch(
      /a model file of layerwise, got ".*iris.csv/,
    );
  });
});

describe("layerwise info", () => {
  it("tells what is in a file and where it comes from", async () => {
    const output = (await call("info", at("iris.safetensors"))).join("\n");
    expect(output).toContain("Pipeline of 4 columns, 3 classes");
    expect(output).toMatch(/^seed +1$/m);
    expect(output).toMatch(/^library +layerwise \d/m);
    expect(output).toMatch(/^training .*epochsDone 8.*optimizer adam/m);
    expect(output).toMatch(/^provenance +data iris.csv, options --label class --epochs 8 --hidden 6$/m);
    const json = JSON.parse((await call("info", at("iris.safetensors"), "--json"))[0]!);
    expect(json).toMatchObject({ format: "layerwise/pipeline", version: 1, seed: "1", parameters: 51 });
    expect(json.size).toBe(readFileSync(at("iris.safetensors")).length);
  });

  it("and the rest take every file of version 0.1", async () => {
    const files = readdirSync(`${fixtures}formats`).filter(
      (name) => !/README|expected|preprocessors/.test(name),
    );
    for (const file of files) {
      const [info] = await call("info", `${fixtures}formats/${file}`, "--json");
      expect(JSON.parse(info!).format).toMatch(/^layerwise\//);
    }
  });
});

describe("layerwise export", () => {
  it("writes what loads to the same bits, and weights for NumPy", async () => {
    const file = at("iris.safetensors");
    expect(await call("export", file, "--to", "json")).toEqual([at("iris.json")]);
    const { errors } = await callCommand("export", file, "--to", "json");
    expect(errors).toEqual([`layerwise: json has no place for the training and provenance of ${file}`]);
    expect(await call("export", file, "--to", "safetensors", "--out", at("copy.safetensors"))).toEqual([
      at("copy.safetensors"),
    ]);
    expect(readFileSync(at("copy.safetensors")).equals(readFileSync(file))).toBe(true);
    expect(
      await call("export", at("iris.json"), "--to", "safetensors", "--out", at("back.safetensors")),
    ).toEqual([at("back.safetensors")]);
    const [before, after] = [await loadModel(file), await loadModel(at("back.safetensors"))];
    expect(JSON.stringify(after)).toBe(JSON.stringify(before));
    await call("export", file, "--to", "npz");
    const { "layers.0.weights": weights } = await fromNpz(readFileSync(at("iris.npz")));
    expect(weights!.shape).toEqual([4, 6]);
  });

  it("writes ONNX with the names of classes", async () => {
    expect(await call("export", at("iris.safetensors"), "--to", "onnx")).toEqual([at("iris.onnx")]);
    const { metadata, graph } = readOnnxFile(readFileSync(at("iris.onnx")));
    expect(JSON.parse(metadata.classNames!).length).toBe(3);
    expect(graph.outputs[0]).toEqual({ name: "probabilities", elementType: 1, dims: ["batch", 3] });
  });

  it("refuses a format that there is not, and the file itself", async () => {
    const file = at("iris.safetensors");
    expect(await refused("export", file)).toMatch(/--to safetensors/);
    expect(await refused("export", file, "--to", "pickle")).toMatch(/--to to be one of/);
    expect(await refused("export", file, "--to", "safetensors")).toMatch(
      /another file than those that are read/,
    );
  });
});

describe("A file that a command reads", () => {
  it("is not written over, by whatever name", async () => {
    const [data, link, model] = [at("mine.csv"), at("link.csv"), at("mine.safetensors")];
    writeFileSync(data, readFileSync(iris));
    symlinkSync(data, link);
    writeFileSync(model, readFileSync(at("iris.safetensors")));
    const message = /--out to be another file than those that are read, got/;
    const told = ["--label", "class", ...quick];
    expect(await refused("train", "--data", data, ...told, "--out", data)).toMatch(message);
    expect(await refused("train", "--data", data, ...told, "--out", link)).toMatch(message);
    const layers = ["--hidden", "3", "--out", data];
    expect(await refused("pretrain", "--data", `csv:${data},label=class`, ...layers)).toMatch(message);
    expect(await refused("predict", model, "--data", data, "--out", data)).toMatch(message);
    expect(await refused("predict", model, "--data", data, "--out", model)).toMatch(message);
    expect(readFileSync(data).equals(readFileSync(iris))).toBe(true);
    expect(readFileSync(model).equals(readFileSync(at("iris.safetensors")))).toBe(true);
  });
});

describe("csvLine", () => {
  it.each([
    [["a", 1, -0.5], "a,1,-0.5"],
    [["a,b", 'say "no"', "two\nlines", " blank", ""], '"a,b","say ""no""","two\nlines"," blank",""'],
  ])("writes %j as it is read again", (cells, line) => {
    expect(csvLine(cells)).toBe(line);
  });
});
