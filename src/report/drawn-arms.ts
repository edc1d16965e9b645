import {
  armsLike,
  bestArm,
  bestLike,
  bestPoint,
  type Evidence,
  type Setting,
} from "../study/statistics/evidence.ts";

/** So many lines can be told apart, and followed. */
export const MOST_LINES = 5;

/**
 * The arms that are drawn, at most five: the classical start, the pretrained net, the best other random start, the best other
 * activation and the best control; then the best of the others, where there is room.
 */
export function drawnArms(evidence: Evidence, among: (arm: string) => boolean = () => true): string[] {
  const best = (arms: readonly string[]): string | undefined =>
    bestArm(evidence, arms, (trial) => bestPoint(trial).validationError);
  const [classical, rbm] = mainArms(evidence);
  const random = best(
    armsLike(evidence, { kind: "random start" }).filter((arm) => arm !== classical && among(arm)),
  );
  const control = best(armsLike(evidence, { tag: "same scale" }).filter(among));
  const activation = best(armsLike(evidence, { tag: "activation" }).filter(among));
  const present = [...new Set(evidence.trials.map(({ spec }) => spec.arm))];
  const usual = present.filter((arm) => !arm.includes(" + "));
  const named = [classical, rbm, random, activation, control, ...usual, ...present];
  return [...new Set(named)]
    .filter((arm) => arm !== undefined)
    .filter((arm) => evidence.of(arm).size > 0 && among(arm))
    .slice(0, MOST_LINES);
}

/**
 * One of each kind that costs are held against: the classical start, also under its best other optimizer, and what rivals it. Of each
 * kind the best of those that were trained for several times the epochs, where there are such.
 */
export function rivalArms(evidence: Evidence): string[] {
  const [classical, rbm] = mainArms(evidence);
  const long = longArms(evidence).arms;
  const best = (arms: readonly string[]): string | undefined => {
    const trained = arms.filter((arm) => long.includes(arm));
    return bestArm(
      evidence,
      trained.length > 0 ? trained : arms,
      (trial) => bestPoint(trial).validationError,
    );
  };
  const random = best(armsLike(evidence, { kind: "random start" }).filter((arm) => arm !== classical));
  const activation = best(armsLike(evidence, { tag: "activation" }));
  const optimizer = best(armsLike(evidence, { tag: "classical", optimizer: null }));
  return [classical, rbm, random, activation, optimizer].filter((arm) => arm !== undefined);
}

/** The arms that were trained for several times the epochs, and where. */
export function longArms(evidence: Evidence): {
  readonly arms: readonly string[];
  readonly setting: Setting;
} {
  const longest = Math.max(1, ...evidence.trials.map(({ spec }) => spec.times));
  const setting = { ...evidence.reference, times: longest };
  const present = [...new Set(evidence.trials.map(({ spec }) => spec.arm))];
  return { arms: present.filter((arm) => evidence.of(arm, setting).size > 0), setting };
}

function mainArms(evidence: Evidence): readonly [classical: string | undefined, rbm: string | undefined] {
  return [bestLike(evidence, { tag: "classical" }), bestLike(evidence, { tag: "rbm" })];
}
