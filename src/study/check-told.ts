import { rangeError, show, typeError } from "../check.ts";
import { checkDataset, type Dataset } from "../data/dataset.ts";
import { checkFinite } from "../matrix/matrix.ts";
import { standardize } from "../preprocess/standardize.ts";
import { countLabels } from "../random/stratify.ts";

/** One to train on, one to choose the learning rate on, one to test on. */
const FEWEST_OF_CLASS = 3;
/** So many classes of one or two examples are rather numbers. */
const MANY = 10;

/** Refuses examples of which there is nothing to tell, or nothing that can be in every part of the data. */
export function checkTold(action: string, dataset: Dataset): void {
  checkDataset(action, dataset);
  if (dataset.labels) checkClasses(action, dataset);
  else if (dataset.targets) checkTargets(action, dataset);
  else
    throw typeError(
      action,
      "a dataset with labels, or with targets that are numbers",
      `one without, ${show(dataset.name)}`,
    );
}

function checkClasses(action: string, { labels, classes, classNames }: Dataset): void {
  const counts = countLabels(labels!, classes!);
  const found = counts.filter((count) => count > 0).length;
  if (found < 2) throw rangeError(action, "at least two classes", `${found}`);
  const rare = [...counts.keys()].filter((label) => counts[label]! > 0 && counts[label]! < FEWEST_OF_CLASS);
  if (rare.length === 0) return;
  const first = rare[0]!;
  const advice = rare.length > MANY ? "; numbers that are to be told are targets, not labels" : "";
  throw rangeError(
    action,
    `at least ${FEWEST_OF_CLASS} examples of each class, to train on, to choose the learning rate on and to test on`,
    `${counts[first]} of class ${show(classNames?.[first] ?? first)}${others(rare.length - 1)}${advice}`,
  );
}

const others = (count: number): string => {
  if (count === 0) return "";
  return ` and too few of ${count} ${count === 1 ? "other" : "others"}`;
};

function checkTargets(action: string, { targets, targetNames }: Dataset): void {
  checkFinite(action, "targets", targets!);
  const { deviations } = standardize.fit(targets!);
  const constant = deviations.to1DArray().indexOf(0);
  if (constant >= 0)
    throw rangeError(action, `target ${show(targetNames?.[constant] ?? constant)} to vary`, "one value");
}
