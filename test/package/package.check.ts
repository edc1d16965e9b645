import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { programs } from "../support/doc-programs.ts";
import { type Consumer, createConsumer, root } from "./consumer.ts";

const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const compiler = join(root, "node_modules/typescript/bin/tsc");
const dependencies = [
  "is-any-array",
  "ml-array-max",
  "ml-array-min",
  "ml-array-rescale",
  "ml-matrix",
  "seedrandom",
];

let consumer: Consumer;

beforeAll(async () => {
  for (const file of ["README.md", "dist/index.js", "dist/index.d.ts", "dist/data.d.cts", "dist/cli.js"]) {
    if (!existsSync(join(root, file))) {
      throw new Error(
        `Cannot try the package: expected ${file} to be there, got none; run npm run build before`,
      );
    }
  }
  consumer = await createConsumer();
});
afterAll(() => consumer?.remove());

describe("The packed package", () => {
  it("holds what is built and five documents, nothing else", () => {
    const others = consumer.packed.filter(
      (path) =>
        !/^(docs\/[\w-]+\.md|docs\/your-data\/plants\.csv|docs\/\w+\/[\w-]+\.(png|svg)|docs\/answer\/\w+\.verdict\.json|examples\/(published-numbers\/)?[\w-]+\.(ts|jsonl)|examples\/page\/[\w-]+\.(js|html)|examples\/notebooks\/(deno|tslab)\/[\w-]+\.ipynb)$|^dist\/([\w-]+(\.d)?\.(js|cjs|ts|cts)|playground\/(index\.html|NOTICES\.txt))$/.test(
          path,
        ),
    );
    expect(others.sort()).toEqual([
      "CHANGELOG.md",
      "CONTRIBUTING.md",
      "LICENSE",
      "README.md",
      "package.json",
    ]);
    const entries = ["index", "data", "io", "pretraining", "rbm", "extend", "show", "blas"].flatMap((name) =>
      ["js", "cjs", "d.ts", "d.cts"].map((end) => `dist/${name}.${end}`),
    );
    expect(consumer.packed).toEqual(
      expect.arrayContaining([...entries, "dist/cli.js", "dist/playground/index.html"]),
    );
  });

  it("holds every picture and page that its pages lead to", () => {
    const pages = consumer.packed.filter((path) => path.endsWith(".md"));
    const targets = pages.flatMap((page) => targetsOf(page).map((target) => ({ page, target })));
    expect(targets.filter(({ target }) => /\.(png|svg)$/.test(target)).length).toBeGreaterThan(20);
    expect(targets.filter(({ target }) => !consumer.packed.includes(target))).toEqual([]);
  });

  it("installs with ml-matrix and seedrandom, and nothing else", () => {
    expect([...consumer.installed].sort()).toEqual([...dependencies, "layerwise"].sort());
  });

  it("runs the first program of README.md as an ES module and in CommonJS, with the same output", async () => {
    await consumer.write("program.mjs", firstProgram());
    await consumer.write("program.cjs", asCommonJS(firstProgram()));
    const output = await consumer.run("node", "program.mjs");
    expect(output).toMatch(/accuracy: 0\.\d+/);
    expect(await consumer.run("node", "program.cjs")).toBe(output);
  });

  it.each([
    { resolution: "node16", module: "node16", files: ["program.mts", "program.cts"] },
    { resolution: "nodenext", module: "nodenext", files: ["program.mts", "program.cts"] },
    { resolution: "bundler", module: "esnext", files: ["program.ts"] },
    { resolution: "node10", module: "esnext", files: ["program.ts"] },
  ])("type-checks under moduleResolution $resolution", async ({ resolution, module, files }) => {
    const program = firstProgram();
    await consumer.write("program.ts", program);
    await consumer.write("program.mts", program);
    await consumer.write("program.cts", inFunction(program));
    const options = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--target", "es2022"];
    const libraries = ["--lib", "es2022,dom"];
    const modules = ["--module", module, "--moduleResolution", resolution];
    await consumer.run("node", compiler, ...options, ...libraries, ...modules, ...files);

    const wrong = `import { Network } from "layerwise";\nNetwork.fromSizes("64, 10");\n`;
    await consumer.write("wrong.mts", wrong);
    const check = consumer.run("node", compiler, ...options, ...libraries, ...modules, "wrong.mts");
    await expect(check).rejects.toThrow(/TS2345.*'string' is not assignable/);
  });

  it("type-checks the programs of its pages, strictly", async () => {
    const files = programs.map(({ page, line, code }) => [
      `${page.replaceAll(/\W+/g, "-")}-${line}.mts`,
      `${code}\nexport {};\n`, // a module, also where nothing is imported
    ]) as [string, string][];
    expect(files.length).toBeGreaterThan(30);
    for (const [name, code] of files) await consumer.write(name, code);
    await consumer.write("others.d.ts", 'declare module "onnxruntime-web";\n');
    const options = ["--noEmit", "--strict", "--exactOptionalPropertyTypes", "--target", "es2022"];
    const modules = ["--module", "nodenext", "--moduleResolution", "nodenext"];
    const types = ["--lib", "es2022,dom,dom.iterable", "--types", "node"];
    const roots = ["--typeRoots", join(root, "node_modules/@types")];
    const names = files.map(([name]) => name);
    await consumer.run("node", compiler, ...options, ...modules, ...types, ...roots, "others.d.ts", ...names);
  });

  it("takes what its other format made: models, parts, datasets", async () => {
    await consumer.write(
      "both.mjs",
      `import { createRequire } from "node:module";
import * as esm from "layerwise";
import * as data from "layerwise/data";
import * as pretraining from "layerwise/pretraining";
const require = createRequire(import.meta.url);
const [cjs, cjsData, cjsPretraining] = ["layerwise", "layerwise/data", "layerwise/pretraining"].map(require);
const inputs = [[1, 0, 1], [0, 1, 1], [1, 1, 0], [0, 0, 1]];
const labels = [0, 1, 1, 0];
for (const [one, other, datasets, { pretrainSupervised, StackedAutoencoders }] of [
  [esm, cjs, cjsData, cjsPretraining],
  [cjs, esm, data, pretraining],
]) {
  const network = one.Network.fromSizes([3, 2, 2], { seed: 1 });
  const rbm = new one.RBM({ visible: 3, hidden: 2, seed: 1 });
  new other.GradientProbe().measure(network, inputs, labels);
  other.logLikelihood(rbm, inputs);
  new other.DBN({ rbms: [rbm] }).toNetwork({ outputs: 2, head: one.softmax }).predict(new one.Matrix(inputs));
  const layers = [one.dense({ inputs: 3, outputs: 2, activation: one.tanh, initializer: one.heNormal })];
  const mixed = new other.Network({ layers, head: one.softmax, seed: 1 });
  await mixed.fit(datasets.datasetFromRows(inputs, { labels }), { epochs: 1, optimizer: one.sgd() });
  await pretrainSupervised(network, inputs, labels, { epochs: 1, optimizer: one.sgd() });
  const stack = new StackedAutoencoders({ sizes: [3, 2], activation: one.tanh, decoder: one.linear, seed: 1 });
  await stack.pretrain(new one.Matrix(inputs), { epochs: 1 });
  stack.toNetwork({ outputs: 2, head: one.softmax }).predict(inputs);
}
console.log("done");
`,
    );
    expect(await consumer.run("node", "both.mjs")).toBe("done\n");
  });

  it('finds layerwise/blas for engine: "blas" in both formats, or says what is missing', async () => {
    const program = `import { RBM } from "layerwise";
try {
  console.log(new RBM({ visible: 2, hidden: 1, engine: "blas" }).engine);
} catch (error) {
  console.log(error.message);
}
`;
    await consumer.write("blas.mjs", program);
    await consumer.write("blas.cjs", asCommonJS(program));
    for (const file of ["blas.mjs", "blas.cjs"]) {
      expect(await consumer.run("node", file)).toMatch(
        /^(blas|Cannot create an RBM: expected .* for engine "blas" \(.*)\n$/,
      );
    }
  });

  it("has the digits inside, in both formats", async () => {
    const program = `import { loadDigits } from "layerwise/data";
const { inputs, labels } = await loadDigits();
console.log(inputs.rows, inputs.columns, inputs.sum(), labels.reduce((sum, label) => sum + label, 0));
`;
    await consumer.write("digits.mjs", program);
    await consumer.write("digits.cjs", asCommonJS(program));
    const { columnSums, labelCounts } = JSON.parse(
      readFileSync(join(root, "test/fixtures/digits.json"), "utf8"),
    ) as Record<"columnSums" | "labelCounts", number[]>;
    const pixels = columnSums.reduce((sum, column) => sum + column, 0); // of 16 each
    const labels = labelCounts.reduce((sum, count, label) => sum + count * label, 0);
    const expected = `1797 64 ${pixels / 16} ${labels}\n`;
    expect(await consumer.run("node", "digits.mjs")).toBe(expected);
    expect(await consumer.run("node", "digits.cjs")).toBe(expected);
  });

  it("has classes that bear their own names, in both formats", async () => {
    const names = ["Network", "RBM", "DBN", "GradientProbe", "RandomStream"];
    const program = `import { ${names.join(", ")} } from "layerwise";
import { DenoisingAutoencoder, StackedAutoencoders } from "layerwise/pretraining";
console.log(DenoisingAutoencoder.name, StackedAutoencoders.name);
console.log([${names.join(", ")}].map(({ name }) => name).join(" "));
console.log(Network.fromSizes([2, 1]).constructor.name);
`;
    await consumer.write("names.mjs", program);
    await consumer.write("names.cjs", asCommonJS(program));
    for (const file of ["names.mjs", "names.cjs"]) {
      expect(await consumer.run("node", file)).toBe(
        `DenoisingAutoencoder StackedAutoencoders\n${names.join(" ")}\nNetwork\n`,
      );
    }
  });

  it("loads its own core, ml-matrix and seedrandom alone", async () => {
    const hook = `import { writeSync } from "node:fs";
export function load(url, context, next) {
  writeSync(1, url + "\\n");
  return next(url, context);
}
`;
    await consumer.write("hook.mjs", hook);
    await consumer.write(
      "register.mjs",
      `import { register } from "node:module";\nregister("./hook.mjs", import.meta.url);\n`,
    );
    await consumer.write("core.mjs", `import "layerwise";\n`);
    await consumer.write(
      "core.cjs",
      `require("layerwise");\nconsole.log(Object.keys(require.cache).join("\\n"));\n`,
    );
    const modules = await consumer.run("node", "--import", "./register.mjs", "core.mjs");
    for (const loaded of [modules, await consumer.run("node", "core.cjs")]) {
      const paths = loaded
        .trim()
        .split("\n")
        .filter((path) => !/[/\\](core\.[cm]js)$/.test(path));
      const packages = new Set(paths.map((path) => /node_modules[/\\]([\w-]+)/.exec(path)?.[1] ?? path));
      expect([...packages].filter((name) => !dependencies.includes(name))).toEqual(["layerwise"]);
      expect(packages).toContain("ml-matrix");
      expect(packages).toContain("seedrandom");
      expect(paths.filter((path) => /dist[/\\](data|pretraining|cli)\./.test(path))).toEqual([]);
    }
  });

  it.each([
    ["all of the core", `export * from "layerwise"`, 69_200],
    ["a page that trains a network", `export { Network } from "layerwise"`, 43_200],
  ])("weighs no more than it should as one bundle, minified and gzipped: %s", async (_, contents, most) => {
    const { outputFiles, warnings } = await build({
      stdin: { contents, resolveDir: consumer.directory },
      external: [...dependencies, "node:*"],
      bundle: true,
      minify: true,
      format: "esm",
      write: false,
    });
    expect(warnings).toEqual([]);
    expect(gzipSync(outputFiles[0]!.contents, { level: 9 }).length).toBeLessThanOrEqual(most);
    const told = `${Math.ceil(most / 1000)} kB`;
    expect(readFileSync(join(root, "README.md"), "utf8")).toContain(`less than ${told}`);
  });

  const entries = ["", "/data", "/io", "/plots", "/pretraining", "/rbm", "/extend", "/show", "/study"];

  it("bundles every entry for a browser, which has no files, without a word", async () => {
    const { warnings } = await build({
      stdin: {
        contents: entries.map((entry) => `export * from "layerwise${entry}";`).join("\n"),
        resolveDir: consumer.directory,
      },
      bundle: true,
      platform: "browser",
      format: "esm",
      write: false,
    });
    expect(warnings).toEqual([]);
  });

  it("has one module for pages, which imports nothing and has every name of every entry", async () => {
    const text = readFileSync(join(root, "dist/browser.js"), "utf8");
    expect(text).not.toMatch(/(^|[;}])import[\s{*"]/m);
    for (const name of ["seedrandom", "ml-matrix"]) expect(text).toContain(`${name}: `);
    const program = `import * as all from "./node_modules/layerwise/dist/browser.js";
for (const entry of ${JSON.stringify(entries)}) {
  const names = Object.keys(await import("layerwise" + entry));
  console.log(entry, names.length > 0, names.filter((name) => !(name in all)).join());
}
`;
    await consumer.write("page.mjs", program);
    const lines = entries.map((entry) => `${entry} true `).join("\n");
    expect(await consumer.run("node", "page.mjs")).toBe(`${lines}\n`);
  });

  it("loads models of the classes that the core has", async () => {
    await consumer.write(
      "bytes.mjs",
      `import { Network } from "layerwise";
import { modelFromBytes, modelToBytes } from "layerwise/io";
console.log(modelFromBytes(modelToBytes(Network.fromSizes([2, 1]))) instanceof Network);
`,
    );
    expect(await consumer.run("node", "bytes.mjs")).toBe("true\n");
  });

  it("has a command that tells its version and how to use it", async () => {
    expect(await consumer.run("npx", "--no", "--", "layerwise", "--version")).toBe(`${version}\n`);
    expect(await consumer.run("npx", "--no", "--", "layerwise", "--help")).toMatch(/layerwise demo/);
  });

  it("runs every example, which are plain JavaScript", async () => {
    const folder = join(root, "examples");
    for (const name of readdirSync(folder).filter((each) => each.endsWith(".ts"))) {
      await consumer.write("example.mjs", readFileSync(join(folder, name), "utf8"));
      expect((await consumer.run("node", "example.mjs")).length, name).toBeGreaterThan(100);
    }
  });
});

/** What a page leads to in the package, by paths from its root. */
function targetsOf(page: string): string[] {
  const text = readFileSync(join(root, page), "utf8").replaceAll(/^```.*?^```$/gms, "");
  const named = [...text.matchAll(/\]\(([^)#\s]+)/g)].map(([, target]) => target!);
  return named
    .filter((target) => !/^\w+:/.test(target))
    .map((target) => posix.join(posix.dirname(page), target));
}

/** The first ```ts block of README.md. */
function firstProgram(): string {
  const block = /^```ts\n(.*?)^```$/ms.exec(readFileSync(join(root, "README.md"), "utf8"));
  if (block === null) throw new Error("README.md has no block of ts");
  return block[1]!;
}

/** The same program with its imports in front and the rest in a function, for there is no await at the top of CommonJS. */
function inFunction(program: string): string {
  const imports = program.match(/^import .*?;\n/gms) ?? [];
  const rest = imports.reduce((text, line) => text.replace(line, ""), program);
  return `${imports.join("")}(async () => {\n${rest}})();\n`;
}

function asCommonJS(program: string): string {
  return inFunction(program).replaceAll(/^import (\{.*?\}) from ("[^"]+");$/gms, "const $1 = require($2);");
}
