import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);

/** The repository. */
export const root: string = fileURLToPath(new URL("../../", import.meta.url));

/** An empty project in which the packed package is installed, as a new user has it. */
export interface Consumer {
  /** Where the project is. */
  readonly directory: string;
  /** The paths in the tarball. */
  readonly packed: readonly string[];
  /** The packages that the installation brought. */
  readonly installed: readonly string[];
  /** Writes a file of the project. */
  readonly write: (name: string, text: string) => Promise<void>;
  /** Runs a program in the project and returns what it printed; throws with all its output if it fails. */
  readonly run: (program: string, ...args: readonly string[]) => Promise<string>;
  readonly remove: () => Promise<void>;
}

/** Packs the repository as it is built, and installs the tarball in a new project. */
export async function createConsumer(): Promise<Consumer> {
  const directory = await mkdtemp(join(tmpdir(), "layerwise-consumer-"));
  const pack = await runIn(
    root,
    "npm",
    "pack",
    "--json",
    "--ignore-scripts",
    "--pack-destination",
    directory,
  );
  const [{ filename, files }] = JSON.parse(pack);
  await writeFile(join(directory, "package.json"), JSON.stringify({ name: "consumer", private: true }));
  await runIn(directory, "npm", "install", "--prefer-offline", "--no-audit", "--no-fund", `./${filename}`);
  const installed = await readdir(join(directory, "node_modules"));
  return {
    directory,
    packed: files.map(({ path }: { path: string }) => path),
    installed: installed.filter((name) => !name.startsWith(".")),
    write: (name, text) => writeFile(join(directory, name), text),
    run: (program, ...args) => runIn(directory, program, ...args),
    remove: () => rm(directory, { recursive: true }),
  };
}

async function runIn(directory: string, program: string, ...args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run(program, args, { cwd: directory, maxBuffer: 2 ** 26 });
    return stdout;
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new Error(`${program} ${args.join(" ")} failed:\n${stdout}${stderr}`, { cause: error });
  }
}
