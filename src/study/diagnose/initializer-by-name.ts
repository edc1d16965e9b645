import { checkString, rangeError, show } from "../../check.ts";
import { initializers } from "../../initializer/all.ts";
import { classicUniform } from "../../initializer/classic-uniform.ts";
import { glorotUniform } from "../../initializer/glorot.ts";
import { heNormal } from "../../initializer/he.ts";
import type { Initializer } from "../../initializer/initializer.ts";
import { isometricLogistic } from "../../initializer/isometric-logistic.ts";
import { lecunNormal } from "../../initializer/lecun.ts";
import { normal } from "../../initializer/normal.ts";
import { orthogonal } from "../../initializer/orthogonal.ts";
import { sparse } from "../../initializer/sparse.ts";
import { uniform } from "../../initializer/uniform.ts";

/** Those without options, with the short names that people use. */
const plain: Readonly<Record<string, Initializer>> = {
  ...Object.fromEntries(
    initializers.filter(({ name }) => /^\w+$/.test(name)).map((each) => [each.name, each]),
  ),
  ...{ classic: classicUniform, lecun: lecunNormal, glorot: glorotUniform, xavier: glorotUniform },
  ...{ he: heNormal, kaiming: heNormal, isometric: isometricLogistic() },
};

type Options = Readonly<Record<string, number>>;

const withOptions: Readonly<Record<string, (options: Options) => Initializer>> = {
  normal: (options) => normal(options),
  uniform: (options) => uniform(options),
  orthogonal: (options) => orthogonal(options),
  sparse: (options) => sparse(options),
  isometricLogistic: (options) => isometricLogistic(options),
};

/** The names without options, as a refusal lists them. */
export const initializerNames: readonly string[] = [...Object.keys(plain), ...Object.keys(withOptions)];

/** The initializer of a name as it writes itself, `"glorotUniform"` or `"normal(std=0.01)"`, or of a short one, `"glorot"`. */
export function initializerByName(action: string, name: string): Initializer {
  checkString(action, "start", name);
  const [, kind = name, list] = /^(\w+)\((.*)\)$/.exec(name) ?? [];
  if (list === undefined && Object.hasOwn(plain, kind)) return plain[kind]!;
  if (!Object.hasOwn(withOptions, kind)) {
    throw rangeError(action, `start to be one of ${initializerNames.map(show).join(", ")}`, show(name));
  }
  return withOptions[kind]!(optionsIn(action, name, list ?? ""));
}

function optionsIn(action: string, name: string, list: string): Options {
  const pairs = list.split(",").filter((part) => part.trim() !== "");
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, key, value] = /^\s*(\w+)\s*=\s*(\S+)\s*$/.exec(pair) ?? [];
      if (key === undefined || !Number.isFinite(Number(value))) {
        throw rangeError(action, "start to be written as in normal(std=0.01)", show(name));
      }
      return [key, Number(value)];
    }),
  );
}

/** An initializer as a program writes it, with what it has to import. */
export function initializerCode(name: string): {
  readonly code: string;
  readonly imports: readonly string[];
} {
  const [, kind = name, list] = /^(\w+)\((.*)\)$/.exec(name) ?? [];
  if (list === undefined) return { code: kind, imports: [kind] };
  const options = list.split(", ").map((pair) => pair.replace("=", ": "));
  return { code: `${kind}({ ${options.join(", ")} })`, imports: [kind] };
}
