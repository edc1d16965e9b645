import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { showProgress } from "../../src/cli/progress.ts";
import { Network, sigmoid } from "../../src/index.ts";
import { duration } from "../../src/show/progress-line.ts";
import { callCommand as call, collectLines as collect } from "../support/call-command.ts";
import { flowers } from "../support/flowers.ts";

let directory: string;
const at = (name: string): string => join(directory, name);

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "layerwise-cli-"));
  writeFileSync(at("flowers.csv"), flowers.join("\n"));
  writeFileSync(at("text.csv"), [...flowers, "wide,3,a"].join("\n"));
  writeFileSync(at("one.csv"), ["x,kind", "1,a", "2,a"].join("\n"));
  writeFileSync(at("file"), "");
  mkdirSync(at("used"));
  writeFileSync(at("used/trials.jsonl"), "");
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const csv = (file: string, label = "species"): string => `csv:${at(file)},label=${label}`;

describe("layerwise study, called wrongly, says so in one line and ends with 2 before anything is trained:", () => {
  it.each<[string, () => readonly string[], RegExp]>([
    ["a file that is not there", () => ["--data", csv("none.csv")], /a file that exists, got ".*none\.csv"/],
    ["a folder without MNIST", () => ["--data", `mnist:${at("used")}`], /MNIST/],
    ["an IDX file that is none", () => ["--data", `idx:${at("file")},${at("file")}`], /IDX/],
    ["data of no kind", () => ["--data", "xls:a"], /--data to be digits, mnist:DIR.*got "xls:a"/],
    ["no label", () => ["--data", `csv:${at("flowers.csv")}`], /csv:FILE,label=COLUMN/],
    [
      "a label column that is not there",
      () => ["--data", csv("flowers.csv", "kind")],
      /among "length", "width", "species", got "kind"/,
    ],
    [
      "text in a numeric column",
      () => ["--data", csv("text.csv")],
      /a number in column "length", line 62, got "wide"/,
    ],
    ["one class", () => ["--data", csv("one.csv", "kind")], /at least two classes in column "kind", got 1/],
    [
      "more labels than there are",
      () => ["--labels", "100000"],
      /labels to be an integer ≥ 10 and ≤ \d+, got 100000/,
    ],
    ["an arm that does not exist", () => ["--arms", "rbm,magic"], /expected arm to be one of .* got "magic"/],
    [
      "a folder that cannot be written",
      () => ["--out", at("file/out")],
      /--out to be a folder that can be written/,
    ],
    ["a folder that holds results", () => ["--out", at("used")], /--resume, or another --out/],
    ["a depth of none", () => ["--depths", "0"], /depths to be an integer ≥ 1 and ≤ 10, got 0/],
    [
      "depths that are words",
      () => ["--depths", "deep"],
      /--depths to be integers with commas between them, got "deep"/,
    ],
    [
      "a shard beyond the last",
      () => ["--shard", "5/4"],
      /--shard to be a part and their number.*got "5\/4"/,
    ],
    ["no workers", () => ["--workers", "0"], /--workers to be an integer ≥ 1 and ≤ \d+, got 0/],
    [
      "a budget of no name",
      () => ["--budget", "huge"],
      /budget to be one of "quick", "standard", "full", got "huge"/,
    ],
    [
      "an optimizer that does not exist",
      () => ["--optimizers", "adam,adm"],
      /expected optimizer to be one of .* got "adm"/,
    ],
    [
      "an arm under an optimizer that does not exist",
      () => ["--arms", "classical + adm"],
      /expected optimizer of an arm to be one of .* got "adm"/,
    ],
    ["no epoch", () => ["--epochs", "0"], /--epochs to be an integer ≥ 1, got 0/],
    [
      "epochs for ever",
      () => ["--pretraining-epochs", "1e6"],
      /pretrainingEpochs to be an integer ≥ 1 and ≤ 100000, got 1000000/,
    ],
    ["no time", () => ["--times", "0"], /times to be an integer ≥ 1 and ≤ 1000, got 0/],
    ["half a time", () => ["--times", "1.5"], /--times to be integers with commas between them, got "1.5"/],
    [
      "a class that there is not",
      () => ["--transfer-from", "0,10"],
      /transferFrom to be an integer ≥ 0 and ≤ 9, got 10/,
    ],
    [
      "no classes left",
      () => ["--transfer-from", "0,1,2,3,4,5,6,7,8"],
      /two of 10 classes or more on each side/,
    ],
    ["transfer from nothing", () => ["--arms", "transfer"], /transferFrom, for the arm "transfer", got none/],
    ["an engine of no name", () => ["--engine", "gpu"], /engine to be one of "wasm", "reference", got "gpu"/],
    ["an option that nobody reads", () => ["--depth", "3"], /Unknown option '--depth'/],
  ])("%s", async (_, args, message) => {
    const given = args();
    const out = given.includes("--out") ? [] : ["--out", at("fresh")];
    const { code, output, errors } = await call("study", ...given, ...out);
    expect(errors.join("\n")).toMatch(message);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatch(/^layerwise: /);
    expect(output).toEqual([]);
    expect(code).toBe(2);
    expect(existsSync(join(at("fresh"), "trials.jsonl"))).toBe(false);
  });

  it("lists its arms, and helps with every command", async () => {
    const { code, output } = await call("study", "--arms", "?");
    expect(code).toBe(0);
    expect(output.join("\n")).toMatch(
      /^isometric +logistic net that computes what an orthogonal tanh net does$/m,
    );
    const optimizers = await call("study", "--optimizers", "?");
    expect(optimizers.code).toBe(0);
    expect(optimizers.output).toHaveLength(6);
    expect(optimizers.output[0]).toMatch(/^momentum +gradient descent with momentum 0.9$/);
    const listed = await call("study", "--optimizers", "?", "--json");
    expect(JSON.parse(listed.output[0]!)[2]).toMatchObject({ name: "adam" });
    for (const command of ["study", "pretrain", "probe", "demo", "playground"]) {
      const help = await call(command, "--help");
      expect(help.code).toBe(0);
      expect(help.output[0]).toMatch(new RegExp(`^layerwise ${command}: `));
      expect(help.output.join("\n")).toContain(`npx layerwise ${command}`);
    }
  });
});

describe("layerwise pretrain and probe", () => {
  it("save a stack of RBMs on a user's own data and measure its gradients", async () => {
    const data = ["--data", csv("flowers.csv")];
    const made = await call("pretrain", ...data, "--hidden", "6,5", "--epochs", "2", "--out", at("dbn.json"));
    expect(made.code).toBe(0);
    expect(made.output.filter((line) => /^RBM [01] {2}epoch [12] of 2 {2}squared/.test(line))).toHaveLength(
      4,
    );
    const measured = await call("probe", at("dbn.json"), ...data, "--json");
    const { layers, jacobians } = JSON.parse(measured.output[0]!);
    expect(layers).toHaveLength(3);
    expect(jacobians.layers).toHaveLength(2);
    const table = await call("probe", at("dbn.json"), ...data);
    expect(table.output[0]).toMatch(/^Gradient by layer, loss/);
  });

  it("refuse what is no net, data of another width, and a missing operand", async () => {
    writeFileSync(
      at("net.json"),
      JSON.stringify(Network.fromSizes([5, 4, 3], { activation: sigmoid, seed: 1 })),
    );
    const data = ["--data", csv("flowers.csv")];
    for (const [args, message] of [
      [["probe", at("flowers.csv"), ...data], /the JSON of a Pipeline, a Network or a DBN, got/],
      [["probe", at("none.json"), ...data], /a file that exists/],
      [["probe", at("net.json"), ...data], /data of 5 columns, as the net takes, got 2/],
      [["pretrain", ...data], /--hidden, such as --hidden 100,100, got none/],
      [
        ["pretrain", ...data, "--hidden", "3", "--out", at("no/where.json")],
        /--out to be in a folder that can be written/,
      ],
      [
        ["pretrain", ...data, "--hidden", "3", "--learning-rate", "fast"],
        /--learning-rate to be a finite number > 0/,
      ],
    ] as const) {
      const { code, errors } = await call(...args);
      expect(errors.join("\n")).toMatch(message);
      expect(errors).toHaveLength(1);
      expect(code).toBe(2);
    }
  });
});

describe("showProgress", () => {
  it("writes a line for every tenth where nobody watches, with the time left", () => {
    let time = 0;
    const output = collect();
    const progress = showProgress(output, () => time);
    progress.begin("Comparing", 20);
    for (let task = 0; task < 20; task++) {
      time += 1000;
      progress.advance();
    }
    expect(output.lines).toHaveLength(10);
    expect(output.lines[0]).toBe("Comparing: 2 of 20, 0:18 left");
    const both = collect();
    const tuning = showProgress(both, () => time);
    tuning.begin("Choosing learning rates", 10, 20);
    time += 1000;
    tuning.advance();
    expect(both.lines[0]).toBe("Choosing learning rates: 1 of 10, 0:29 left");
    time += 1000;
    tuning.advance(28);
    expect(both.lines).toHaveLength(1);
    time += 1000;
    tuning.advance();
    expect(both.lines[1]).toBe("Choosing learning rates: 3 of 28, 0:45 left");
    expect(duration(3_723_000)).toBe("1:02:03");
    expect(duration(754_000)).toBe("12:34");
  });
});
