import { checkArray, checkRecord, rangeError, show } from "../check.ts";
import type { EngineKind } from "../engine/engine.ts";
import { reference } from "../engine/reference.ts";
import { withEngine } from "../engine/with-engine.ts";
import type { Matrix } from "../matrix/matrix.ts";
import { checkLike, copyParameters, loadParameters, mapParameters, type Parameters } from "../parameters.ts";
import { type Seed, type Seeded, takeSeed } from "../random/seed.ts";
import type { EpochRecord, History } from "./history.ts";
import { checkIdle, checkModel, Run } from "./run.ts";
import type { RunState } from "./run-state.ts";

/** A model of a stack. */
interface StackedModel {
  readonly engineKind: EngineKind;
  readonly parameters: Readonly<Record<string, Matrix>>;
}

/** A run of a stack: a run for each of its models. */
export interface StackRun {
  readonly layers: readonly Run[];
  readonly seed: Seed;
  /** Refuses other seeds than those that the run began with; where none is given it gives that. */
  optionsOf<Options extends { readonly seed?: Seed | undefined }>(layer: number, options: Options): Options;
  /** Follows the training; models that are still to be trained are handed what they start from. */
  follow<Epoch extends EpochRecord>(
    seeds: readonly Seed[],
    epochs: AsyncGenerator<Epoch, History<Epoch>, void>,
  ): AsyncGenerator<Epoch, History<Epoch>, void>;
}

/** Takes the run of a stack apart into those of its models, `what` they are, and refuses one of another stack. */
export function stackRun(
  action: string,
  run: Run,
  models: readonly StackedModel[],
  what: string,
  seed: Seed,
  [stack, ...parts]: readonly [Seeded, ...Seeded[]],
): StackRun {
  checkModel(action, checkIdle(action, run), stack);
  const { state } = run;
  const model = `a stack of ${models.length} ${what}`;
  const about: { model: string; seed: Seed } = { model, seed, ...(state?.about as object) };
  if (about.model !== model) throw rangeError(action, `the run to go on with ${show(about.model)}`, model);
  const expected = "layers of the run to be a list of records";
  const kept = state && checkArray(action, expected, state.layers as unknown as readonly RunState[]);
  if (kept && kept.length !== models.length)
    throw rangeError(action, `a run of ${models.length} ${what}`, `${kept.length}`);
  const layers = models.map(({ engineKind, parameters }, layer) => {
    const child = new Run();
    child.onEpoch = (record) => run.onEpoch?.(record);
    if (kept) {
      const { values } = checkRecord(action, expected, kept[layer]!);
      checkRecord(action, `values of layer ${layer} of the run to be a record`, values!);
      checkLike(action, `the run to have in layer ${layer}`, values as Parameters, parameters);
      withEngine(engineKind, (engine) => loadParameters(action, engine, values as Parameters));
      if (kept[layer]!.place !== undefined) child.keep(kept[layer]!);
    }
    return child;
  });
  const seeds = kept?.map(({ about }): Seed => (about as Seeded | undefined)?.seed ?? seed);
  const stand = (seeds: readonly Seed[]) => (): RunState => ({
    about,
    modelSeed: stack.seed!,
    layers: layers.map(
      (layer, index) =>
        layer.state ?? {
          about: { seed: seeds[index]! },
          modelSeed: parts[index]!.seed!,
          values: mapParameters(models[index]!.parameters, (matrix) => reference.load(matrix)),
        },
    ),
  });
  return {
    layers,
    seed: about.seed,
    optionsOf(layer, options) {
      const { seed } = options;
      const begun = seeds?.[layer] ?? seed;
      if (seed !== undefined && seed !== begun)
        throw rangeError(
          `${action}, layer ${layer}`,
          `the run to go on with seed ${show(begun)}`,
          show(seed),
        );
      return { ...options, run: layers[layer], seed: begun };
    },
    async *follow(seeds, epochs) {
      checkIdle(action, run);
      takeSeed(action, stack, state?.modelSeed);
      for (const [layer, { values, modelSeed }] of kept?.entries() ?? []) {
        takeSeed(action, parts[layer]!, modelSeed);
        if (layers[layer]!.state === undefined)
          copyParameters(reference, values as Parameters, models[layer]!.parameters);
      }
      run.follow(stand(seeds));
      try {
        return yield* epochs;
      } finally {
        run.keep(run.state);
      }
    },
  };
}
