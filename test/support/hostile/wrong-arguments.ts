import { RandomStream } from "../../../src/random/stream.ts";
import { validCalls } from "../valid-calls.ts";
import { isAccepted } from "./accepted.ts";
import type { Case, Kind } from "./case.ts";
import { type Change, isToTry, type Path, pathsOf, tryCase } from "./try-case.ts";
import type { ValidCall } from "./valid.ts";
import { wrongValues } from "./wrong-values.ts";

const places = validCalls.map((call) => ({ call, paths: pathsOf(call) }));

/** What is a whole experiment where its options are left out: those are tried one by one, and always given. */
const wholeByDefault = [
  ...["bottleneck", "depthsByStart", "functionTrajectories", "phaseDiagram", "rbmSpectra", "speedByDepth"],
];

const leavesOut = ["undefined", "{}", "an object without prototype"];

function isLong({ name }: ValidCall, { path, value }: Change): boolean {
  return wholeByDefault.includes(name) && path[0] === 1 && leavesOut.includes(value.label);
}

/** Every call with every wrong value at every place. */
const singles: readonly { readonly call: ValidCall; readonly change: Change }[] = places.flatMap(
  ({ call, paths }) =>
    paths.flatMap((path) =>
      wrongValues
        .map((value) => ({ call, change: { path, value } }))
        .filter(({ change }) => isToTry(change) && !isLong(call, change)),
    ),
);

/** A call with one wrong value. */
export const oneWrongValue: Kind = {
  name: "one wrong value",
  share: 5,
  draw(seed, count) {
    const order = new RandomStream(seed, "one wrong value").permutation(singles.length);
    return Array.from(order.subarray(0, count), (index) =>
      caseOf(singles[index]!.call, [singles[index]!.change]),
    );
  },
};

/** A call with two of them. */
export const twoWrongValues: Kind = {
  name: "two wrong values",
  share: 5,
  draw(seed, count) {
    const random = new RandomStream(seed, "two wrong values");
    const several = places.flatMap((place) => place.paths.slice(1).map(() => place)); // where there is more to change, more often
    return Array.from({ length: count }, () => {
      const { call, paths } = several[random.integer(several.length)]!;
      const [first, second] = random.permutation(paths.length);
      const [one, other] = [paths[first!]!, paths[second!]!];
      const apart = isWithin(one, other) || isWithin(other, one) ? [one] : [one, other];
      const changes = apart.map((path): Change => {
        const values = wrongValues.filter(
          (value) => isToTry({ path, value }) && !isLong(call, { path, value }),
        );
        return { path, value: values[random.integer(values.length)]! };
      });
      return caseOf(call, changes);
    });
  },
};

function isWithin(path: Path, outer: Path): boolean {
  return outer.every((key, index) => path[index] === key);
}

function caseOf(call: ValidCall, changes: readonly Change[]): Case {
  return {
    describe: () =>
      `${call.name} with ${changes.map(({ path, value }) => `${value.label} at ${path.join(".")}`).join(" and ")}`,
    async run() {
      const { outcome, detail } = await tryCase(call, changes);
      if (outcome === "accepted" && !changes.every((change) => isAccepted(call, change))) {
        return { ending: "silent", detail: "accepted" };
      }
      // A class in the place of a function is called as one, and says so itself.
      const isOwn = outcome === "unclear" && changes.some(({ value }) => value.label === "a class");
      return { ending: isOwn ? "accepted" : outcome, detail };
    },
  };
}
