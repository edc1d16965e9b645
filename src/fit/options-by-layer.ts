import { checkArray, checkKeys, rangeError } from "../check.ts";
import { type Seed, toSeed } from "../random/seed.ts";

/** Options for every layer of a stack, and changes to them by layer. */
interface StackOptions {
  readonly seed?: Seed | undefined;
  readonly layers?: readonly object[] | undefined;
}

/**
 * The options of each layer of a stack: those for all layers with its own changes, whose names are checked. A seed for all layers
 * still gives each its own noise.
 */
export function optionsByLayer<Options extends StackOptions>(
  action: string,
  options: Options,
  count: number,
  names: readonly string[],
): Omit<Options, "layers">[] {
  const { layers: given = [], ...all } = options;
  const layers = checkArray(action, "layers to be a list of options", given);
  if (layers.length > count) {
    throw rangeError(action, `options for at most ${count} layers`, `${layers.length}`);
  }
  const common = withoutUndefined(all);
  return Array.from({ length: count }, (_, layer) => {
    const { [layer]: changes = {} } = layers;
    checkKeys(`${action}, layer ${layer}`, changes, names);
    const seed = common.seed === undefined ? {} : { seed: `${toSeed(action, common.seed)}, layer ${layer}` };
    return { ...common, ...seed, ...withoutUndefined(changes) };
  });
}

/** The options that say something: one that is undefined must not hide a default or an option of all layers. */
function withoutUndefined<Options extends object>(options: Options): Options {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Options;
}
