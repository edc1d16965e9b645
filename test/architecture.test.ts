import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const source = fileURLToPath(new URL("../src/", import.meta.url));

/** The floors of the library, the lowest first: a file imports from its own folder and from the floors below. */
const floors = [
  ["check"],
  ["display", "files", "matrix", "random"],
  ["engine"],
  ["parameters", "activation", "schedule"],
  ["initializer", "loss", "optimizer", "units"],
  ["head", "fit"],
  ["layers", "preprocess", "rbm"],
  ["network"],
  ["dbn", "probe"],
  ["blas", "data", "extend", "findings", "plots", "pretraining"],
  ["io", "show", "study"],
  ["report"],
  ["cli"],
  ["playground"],
];

/** Which folders may import which packages; everything else is written here or not needed. */
const packages: Record<string, readonly string[]> = {
  "ml-matrix": ["matrix"],
  seedrandom: ["random"],
  papaparse: ["data"],
  "@bufbuild": ["io"],
  node: ["data", "engine", "files", "io", "report", "cli"],
  vega: ["show"],
  "vega-interpreter": ["show"],
  "vega-lite": ["show"],
  preact: ["playground"],
  "@preact": ["playground"],
  layerwise: ["playground"],
};

/** Folders of `test/` that are no room of the source's. */
const tools = [
  "bench",
  "campaigns",
  "defaults",
  "fixtures",
  "hostile",
  "own-package",
  "package",
  "runtimes",
  "support",
];

const files = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => ({ path, text: readFileSync(join(source, path), "utf8") }));

/** The kernels are AssemblyScript: their entry point lists what threads call, and a record in memory may begin as another. */
const typeScript = files.filter(({ path }) => !path.startsWith(join("engine", "assembly")));

/** Files that only export what others have. */
const entries = ["index", "browser"];

const folderOf = (path: string): string => path.split(sep)[0]!.replace(/\.ts$/, "");
const floorOf = (folder: string): number => floors.findIndex((floor) => floor.includes(folder));
const importsOf = (text: string): string[] =>
  [...text.matchAll(/^(?:import|export)\b[^;"(]*\bfrom "([^"]+)"|\bimport\("([^"]+)"\)/gm)].map(
    ([, fixed, dynamic]) => (fixed ?? dynamic)!,
  );

/** Circles of a graph, one for each edge that leads back to where a walk through it came from. */
function circlesIn(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const circles: string[] = [];
  const done = new Set<string>();
  const walk = (node: string, way: readonly string[]): void => {
    if (way.includes(node)) circles.push([...way.slice(way.indexOf(node)), node].join(" → "));
    if (way.includes(node) || done.has(node)) return;
    for (const next of graph.get(node) ?? []) walk(next, [...way, node]);
    done.add(node);
  };
  for (const node of graph.keys()) walk(node, []);
  return circles;
}

describe("The source", () => {
  it("has a floor for every folder", () => {
    const folders = new Set(files.map(({ path }) => folderOf(path)));
    for (const entry of entries) folders.delete(entry);
    expect([...folders].sort()).toEqual(floors.flat().sort());
  });

  it("imports from lower floors alone", () => {
    for (const { path, text } of files.filter(({ path }) => !entries.includes(folderOf(path)))) {
      const own = folderOf(path);
      for (const target of importsOf(text).filter((name) => name.startsWith("."))) {
        const other = folderOf(normalize(join(dirname(path), target)));
        if (other !== own) expect(floorOf(other), `${path} imports ${target}`).toBeLessThan(floorOf(own));
      }
    }
  });

  it("knows the library in the playground by its public entries alone", () => {
    for (const { path, text } of files.filter(({ path }) => folderOf(path) === "playground")) {
      for (const target of importsOf(text).filter((name) => name.startsWith("."))) {
        expect(folderOf(normalize(join(dirname(path), target))), `${path} imports ${target}`).toBe(
          "playground",
        );
      }
    }
  });

  it("has no circle of imports, types included", () => {
    const importsFrom = new Map(
      typeScript.map(({ path, text }) => [
        path,
        importsOf(text)
          .filter((name) => name.startsWith("."))
          .map((name) => normalize(join(dirname(path), name))),
      ]),
    );
    expect(circlesIn(importsFrom)).toEqual([]);
    expect(
      circlesIn(
        new Map([
          ["a", ["b"]],
          ["b", ["c"]],
          ["c", ["b", "d"]],
          ["d", []],
        ]),
      ),
    ).toEqual(["b → c → b"]);
  });

  it("goes through one door to each package", () => {
    for (const { path, text } of files) {
      for (const name of importsOf(text).filter((name) => !name.startsWith("."))) {
        const allowed = packages[name.split(/[:/]/)[0]!] ?? (path.startsWith("cli") ? ["cli"] : []);
        expect(allowed, `${path} imports ${name}`).toContain(folderOf(path));
      }
    }
  });

  it("has small files that are named after the one concept they hold", () => {
    for (const { path, text } of files) {
      if (path.endsWith("-data.ts")) continue; // shipped data
      expect(text.split("\n").length, path).toBeLessThanOrEqual(251);
      expect(path.replaceAll(sep, "/")).toMatch(/^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+(-[a-z0-9]+)*\.tsx?$/);
    }
  });

  it("has entry points that list named exports and nothing else", () => {
    for (const { path, text } of typeScript.filter(({ path }) => path.endsWith("index.ts"))) {
      const rest = text
        .replaceAll(/\/\/.*/g, "")
        .replaceAll(/export (type )?\{[^}]*\} from "[^"]+";/g, "")
        .trim();
      expect(rest, path).toBe("");
    }
  });

  it("has no inheritance, no global state and no unseeded randomness", () => {
    for (const { path, text } of typeScript) {
      const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
      expect(code, path).not.toMatch(
        /\bclass \w+(<[^{]*>)? extends\b|\bsuper\b|\bglobalThis\.\w+ =|Math\.random\b/,
      );
    }
  });
});

describe("The tests", () => {
  it("lie in rooms named after the source's, and those of theory, which check published figures", () => {
    const rooms = readdirSync(fileURLToPath(new URL(".", import.meta.url)), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    expect(rooms.filter((room) => !tools.includes(room) && floorOf(room) < 0)).toEqual(["theory"]);
  });
});
