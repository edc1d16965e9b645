import { checkOneOf } from "../../check.ts";
import type { Optimizer } from "../../optimizer/optimizer.ts";
import { sgd } from "../../optimizer/sgd.ts";
import { optimizers } from "../optimizers/all.ts";
import type { GradientMoment } from "../trial-result.ts";

/** An optimizer of those that a diagnosis can try, as the study has them, with the program that makes it. */
export interface Trainer {
  readonly name: string;
  /** In half a sentence. */
  readonly description: string;
  /** The rate that it has where none is given. */
  readonly rate: number;
  /** Rates that its tuning tries. */
  readonly rates: readonly number[];
  /** Multiplications for each parameter in each update. */
  readonly cost: number;
  readonly make: (learningRate: number) => Optimizer;
  /** The call that makes it. */
  readonly code: (learningRate: number) => string;
  /** What the call has to import. */
  readonly imported: string;
}

/** What the study trains by as well, with rates and a program. */
function ofStudy(name: string, own: Pick<Trainer, "rate" | "rates" | "code" | "imported">): Trainer {
  const { description, cost, make } = optimizers.find((optimizer) => optimizer.name === name)!;
  const [short] = description.split(":") as [string];
  return { ...own, name, description: short, cost, make: (rate) => make(rate, NO_START) };
}

/** None of these looks at the gradients before training. */
const NO_START = {} as GradientMoment;

/** The rates lie about the usual one: of descent a factor of ten apart, since a net may want any, and of the others √10, as in the study. */
export const trainers: readonly Trainer[] = Object.freeze([
  {
    ...{
      name: "sgd",
      description: "gradient descent",
      rate: 0.1,
      rates: [0.01, 0.1, 1],
      cost: 1,
      imported: "sgd",
    },
    make: (learningRate) => sgd({ learningRate }),
    code: (learningRate) => `sgd({ learningRate: ${learningRate} })`,
  },
  ofStudy("momentum", {
    ...{ rate: 0.01, rates: [0.001, 0.01, 0.1], imported: "sgd" },
    code: (learningRate) => `sgd({ learningRate: ${learningRate}, momentum: 0.9 })`,
  }),
  ofStudy("nesterov", {
    ...{ rate: 0.001, rates: [0.0001, 0.001, 0.01], imported: "sgd" },
    code: (learningRate) => `sgd({ learningRate: ${learningRate}, momentum: 0.99, nesterov: true })`,
  }),
  ofStudy("adam", {
    ...{ rate: 0.001, rates: [0.001, 0.00316, 0.01], imported: "adam" },
    code: (learningRate) => `adam({ learningRate: ${learningRate} })`,
  }),
  ofStudy("rmsprop", {
    ...{ rate: 0.001, rates: [0.000316, 0.001, 0.00316], imported: "rmsProp" },
    code: (learningRate) => `rmsProp({ learningRate: ${learningRate}, decay: 0.9 })`,
  }),
] satisfies Trainer[]);

/** The optimizer of a name. */
export function trainerByName(action: string, name: string): Trainer {
  const names = trainers.map((trainer) => trainer.name);
  return trainers[names.indexOf(checkOneOf(action, "optimizer", name, names))]!;
}
