import { initializerCode } from "./initializer-by-name.ts";
import { AS_GIVEN, type Recipe, type Task } from "./recipe.ts";
import { trainerByName } from "./trainers.ts";

/** Lines of a program, with what they import from where. */
export interface Program {
  readonly imports: Readonly<Record<string, readonly string[]>>;
  readonly lines: readonly string[];
}

/** Lines of a program that others go on from. */
export interface LoadingCode {
  /** Those that define `dataset`. */
  readonly dataset?: string | undefined;
  /** Those that define `network`, where one was handed over. */
  readonly network?: string | undefined;
}

/** What a program is written for beside its recipe. */
export interface Written {
  readonly task: Task;
  readonly seed: number;
  readonly load: LoadingCode;
}

const CORE = "layerwise";
const DATA = "layerwise/data";

/** The whole program of a recipe: it parts the data, prepares the inputs, makes the net, trains it and tests it. */
export function recipeCode(recipe: Recipe, { task, seed, load }: Written): string {
  const parts: Program[] = [programIn(load.dataset), splitting(recipe, task, seed), preparing(recipe, task)];
  parts.push(recipe.start === AS_GIVEN ? programIn(load.network) : making(recipe, task, seed));
  parts.push(training(recipe, task, seed));
  const names = new Map<string, Set<string>>();
  for (const { imports } of parts) {
    for (const [from, list] of Object.entries(imports)) {
      names.set(from, new Set([...(names.get(from) ?? []), ...list]));
    }
  }
  const imports = [...names].map(
    ([from, list]) => `import { ${[...list].sort().join(", ")} } from "${from}";`,
  );
  return [
    imports.sort().join("\n"),
    ...parts.filter(({ lines }) => lines.length > 0).map(({ lines }) => lines.join("\n")),
  ]
    .join("\n\n")
    .concat("\n");
}

/** A text as a program: its imports, so that those of the rest join them, and its other lines. */
function programIn(text = ""): Program {
  const imports: Record<string, readonly string[]> = {};
  const lines = text.split("\n").filter((line) => {
    const [, names, from] = /^import \{ (.*) \} from "(.*)";$/.exec(line) ?? [];
    if (from !== undefined) imports[from] = [...(imports[from] ?? []), ...names!.split(", ")];
    return from === undefined && line.trim() !== "";
  });
  return { imports, lines };
}

function splitting({ earlyStopping }: Recipe, { numeric }: Task, seed: number): Program {
  const options = [
    earlyStopping ? "fraction: 0.6, validationFraction: 0.2" : "fraction: 0.8",
    ...(numeric ? [] : ["stratified: true"]),
    `seed: ${seed}`,
  ];
  const names = earlyStopping ? "train, validation, test" : "train, test";
  return {
    imports: { [DATA]: ["split"] },
    lines: [`const { ${names} } = split(dataset, { ${options.join(", ")} });`],
  };
}

/** `x` and `t` of a part: inputs as the net takes them, and what it is to tell. */
function preparing({ inputs }: Recipe, { numeric }: Task): Program {
  const preparation = { "as they are": undefined, standardized: "standardize", "in [0, 1]": "minMax" }[
    inputs
  ];
  const options = preparation === "minMax" ? ", { clip: true }" : "";
  const x = preparation ? "preparation.transform(part.inputs)" : "part.inputs";
  const t = numeric ? "scaling.transform(part.targets)" : "part.labels";
  return {
    imports: { [CORE]: [...(preparation ? [preparation] : []), ...(numeric ? ["standardize"] : [])] },
    lines: [
      ...(preparation ? [`const preparation = ${preparation}.fit(train.inputs${options});`] : []),
      ...(numeric ? ["const scaling = standardize.fit(train.targets);"] : []),
      `const prepare = (part) => ({ inputs: ${x}, ${numeric ? "targets" : "labels"}: ${t} });`,
    ],
  };
}

function making(recipe: Recipe, { inputs, outputs, numeric }: Task, seed: number): Program {
  const head = numeric ? "linear" : "softmax";
  const sizes = `[${[inputs, ...recipe.layers].join(", ")}]`;
  if (recipe.pretraining) {
    return {
      imports: { [CORE]: ["DBN", head] },
      lines: [
        `const dbn = new DBN({ sizes: ${sizes}, seed: ${seed} });`,
        `await dbn.pretrain(prepare(train).inputs, { epochs: ${recipe.epochs} });`,
        `const network = dbn.toNetwork({ outputs: ${outputs}, head: ${head} });`,
      ],
    };
  }
  const { code: initializer, imports } = initializerCode(recipe.start);
  const activation = recipe.activation;
  const used = [activation.replace(/\(.*/, ""), head, ...imports];
  if (recipe.body === "plain" && recipe.dropout === 0) {
    const all = `[${[inputs, ...recipe.layers, outputs].join(", ")}]`;
    return {
      imports: { [CORE]: ["Network", ...used] },
      lines: [
        `const network = Network.fromSizes(${all}, {`,
        ...[
          `  activation: ${called(activation)},`,
          `  initializer: ${initializer},`,
          `  head: ${head},`,
          `  seed: ${seed},`,
        ],
        "});",
      ],
    };
  }
  const layer = `dense({ inputs: sizes[index], outputs, activation: ${called(activation)}, initializer: ${initializer} })`;
  const isSquare = "sizes[index] === outputs";
  const extra = [
    ...(recipe.body === "normalized" ? ["batchNorm({ units: outputs })"] : []),
    ...(recipe.dropout > 0 ? [`dropout({ rate: ${recipe.dropout} })`] : []),
  ];
  const around = recipe.body === "residual" ? [`${isSquare} ? residual([layer]) : layer`] : ["layer"];
  return {
    imports: {
      [CORE]: [
        ...["Network", "dense", ...used],
        ...(recipe.body === "normalized" ? ["batchNorm"] : []),
        ...(recipe.body === "residual" ? ["residual"] : []),
        ...(recipe.dropout > 0 ? ["dropout"] : []),
      ],
    },
    lines: [
      `const sizes = ${sizes};`,
      "const hidden = sizes.slice(1).flatMap((outputs, index) => {",
      `  const layer = ${layer};`,
      `  return [${[...around, ...extra].join(", ")}];`,
      "});",
      `const layers = [...hidden, dense({ inputs: ${recipe.layers.at(-1) ?? inputs}, outputs: ${outputs}, initializer: ${initializer} })];`,
      `const network = new Network({ layers, head: ${head}, seed: ${seed} });`,
    ],
  };
}

/** An activation as a program writes it. */
const called = (name: string): string =>
  name.startsWith("leakyRelu(") ? name : name === "leakyRelu" ? "leakyRelu()" : name;

function training(recipe: Recipe, { numeric }: Task, seed: number): Program {
  const trainer = trainerByName("write a program", recipe.optimizer);
  return {
    imports: { [CORE]: [trainer.imported] },
    lines: [
      "await network.fit(prepare(train), {",
      `  epochs: ${recipe.epochs},`,
      `  batchSize: ${recipe.batchSize},`,
      `  optimizer: ${trainer.code(recipe.rate)},`,
      `  seed: ${seed},`,
      ...(recipe.classWeights ? ['  classWeights: "balanced",'] : []),
      ...(recipe.earlyStopping
        ? ["  validation: prepare(validation),", "  earlyStopping: { patience: 10 },"]
        : []),
      "});",
      `console.log(network.evaluate(prepare(test)${recipe.classWeights && !numeric ? ', { classWeights: "balanced" }' : ""}));`,
    ],
  };
}
