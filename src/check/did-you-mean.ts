/**
 * What people who come from elsewhere type, in small letters, beside the option that it is called here, or how it is said. Of
 * several lines with the same word the first whose option the call takes is meant.
 */
const elsewhere: Readonly<Record<string, string>> = {
  learningRate: "lr rate eta alpha stepsize",
  peak: "lr rate learningrate",
  rate: "lr learningrate p",
  "optimizer: adam({ learningRate })": "lr eta alpha learningrate rate",
  firstMomentDecay: "beta1 momentum",
  secondMomentDecay: "beta2",
  "optimizer: sgd({ momentum })": "momentum",
  weightDecay: "wd l2 lambda",
  "optimizer: chain(weightDecay(0.001), adam())": "weightdecay wd l2",
  "optimizer: chain(l1Penalty(0.001), adam())": "l1",
  "optimizer: chain(clipByGlobalNorm(1), adam())": "clipnorm gradnorm",
  factor: "gamma",
  decay: "rho gamma alpha",
  every: "stepsize",
  final: "etamin minlr",
  minimum: "minlr",
  rise: "pctstart",
  until: "milestones",
  gibbsSteps: "k steps",
  steps: "k gibbssteps iterations",
  "sampler: contrastiveDivergence({ steps })": "k steps gibbssteps",
  epochs: "iterations iter steps tmax totalsteps totaliters",
  validationFraction: "validationsplit validationsize valsplit",
  validation: "valdata",
  sampleWeights: "weights exampleweights",
  minimumChange: "mindelta delta tol threshold",
  "earlyStopping: { patience }": "patience",
  "earlyStopping: { minimumChange }": "mindelta tol",
  "earlyStopping: { monitor }": "monitor",
  onEpoch: "callback callbacks verbose",
  seed: "randomstate rng",
  hidden: "units components",
  sizes: "layers hidden",
  inputs: "in infeatures inputdim",
  outputs: "out outfeatures outputdim units neurons",
  units: "features size",
  head: "loss criterion",
  engine: "backend device",
  threads: "workers jobs",
  epsilon: "eps",
  std: "stddev sigma",
  count: "samples n",
  "fraction: 1 - testSize": "testsize",
  fraction: "trainsize",
  folds: "k splits",
  validationLoss: "valloss",
  validationAccuracy: "valacc valaccuracy",
};

/** Letters and digits alone, small: `batch_size` and `batchSize` are one word. */
const plain = (word: string): string => word.toLowerCase().replace(/[^a-z0-9]/g, "");

/** The word, and the word without any one of its letters. */
const shortened = (word: string): string[] => [
  word,
  ...Array.from(word, (_, place) => word.slice(0, place) + word.slice(place + 1)),
];

/** Whether one is the beginning of the other, or one letter is missing, added, wrong or in another place. */
function alike(a: string, b: string): boolean {
  if (Math.min(a.length, b.length) < 3) return false;
  if (a.startsWith(b) || b.startsWith(a)) return true;
  return Math.abs(a.length - b.length) < 2 && shortened(a).some((word) => shortened(b).includes(word));
}

/** What an error adds after a word that is not allowed: the allowed one that is probably meant, or nothing. */
export function didYouMean(typed: string, allowed: readonly string[]): string {
  const word = plain(typed);
  const words = [word, word.replace(/^(num|nb|n|max)/, "")]; // n_epochs, numEpochs
  const meant =
    allowed.find((name) => words.includes(plain(name))) ??
    Object.keys(elsewhere).find(
      (name) =>
        allowed.includes(name.split(":")[0]!) &&
        elsewhere[name]!.split(" ").some((other) => words.includes(other)),
    ) ??
    allowed.find((name) => alike(word, plain(name)));
  if (meant === undefined) return "";
  return ` (did you mean ${meant.includes(":") ? meant : `"${meant}"`}?)`;
}
