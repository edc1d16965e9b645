import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

const imports = [
  ["{ Network }", "layerwise"],
  ["{ loadDigits, split }", "layerwise/data"],
];

/** Trains a net; in Node 20 and later it is TypeScript too, whose types are to be stripped. */
const training = `const run = async (epochs: number): Promise<void> => {
  const { train, test } = split(await loadDigits(), { fraction: 0.8, seed: 1 });
  const network = Network.fromSizes([64, 32, 10], { seed: 1 });
  await network.fit(train, { epochs });
  console.log(network.evaluate(test).accuracy! > 0.5 ? "trained" : "not trained");
};
run(3);
`;
const withoutTypes = training.replaceAll(/: number|: Promise<void>|!(?= >)/g, "");
const esm = imports.map(([names, from]) => `import ${names} from "${from}";\n`).join("");
const cjs = imports.map(([names, from]) => `const ${names} = require("${from}");\n`).join("");

/** The files that Node runs, by what is tried with them. */
const programs = {
  "installed, as an ES module": ["program.mjs", esm + withoutTypes],
  "installed, by require": ["program.cjs", cjs + withoutTypes],
  "installed, TypeScript with its types stripped": ["program.mts", esm + training],
};

/** Whether a Node strips types by itself, as 22.18 was the first to do, and 23.6 of the next line. */
function stripsTypes(version) {
  const [line, minor] = version.split(".").map(Number);
  return line > 23 || (line === 23 && minor >= 6) || (line === 22 && minor >= 18);
}

/** The first program of the README. */
function readmeProgram() {
  const readme = readFileSync(join(root, "README.md"), "utf8");
  return /## Twenty lines\s+```ts\n([\s\S]*?)```/.exec(readme)[1];
}

/** A project that `npm init -y` has begun, with the packed package installed in it; made when it is first asked for. */
export function freshProject() {
  let directory;
  const make = () => {
    directory = mkdtempSync(join(tmpdir(), "layerwise-project-"));
    const packed = JSON.parse(
      ranIn(root, "npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", directory]),
    );
    const { filename } = Object.values(packed)[0];
    ranIn(directory, "npm", ["init", "-y"]);
    ranIn(directory, "npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", `./${filename}`]);
    for (const [file, text] of Object.values(programs)) writeFileSync(join(directory, file), text);
    for (const file of ["readme.mjs", "readme.mts"]) writeFileSync(join(directory, file), readmeProgram());
  };
  return {
    /** Runs a program in the project, and returns what it printed. */
    run(program, args) {
      if (directory === undefined) make();
      return ranIn(directory, program, args);
    },
    remove() {
      if (directory !== undefined) rmSync(directory, { recursive: true });
    },
  };
}

/** What is tried in such a project with the Nodes and the compilers, each a place, a version and a path. */
export function inProject(project, nodes, compilers) {
  const withNode = ({ version, path }) =>
    Object.entries(programs).map(([what, [file]]) => {
      const strips = !file.endsWith(".mts") || stripsTypes(version);
      return {
        ...{ place: "Node", version, what },
        run: path && strips && (async () => ({ said: project.run(path, [file]).trim() })),
        missing: path && "this Node strips no types",
      };
    });
  const withCompiler = ({ version, path }) => ({
    ...{
      place: "TypeScript",
      version,
      what: "the program of the README, strictly, as in Node and as for a bundler",
    },
    run:
      path &&
      (async () => {
        const options = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--target", "es2022"];
        const libraries = ["--lib", "es2022,dom"];
        for (const [module, resolution] of [
          ["node16", "node16"],
          ["esnext", "bundler"],
        ]) {
          const modules = ["--module", module, "--moduleResolution", resolution];
          project.run(process.execPath, [path, ...options, ...libraries, ...modules, "readme.mts"]);
        }
        return { said: "no errors" };
      }),
  });
  const npm = {
    ...{ place: "npm", version: ranIn(root, "npm", ["--version"]).trim() },
    what: "npm init -y, npm install, and the program of the README as try.mjs",
    run: async () => {
      const printed = project.run(process.execPath, ["readme.mjs"]);
      if (!printed.includes("0 pretrained:")) throw new Error(printed);
      return { said: "runs as it stands" };
    },
  };
  return [npm, ...nodes.flatMap(withNode), ...compilers.map(withCompiler)];
}

function ranIn(directory, program, args) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: directory, encoding: "utf8" });
  if (error) throw error;
  if (status !== 0) throw new Error(`${args[0]}: ${stdout}${stderr}`);
  return stdout;
}
