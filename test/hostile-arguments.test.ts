import { describe, expect, it } from "vitest";
import { type Path, pathsOf, tryCase } from "./support/hostile/try-case.ts";
import type { ValidCall } from "./support/hostile/valid.ts";
import { publicNames } from "./support/public-names.ts";
import { parts, validCalls, withoutArguments } from "./support/valid-calls.ts";

const called = new Set(validCalls.map(({ name }) => name));
const isClass = (value: unknown): value is { readonly prototype: object } =>
  typeof value === "function" && /^class\b/.test(Function.prototype.toString.call(value));

/** The functions that an object has itself, other than getters. */
const methodsOf = (object: object): string[] =>
  Object.entries(Object.getOwnPropertyDescriptors(object))
    .filter(([name, { value }]) => typeof value === "function" && name !== "constructor")
    .map(([name]) => name)
    .filter((name) => !withoutArguments.includes(name));

describe("The table of valid calls", () => {
  it("has every export that is no part, and no part that is not publicNames", () => {
    const missing = Object.keys(publicNames).filter(
      (name) =>
        !parts.includes(name) && ![...called].some((call) => call === name || call.startsWith(`${name}.`)),
    );
    expect(missing).toEqual([]);
    expect(parts.filter((name) => !(name in publicNames))).toEqual([]);
  });

  it("has every method of every class", () => {
    const missing = Object.entries(publicNames)
      .filter(([name, value]) => isClass(value) && !parts.includes(name))
      .flatMap(([name, value]) => {
        const { prototype } = value as { readonly prototype: object };
        const own = methodsOf(prototype).filter((method) => method !== "observe"); // which fit calls
        const names = own.map((method) => `${objectOf(name)}.${method}`);
        const statics = methodsOf(value as object).map((method) => `${name}.${method}`);
        return [...names, ...statics].filter((each) => !called.has(each));
      });
    expect(missing).toEqual([]);
  });

  it("has calls that succeed", async () => {
    for (const call of validCalls) {
      expect({ name: call.name, ...(await tryCase(call, [])) }).toEqual({
        name: call.name,
        outcome: "accepted",
        detail: "",
      });
    }
  });

  it("has every option", async () => {
    const missing: string[] = [];
    for (const name of called) {
      const group = [name, ...(handsOnTo[name] ?? [])];
      const given = new Set(
        validCalls
          .filter((call) => group.includes(call.name))
          .flatMap((call) => pathsOf(call).map((path) => path.at(-1))),
      );
      for (const call of validCalls.filter((each) => each.name === name)) {
        for (const path of pathsOf(call).filter((each) => mayHoldOptions(call, each))) {
          const options = await optionsAt(call, path);
          missing.push(
            ...options.filter((option) => !given.has(option)).map((option) => `${name}: ${option}`),
          );
        }
      }
    }
    expect([...new Set(missing)]).toEqual([]);
  });
});

/** Calls that hand their options on to the readers of others, where they are tried. */
const handsOnTo: Readonly<Record<string, readonly string[]>> = {
  "network.epochs": ["network.fit"],
  "rbm.epochs": ["rbm.fit"],
  "dbn.epochs": ["dbn.pretrain"],
  "denoisingAutoencoder.epochs": ["denoisingAutoencoder.fit"],
  "stackedAutoencoders.epochs": ["stackedAutoencoders.pretrain"],
  "Network.fromJSON": ["dense"],
  "Pipeline.fromJSON": ["dense"],
  "Pipeline.fit": ["network.fit", "dbn.pretrain"],
  tileImages: ["imageGrid"],
  withOptimizer: ["trialRunner"], // an arm with all that it may have
};

/** The name under which the methods of a class stand in the table. */
function objectOf(name: string): string {
  if (name === "RandomStream") return "random";
  if (name === "GradientProbe") return "probe";
  return name === name.toUpperCase() ? name.toLowerCase() : name[0]!.toLowerCase() + name.slice(1);
}

/** Whether an option can be added there: a number has none, nor has a list, and the call would run as it stands. */
function mayHoldOptions(call: ValidCall, path: Path): boolean {
  const value = path.reduce<unknown>((target, key) => target?.[key as never], call.given());
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The options that are named by the error about one that there is not. */
async function optionsAt(call: ValidCall, path: Path): Promise<string[]> {
  const stranger = { label: "no option", make: () => 1 };
  const { outcome, detail } = await tryCase(call, [{ path: [...path, "noSuchOption"], value: stranger }]);
  const list = outcome === "clear" && /expected options named (.*), got "noSuchOption"/s.exec(detail)?.[1];
  return list ? [...list.matchAll(/"([^"]*)"/g)].map(([, name]) => name!) : [];
}
