import { RandomStream } from "layerwise";
import { datasetFromRows, type LabeledDataset } from "layerwise/data";
import type { DataName } from "../settings.ts";

const EXAMPLES = 500;

type Toy = Exclude<DataName, "digits" | "table">;
type Point = readonly [number, number];

/** A point of each class, by two uniform draws in [0, 1). */
const shapes: Readonly<Record<Toy, (second: boolean, along: number, across: number) => Point>> = {
  circles: (second, along) => around(second ? 1 : 0.45, 2 * Math.PI * along),
  moons: (second, along) => {
    const angle = Math.PI * along;
    return second ? [1 - Math.cos(angle), 0.5 - Math.sin(angle)] : [Math.cos(angle), Math.sin(angle)];
  },
  spiral: (second, along) => around(0.15 + along, 1.5 * Math.PI * along + (second ? Math.PI : 0)),
  xor: (second, along, across) => {
    const x = 2 * along - 1;
    const y = Math.sign(x || 1) * (second ? 1 : -1) * across;
    return [x, y];
  },
};

/** How far points lie from their shape: the standard deviation. */
const noise: Readonly<Record<Toy, number>> = { circles: 0.08, moons: 0.12, spiral: 0.03, xor: 0.04 };

/** Points of two classes in a plane that no straight line parts. */
export function toy(name: Toy, seed: number): LabeledDataset {
  const random = new RandomStream(seed, name);
  const labels = Array.from({ length: EXAMPLES }, (_, example) => example % 2);
  const rows = labels.map((label) => {
    const [x, y] = shapes[name](label === 1, random.uniform(), random.uniform());
    return [x + noise[name] * random.normal(), y + noise[name] * random.normal()];
  });
  return datasetFromRows(rows, { labels, name });
}

function around(radius: number, angle: number): Point {
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}
