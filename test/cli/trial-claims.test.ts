import { type ChildProcess, spawnSync } from "node:child_process";
import {
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "tsup";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openClaims, removeClaims } from "../../src/cli/trials/trial-claims.ts";
import { startPart, type TrialPart } from "../../src/cli/trials/trial-part.ts";
import { runProgram } from "../support/built-command.ts";

let directory: string;
let part: TrialPart;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "layerwise-claims-"));
  part = startPart(directory);
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** The name of a process of this machine that has ended. */
function endedProcess(): string {
  const { pid } = spawnSync(process.execPath, ["-e", ""]);
  return `${hostname().replaceAll(/\W/g, "_").slice(0, 40)}-${pid}-abc`;
}

/** Another process in the folder, at a trial. */
function atTrial(id: string, owner: string): void {
  writeFileSync(join(directory, `trials-${owner}.jsonl`), "");
  mkdirSync(join(directory, "claims"), { recursive: true });
  writeFileSync(join(directory, "claims", owner), owner);
  linkSync(join(directory, "claims", owner), join(directory, "claims", id));
}

const claimOf = (id: string): string => readFileSync(join(directory, "claims", id), "utf8");

describe("openClaims", () => {
  it("takes a trial that nobody is at", () => {
    const claims = openClaims(directory);
    expect(claims.take("a")).toBe(true);
    expect(claims.isOwn("a")).toBe(true);
    expect(claims.isOwn("b")).toBe(false);
    expect(claims.isRunning("a")).toBe(true);
    expect(claims.isRunning("b")).toBe(false);
  });

  it("leaves a trial to a living process, as one of another machine is taken to be", () => {
    atTrial("a", "elsewhere-1-abc");
    const claims = openClaims(directory);
    expect(claims.take("a")).toBe(false);
    expect(claims.isOwn("a")).toBe(false);
    expect(claims.isRunning("a")).toBe(true);
    expect(claimOf("a")).toBe("elsewhere-1-abc");
  });

  it("takes over from a process that has ended, or has closed its part", () => {
    atTrial("a", endedProcess());
    atTrial("b", "elsewhere-1-abc");
    rmSync(join(directory, "trials-elsewhere-1-abc.jsonl"));
    writeFileSync(join(directory, "trials-elsewhere-1-abc.closed.jsonl"), "{}\n");
    const claims = openClaims(directory);
    for (const id of ["a", "b"]) {
      expect(claims.isRunning(id)).toBe(false);
      expect(claims.take(id)).toBe(true);
      expect(claims.isRunning(id)).toBe(true);
    }
    expect(readdirSync(join(directory, "claims")).filter((name) => name.endsWith(".heir"))).toEqual([]);
  });

  it("leaves a trial to a living heir, and takes it over from one that has ended as well", () => {
    const [first, second] = [endedProcess(), endedProcess()];
    atTrial("a", first);
    atTrial("other", "elsewhere-1-abc");
    const heir = join(directory, "claims", "a.heir");
    writeFileSync(heir, "elsewhere-1-abc");
    const claims = openClaims(directory);
    expect(claims.take("a")).toBe(false);
    expect(claimOf("a")).toBe(first);
    writeFileSync(heir, second);
    expect(claims.take("a")).toBe(true);
    expect(existsSync(heir)).toBe(false);
  });

  it("takes no trial again that is done", () => {
    const claims = openClaims(directory);
    claims.take("a");
    claims.done("a");
    expect(claims.isRunning("a")).toBe(false);
    expect(claims.take("a")).toBe(false);
    expect(readdirSync(join(directory, "claims"))).toContain("a.done");
    expect(existsSync(join(directory, "claims", "a"))).toBe(false);
  });

  it("gives each of many trials to one of many processes, those of an ended one too", async () => {
    const ids = Array.from({ length: 300 }, (_, index) => `trial${index}`);
    const ended = endedProcess();
    for (const id of ids.slice(0, 150)) atTrial(id, ended);
    const taker = await buildTaker(directory);
    const children: ChildProcess[] = [];
    let printed = 0;
    const ends = await Promise.all(
      Array.from({ length: 4 }, () =>
        runProgram(process.execPath, [taker, directory, ...ids], directory, (child) => {
          children.push(child);
          child.stdout!.on("data", () => {
            printed += 1;
            if (printed === 4) for (const each of children) each.stdin!.write("go"); // all are there
            if (printed === 8) for (const each of children) each.stdin!.end(); // one that ends leaves its trials
          });
        }),
      ),
    );
    const taken = ends.map(({ output }) => output.trim().split(" ").slice(2));
    expect(taken.flat().toSorted()).toEqual(ids.toSorted());
    expect(taken.filter((own) => own.length > 0).length).toBeGreaterThan(1);
  }, 60_000);
});

describe("removeClaims", () => {
  it("takes away what processes have left that are in the folder no more, and then the folder", () => {
    atTrial("a", endedProcess());
    const claims = openClaims(directory);
    claims.take("b");
    removeClaims(directory);
    expect(existsSync(join(directory, "claims", "a"))).toBe(false);
    expect(claims.isRunning("b")).toBe(true);
    part.close();
    removeClaims(directory);
    expect(existsSync(join(directory, "claims"))).toBe(false);
    removeClaims(directory); // none is there
  });
});

/** Builds a program that takes what trials it can when it is told to, prints them and lives until its input ends; returns its file. */
async function buildTaker(folder: string): Promise<string> {
  const source = (name: string): string =>
    JSON.stringify(fileURLToPath(new URL(`../../src/cli/trials/${name}.ts`, import.meta.url)));
  const entry = join(folder, "taker.ts");
  writeFileSync(
    entry,
    `import { openClaims } from ${source("trial-claims")};
    import { startPart } from ${source("trial-part")};
    const [, , directory, ...ids] = process.argv;
    startPart(directory!);
    const claims = openClaims(directory!);
    process.stdout.write("ready ");
    process.stdin.once("data", () => console.log("taken", ids.filter((id) => claims.take(id)).join(" ")));`,
  );
  await build({
    ...{ entry: { taker: entry }, outDir: join(folder, "dist"), outExtension: () => ({ js: ".mjs" }) },
    ...{ format: ["esm"], config: false, silent: true },
  });
  return join(folder, "dist", "taker.mjs");
}
