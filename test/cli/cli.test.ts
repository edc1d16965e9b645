import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runCommand } from "../../src/cli/command.ts";
import { conclude } from "../../src/cli/conclusion.ts";
import { runDemo } from "../../src/cli/demo.ts";
import { type Output, outputTo, wrap } from "../../src/cli/output.ts";
import { pictureRow } from "../../src/cli/picture.ts";
import { Matrix } from "../../src/matrix/matrix.ts";

function collect(): Output & { readonly lines: string[] } {
  const lines: string[] = [];
  return {
    isTerminal: false,
    lines,
    line: (text) => lines.push(...text.split("\n")),
    status: () => undefined,
  };
}

async function call(...args: string[]): Promise<{ code: number; output: string; errors: string }> {
  const [output, errors] = [collect(), collect()];
  const code = await runCommand(args, output, errors);
  return { code, output: output.lines.join("\n"), errors: errors.lines.join("\n") };
}

describe("layerwise", () => {
  it("prints its help and its version", async () => {
    const help = await call("--help");
    expect(help).toMatchObject({ code: 0, errors: "" });
    expect(help.output).toContain("npx layerwise demo --seed 7");
    const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
    expect(await call("--version")).toEqual({ code: 0, output: version, errors: "" });
  });

  it.each([
    [
      ["stdy"],
      'expected one of the commands study, worker, diagnose, train, predict, pretrain, probe, info, export, demo, playground, got "stdy"',
    ],
    [["demo", "digits"], "expected 0 operands of demo, got digits"],
    [["probe"], "expected 1 operand of probe, got none"],
    [["demo", "--sed", "1"], "Unknown option '--sed'. Try layerwise demo --help."],
    [["demo", "--seed"], "--seed"],
  ])("called as %j says what it expects and ends with 2", async (args, error) => {
    const { code, output, errors } = await call(...args);
    expect(code).toBe(2);
    expect(output).toBe("");
    expect(errors).toContain(error);
    expect(errors).toMatch(/^layerwise: /);
  });
});

describe("layerwise demo", () => {
  const settings = { sizes: [64, 20, 20], pretrainingEpochs: 2, fineTuningEpochs: 2 };
  it("prints every part, and with the same seed the same text", async () => {
    const [first, second, other] = [collect(), collect(), collect()];
    await runDemo("a", first, settings);
    await runDemo("a", second, settings);
    await runDemo("b", other, settings);
    expect(second.lines).toEqual(first.lines);
    expect(other.lines).not.toEqual(first.lines);
    const text = first.lines.join("\n");
    expect(first.lines[0]).toBe(
      "1797 handwritten digits of 8×8 pixels: 1438 to train on, 359 to test on; seed a",
    );
    expect(
      text.match(/^RBM \d {2}\d+→20 {2}squared reconstruction error per digit [\d.]+ → [\d.]+$/gm),
    ).toHaveLength(2);
    expect(text.match(/^[012] (sigmoid|identity)/gm)).toHaveLength(6);
    expect(text.match(/^ {4}[12]( +[\d.]+ +[\d.]+ %){2}$/gm)).toHaveLength(2);
    expect(text.match(/read \d, is \d/g)).toHaveLength(5);
    const conclusion = text.split("What this run shows\n═══════════════════\n")[1];
    expect(conclusion).toMatch(
      /^In this run pretraining (helped|hurt|made little difference): after 2 epochs/,
    );
  });
});

describe("conclude", () => {
  const survival = (slopes: number, weights: number) => ({
    surviving: slopes * weights,
    survivingPerLayer: Math.sqrt(slopes * weights),
    survivingBySlopes: slopes,
    survivingByWeights: weights,
  });
  const random = { survival: survival(0.01, 1), accuracy: 0.5 };

  it.each([
    [0.9, "helped"],
    [0.51, "made little difference"],
    [0.49, "made little difference"],
    [0.4, "hurt"],
  ])("says of an accuracy of %d against 0.5 that pretraining %s", (accuracy, effect) => {
    const sentence = conclude(random, { survival: survival(0.002, 20), accuracy }, 7);
    expect(sentence).toBe(
      `In this run pretraining ${effect}: after 7 epochs of the same backpropagation the pretrained net classifies ` +
        `${100 * accuracy} % of the test digits and the random one 50 %; at the start 4 times as much of the ` +
        "error signal came down to the first layer of the pretrained net, where the weights passed on 20 times and the " +
        "slopes 0.20 times as much as in the random one.",
    );
  });
});

describe("pictureRow", () => {
  it("draws images side by side, a shade for each fifth of the range", () => {
    const images = new Matrix([
      [0, 0.25, 0.5, 1],
      [1, 0.75, 0, 0.2],
    ]);
    expect(pictureRow(images, 2, ["a", "b"])).toBe("  ░░  ██▓▓\n▒▒██    ░░\na     b");
  });
});

describe("wrap", () => {
  it("breaks text between words", () => {
    expect(wrap("one two three four", 9)).toBe("one two\nthree\nfour");
    expect(wrap("one two", 7)).toBe("one two");
  });
});

describe("outputTo", () => {
  const written = (isTTY: boolean): string => {
    let text = "";
    const stream = {
      isTTY,
      on: () => stream,
      write: (part: string) => (text += part),
    } as unknown as NodeJS.WriteStream;
    const output = outputTo(stream);
    output.status("working");
    output.line("done");
    return text;
  };
  it("replaces the status on a terminal and leaves it out elsewhere", () => {
    expect(written(true)).toBe("\r\u001b[Kworking\r\u001b[Kdone\n");
    expect(written(false)).toBe("done\n");
  });
});
