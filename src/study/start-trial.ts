import type { Arm, Preparation, Start } from "./arm.ts";
import { preparationOf, startOf } from "./check-start.ts";
import type { Ground } from "./ground.ts";
import type { RBMStack, StackVariation } from "./rbm-stack.ts";
import { firstOf, type Part, prepared, type TrialData } from "./trial-data.ts";
import type { TrialSpec } from "./trial-spec.ts";

/** A net before its first epoch, and the examples as it is handed them. */
export interface StartedTrial {
  readonly start: Start;
  /** The examples that it is trained on. */
  readonly labeled: Part;
  readonly validation: Part;
  readonly test: Part;
  /** Multiplications. */
  readonly preparationCost: number;
}

/** What a trial is started on. */
export interface TrialGround {
  readonly data: TrialData;
  /** The lowest RBMs of the stack that varies so. */
  stack(spec: TrialSpec, variation: StackVariation): Promise<RBMStack>;
  /** The start of an arm, which `make` makes, or made for a trial before. */
  start(arm: Arm, spec: TrialSpec, make: () => Promise<Start>): Promise<Start>;
}

/** Makes the start of a trial's arm, and prepares the examples as the arm has it. */
export async function startTrial(spec: TrialSpec, arm: Arm, ground: TrialGround): Promise<StartedTrial> {
  const { data } = ground;
  const sizes = [data.train.inputs.columns, ...Array.from({ length: spec.depth }, () => spec.width)];
  const { classes, other } = data;
  const stack: Ground["stack"] = (variation = {}) => ground.stack(spec, variation);
  const shared = { labeled: firstOf(data.train, spec.labels), classes, spec, sizes, stack };
  const raw: Ground = { ...groundOf(data.train), ...shared, ...(other && { other }) };
  const preparation = preparationOf(arm, raw);
  const { train, validation, test, other: otherPrepared } = preparedData(data, preparation);
  const labeled = firstOf(train, spec.labels);
  const start = await ground.start(arm, spec, () =>
    startOf(arm, {
      ...raw,
      inputs: train.inputs,
      labeled,
      ...(otherPrepared && { other: otherPrepared }),
      sizes: [train.inputs.columns, ...sizes.slice(1)],
    }),
  );
  return { start, labeled, validation, test, preparationCost: preparation?.cost ?? 0 };
}

/** The inputs that arms start from, and how many numbers are to be told where the targets are numbers. */
function groundOf({ inputs, targets }: Part): Pick<Ground, "inputs" | "targets"> {
  return { inputs, ...(!(targets instanceof Int32Array) && { targets: targets.columns }) };
}

function preparedData(data: TrialData, preparation: Preparation | undefined): TrialData {
  const preprocessor = preparation?.preprocessor;
  return {
    ...data,
    train: prepared(data.train, preprocessor),
    validation: prepared(data.validation, preprocessor),
    test: prepared(data.test, preprocessor),
    ...(data.other && { other: { ...prepared(data.other, preprocessor), classes: data.other.classes } }),
  };
}
