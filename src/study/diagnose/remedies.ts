import type { Finding, RemedyId } from "../../findings/finding.ts";
import { AS_GIVEN, type Recipe } from "./recipe.ts";
import { trainerByName } from "./trainers.ts";

/** A change of a recipe, and what kind it is. */
export interface Remedy {
  readonly id: string;
  readonly kind: RemedyId;
  /** What it is, in half a sentence. */
  readonly what: string;
  readonly recipe: Recipe;
  /** The rates that are tried. */
  readonly rates: readonly number[];
}

/** The optimizer that remedies may take beside that of the net. */
const OTHER = "adam";

/** The start that was made for an activation: He's for ReLU and its kin, Glorot's for tanh, the isometric one for the logistic. */
const STARTS: Readonly<Record<string, string>> = {
  ...{
    sigmoid: "isometricLogistic(gain=1)",
    tanh: "glorotUniform",
    lecunTanh: "lecunNormal",
    softsign: "glorotUniform",
  },
  ...{ hardTanh: "glorotUniform", selu: "lecunNormal", identity: "glorotUniform" },
};
export const startFor = (activation: string): string => STARTS[activation] ?? "heNormal";

/** The dropout of the remedy against memorizing (Srivastava et al., JMLR 15, 2014, section 4, take 0.5 in wide layers). */
const DROPOUT = 0.2;

/**
 * Every remedy of a recipe, none of them twice: a change of one kind, each under the optimizer that there is and under Adam, and on
 * standardized inputs where something is wrong with the inputs. They are the study's arms, built on the net that is diagnosed instead of
 * on the study's.
 */
export function remediesFor(base: Recipe, findings: readonly Finding[], isUnit: boolean): readonly Remedy[] {
  const illInputs = findings.some(({ id, severity }) => id.startsWith("inputs-") && severity !== "note");
  const isRaw = base.inputs !== "standardized";
  const ground: Recipe = illInputs && isRaw ? { ...base, inputs: "standardized" } : base;
  const on = ground === base ? "" : ", on standardized inputs";
  const uneven = findings.some(({ id }) => id === "uneven-classes");
  const activation = base.activation === "relu" ? "tanh" : "relu";
  const fresh = (changes: Partial<Recipe>): Recipe => {
    const start = startFor(changes.activation ?? base.activation);
    return { ...ground, start, ...changes };
  };
  const kept = (): Recipe => (ground.start === AS_GIVEN ? fresh({}) : ground);
  const isDeep = base.layers.length > 0;
  const bodies: readonly (readonly [RemedyId, string, Recipe])[] = isDeep
    ? [
        [
          "start",
          `weights made for ${base.activation} (${startFor(base.activation)})`,
          fresh({ body: base.body }),
        ],
        [
          "activation",
          `${activation} units with weights made for them (${startFor(activation)})`,
          fresh({ activation }),
        ],
        ["normalization", "every hidden layer normalized over the batch", { ...kept(), body: "normalized" }],
        ["paths", "a way around each hidden layer", { ...kept(), body: "residual" }],
      ]
    : [];
  const own = base.optimizer;
  const crossed = bodies.flatMap(([kind, what, recipe]) => [
    remedy(kind, kind, `${what}${on}`, recipe, own),
    ...(own === OTHER
      ? []
      : [remedy(`${kind} + ${OTHER}`, kind, `${what}, trained by Adam${on}`, recipe, OTHER)]),
  ]);
  const all = [
    ...(isRaw
      ? [remedy("inputs", "inputs", "standardized inputs", { ...base, inputs: "standardized" }, own)]
      : []),
    ...(ground === base ? [remedy("rate", "rate", "another learning rate", ground, own)] : []),
    ...(own === OTHER
      ? []
      : [
          remedy(
            OTHER,
            "optimizer",
            `Adam instead of ${trainerByName("find remedies", own).description}${on}`,
            ground,
            OTHER,
          ),
        ]),
    ...crossed,
    ...(isDeep
      ? [
          remedy(
            "pretraining",
            "pretraining",
            `logistic units pretrained as a stack of RBMs${isUnit ? "" : ", on inputs in [0, 1]"}`,
            {
              ...{
                ...base,
                start: "glorotUniform",
                activation: "sigmoid",
                body: "plain",
                pretraining: true,
                dropout: 0,
              },
              inputs: isUnit ? base.inputs : "in [0, 1]",
            },
            own,
          ),
        ]
      : []),
    ...(uneven
      ? [
          remedy(
            "class-weights",
            "class-weights",
            `rare classes weighed like frequent ones${on}`,
            { ...ground, classWeights: true },
            own,
          ),
        ]
      : []),
    remedy(
      "regularization",
      "regularization",
      isDeep ? `dropout of ${100 * DROPOUT} % and early stopping${on}` : `early stopping${on}`,
      { ...kept(), earlyStopping: true, dropout: isDeep ? DROPOUT : 0 },
      own,
    ),
  ];
  const partsOf = ({ recipe }: Remedy): string => JSON.stringify({ ...recipe, rate: 0 });
  return all.filter((each, index) => all.findIndex((other) => partsOf(other) === partsOf(each)) === index);
}

function remedy(id: string, kind: RemedyId, what: string, recipe: Recipe, optimizer: string): Remedy {
  const { rates } = trainerByName("find remedies", optimizer);
  return { id, kind, what, recipe: { ...recipe, optimizer, rate: rates[1]! }, rates };
}
