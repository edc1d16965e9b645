import { checkOneOf } from "../../check.ts";
import { adam } from "../../optimizer/adam.ts";
import type { Optimizer } from "../../optimizer/optimizer.ts";
import { rmsProp } from "../../optimizer/rms-prop.ts";
import { sgd } from "../../optimizer/sgd.ts";

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
  {
    ...{ name: "momentum", description: "gradient descent with momentum 0.9", rate: 0.01 },
    ...{ rates: [0.001, 0.01, 0.1], cost: 2, imported: "sgd" },
    make: (learningRate) => sgd({ learningRate, momentum: 0.9 }),
    code: (learningRate) => `sgd({ learningRate: ${learningRate}, momentum: 0.9 })`,
  },
  {
    ...{ name: "nesterov", description: "Nesterov's momentum 0.99", rate: 0.001 },
    ...{ rates: [0.0001, 0.001, 0.01], cost: 3, imported: "sgd" },
    make: (learningRate) => sgd({ learningRate, momentum: 0.99, nesterov: true }),
    code: (learningRate) => `sgd({ learningRate: ${learningRate}, momentum: 0.99, nesterov: true })`,
  },
  {
    ...{
      name: "adam",
      description: "Adam",
      rate: 0.001,
      rates: [0.001, 0.00316, 0.01],
      cost: 7,
      imported: "adam",
    },
    make: (learningRate) => adam({ learningRate }),
    code: (learningRate) => `adam({ learningRate: ${learningRate} })`,
  },
  {
    ...{
      name: "rmsprop",
      description: "RMSProp",
      rate: 0.001,
      rates: [0.000316, 0.001, 0.00316],
      cost: 5,
      imported: "rmsProp",
    },
    make: (learningRate) => rmsProp({ learningRate, decay: 0.9 }),
    code: (learningRate) => `rmsProp({ learningRate: ${learningRate}, decay: 0.9 })`,
  },
] satisfies Trainer[]);

/** The optimizer of a name. */
export function trainerByName(action: string, name: string): Trainer {
  const names = trainers.map((trainer) => trainer.name);
  return trainers[names.indexOf(checkOneOf(action, "optimizer", name, names))]!;
}
