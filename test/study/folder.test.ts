import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RandomStream } from "../../src/index.ts";
import { buildCommand, type End, killAfterLines, runProgram } from "../support/built-command.ts";

/** How often the four studies are killed; test/campaigns/study-folder.mjs sets more. There is more to do where there are more. */
const KILLS = Number(process.env.LAYERWISE_KILLS ?? 1);

let directory: string;
let command: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), "layerwise-folder-"));
  command = await buildCommand(directory);
  const flowers = Array.from({ length: 60 }, (_, row) => `${(7 * row) % 61},${row % 7},${"abc"[row % 3]}`);
  writeFileSync(join(directory, "flowers.csv"), ["length,width,kind", ...flowers].join("\n"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const plan = (arms: string, ...more: string[]): string[] => [
  ...["study", "--data", "flowers.csv", "--label", "kind", "--arms", arms, "--depths", "2", "--widths", "4"],
  ...["--epochs", "40", "--pretraining-epochs", "4"],
  ...["--seeds", `${1 + KILLS}`, "--workers", "1", ...more],
];
const first = plan("classical,relu");
const second = plan("classical,rbm"); // shares the trials of one arm with the first

const run = (args: readonly string[]): Promise<End> =>
  runProgram(process.execPath, [command, ...args], directory);

const runUntil = (args: readonly string[], lines: number, milliseconds: number): Promise<End> =>
  runProgram(process.execPath, [command, ...args], directory, killAfterLines(lines, milliseconds));

const contents = (out: string, file: string): string => readFileSync(join(directory, out, file), "utf8");
const linesOf = (out: string): string[] => contents(out, "trials.jsonl").trimEnd().split("\n");

/** The results that each process has written into a folder. */
function partsOf(out: string): { owner: string; text: string }[] {
  const folder = join(directory, out);
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => /^trials-.*\.jsonl$/.test(name));
  return names.flatMap((name) => {
    try {
      const owner = name.replace(/(\.closed)?\.jsonl$/, "");
      return [{ owner, text: readFileSync(join(folder, name), "utf8") }];
    } catch {
      return []; // renamed or taken away meanwhile
    }
  });
}

describe("A folder of studies", () => {
  it(
    "loses and doubles nothing where two plans and two shards are in it at once and are killed, and ends with the bytes of quiet runs",
    async () => {
      for (const [args, out] of [
        [first, "quiet-1"],
        [second, "quiet-2"],
      ] as const) {
        expect(await run([...args, "--out", out])).toMatchObject({ code: 0 });
      }
      const random = new RandomStream(11, "moments of the kills");
      const all = [
        [...first, "--shard", "1/2"],
        [...first, "--shard", "2/2"],
        [...second, "--shard", "1/2"],
        [...second, "--shard", "2/2"],
      ].map((args) => [...args, "--out", "shared", "--resume"]);
      let killed = 0;
      for (let kill = 0; kill < KILLS; kill++) {
        const ends = await Promise.all(
          all.map((args) => runUntil(args, 1 + 4 * random.uniform(), 300 * random.uniform())),
        );
        killed += ends.filter(({ code }) => code === null).length;
      }
      expect(killed).toBeGreaterThanOrEqual(KILLS);
      if (KILLS > 2)
        process.stdout.write(`${killed} processes were killed, and ${4 * KILLS - killed} ended before.\n`);
      for (const { code, errors } of await Promise.all(all.map((args) => run(args)))) {
        expect(code, errors).toBe(0);
      }
      const quiet = new Set([...linesOf("quiet-1"), ...linesOf("quiet-2")]);
      expect(linesOf("shared").toSorted()).toEqual([...quiet].toSorted());
      expect(readdirSync(join(directory, "shared"))).toEqual(["trials.jsonl"]);

      for (const [args, out] of [
        [first, "quiet-1"],
        [second, "quiet-2"],
      ] as const) {
        const { code, errors, output } = await run([...args, "--out", "shared", "--resume"]);
        expect(code, errors).toBe(0);
        expect(errors).toMatch(
          args === first ? /^$/ : /^layerwise: warning: shared holds the verdict of another plan.*\n$/,
        );
        const known = [...output.matchAll(/: (\d+) trials, (\d+) of them known/g)];
        expect(known.length).toBeGreaterThanOrEqual(2); // rounds of the tuning, and the comparison
        for (const [, trials, there] of known) expect(there).toBe(trials);
        expect(contents("shared", "verdict.json")).toBe(contents(out, "verdict.json"));
        const own = linesOf(out);
        expect(linesOf("shared").slice(0, own.length)).toEqual(own);
      }
    },
    300_000 * (1 + KILLS),
  );

  it("shares one plan among its processes: each trial is run by one of them, and all end with the verdict", async () => {
    const args = [...first, "--out", "together", "--resume"];
    const lines = new Set<string>();
    const look = setInterval(() => {
      for (const { owner, text } of partsOf("together")) {
        for (const line of text.split("\n").slice(0, -1)) lines.add(`${owner} ${line}`);
      }
    }, 20);
    const ends = await Promise.all(Array.from({ length: 3 }, () => run(args)));
    clearInterval(look);
    for (const { code, errors } of ends) expect(code, errors).toBe(0);
    const owners = new Set([...lines].map((line) => line.split(" ")[0]));
    expect(owners.size).toBe(3);
    expect([...lines].map((line) => line.slice(line.indexOf(" ") + 1)).toSorted()).toEqual(
      linesOf("quiet-1").toSorted(),
    );
    expect(contents("together", "verdict.json")).toBe(contents("quiet-1", "verdict.json"));
    expect(readdirSync(join(directory, "together")).toSorted()).toEqual(
      readdirSync(join(directory, "quiet-1")).toSorted(),
    );
  }, 600_000);

  it("keeps what ended where a study is stopped by a signal, and says how to go on", async () => {
    for (const [signal, exitCode] of [
      ["SIGINT", 130],
      ["SIGTERM", 143],
      ["SIGHUP", 129],
    ] as const) {
      const out = `stopped by ${signal}`;
      const { code, errors } = await runProgram(
        process.execPath,
        [command, ...first, "--out", out],
        directory,
        (child) =>
          child.stdout!.on("data", (text) => {
            if (!child.killed && /: \d+ of \d+/.test(text)) child.kill(signal); // a second one ends it at once
          }),
      );
      expect(code).toBe(exitCode);
      expect(errors).toBe(
        `layerwise: stopped. The trials that ended are kept; go on with npx layerwise study --data flowers.csv --label kind ` +
          `--arms classical,relu --depths 2 --widths 4 --epochs 40 --pretraining-epochs 4 --seeds ${1 + KILLS} --out "${out}" --resume\n`,
      );
      expect(readdirSync(join(directory, out))).toEqual(["trials.jsonl"]);
      const quiet = new Set(linesOf("quiet-1"));
      for (const line of linesOf(out)) expect(quiet.has(line)).toBe(true);
    }
  });

  it("takes part of no other folder's files, and leaves what it does not know", async () => {
    mkdirSync(join(directory, "guest"));
    const note = join(directory, "guest", "trials-note.jsonl");
    writeFileSync(note, "mine");
    copyFileSync(join(directory, "quiet-1", "trials.jsonl"), join(directory, "guest", "trials.jsonl"));
    const { code } = await run([...first, "--out", "guest", "--resume"]);
    expect(code).toBe(0);
    expect(readFileSync(note, "utf8")).toBe("mine");
    expect(contents("guest", "trials.jsonl")).toBe(contents("quiet-1", "trials.jsonl"));
  });
});
