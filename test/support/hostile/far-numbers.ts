import { isMatrix } from "../../../src/matrix/matrix.ts";
import { RandomStream } from "../../../src/random/stream.ts";
import { validCalls } from "../valid-calls.ts";
import { endOf, type Kind } from "./case.ts";
import { oneOf } from "./mutations.ts";
import { notFinite } from "./not-finite.ts";
import { type Path, settled } from "./try-case.ts";
import type { ValidCall } from "./valid.ts";

/** Numbers at the ends of float64, of float32, and where they lose their last digits. */
const far = [
  ...[1e39, -1e39, 1e308, -1e308, Number.MAX_VALUE, 3.4028235e38, -3.5e38, 1e200, 1e19, -1e19, 2 ** 53 + 2],
  ...[5e-324, -5e-324, 1e-310, 1e-45, 1e-38, -0, Number.EPSILON, 0.1 + Number.EPSILON, 1 - 2 ** -53, 1e-160],
];

/** What is work without end where a number is large: how often something is done. */
const work = new Set(["epochs", "gibbsSteps", "steps", "patience", "flips"]);

const calls: readonly { readonly call: ValidCall; readonly paths: readonly Path[] }[] = validCalls
  .map((call) => ({ call, paths: call.given().flatMap((value, index) => numbersIn(value, [index])) }))
  .filter(({ paths }) => paths.length > 0);

/** Every number in the arguments of a call, those of lists in lists among them. */
function numbersIn(value: unknown, path: Path): Path[] {
  if (typeof value === "number") return work.has(String(path.at(-1))) ? [] : [path];
  if (typeof value !== "object" || value === null || isMatrix(value) || path.length > 5) return [];
  const isPlain = Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
  const isPart = Object.values(value).some((field) => typeof field === "function");
  if (!isPlain || isPart) return [];
  return Object.entries(value).flatMap(([key, field]) => numbersIn(field, [...path, key]));
}

function withNumber(target: unknown, [key, ...rest]: Path, value: number): unknown {
  if (key === undefined) return value;
  const copy = (Array.isArray(target) ? [...target] : { ...(target as object) }) as Record<string, unknown>;
  copy[key] = withNumber(copy[key], rest, value);
  return copy;
}

/** Every function with numbers in range of their type and out of that of what is computed: refused, or what comes out is finite. */
export const farNumbers: Kind = {
  name: "numbers out of range",
  share: 5,
  draw(seed, count) {
    const random = new RandomStream(seed, "numbers out of range");
    return Array.from({ length: count }, () => {
      const { call, paths } = oneOf(random, calls);
      const changes = Array.from({ length: 1 + random.integer(2) }, () => ({
        path: oneOf(random, paths),
        value: oneOf(random, far),
      }));
      return {
        describe: () =>
          `${call.name} with ${changes.map(({ path, value }) => `${value} at ${path.join(".")}`).join(" and ")}`,
        run() {
          let given: unknown = call.given();
          for (const { path, value } of changes) given = withNumber(given, path, value);
          return endOf(
            async () => settled(await call.call(...(given as never[]))),
            (result) => {
              const place = notFinite(result);
              return place && `not finite: the result${place}`;
            },
          );
        },
      };
    });
  },
};
