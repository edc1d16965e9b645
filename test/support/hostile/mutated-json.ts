import type { RandomStream } from "../../../src/random/stream.ts";
import { type Mutated, oneOf } from "./mutations.ts";

/** JSON as it was parsed. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Key = string | number;
type Container = Json[] | { [key: string]: Json };

/** What may stand where something else should, also as a claim of a size. */
const odd: readonly Json[] = [
  ...[null, true, false, "", "x", "5", 0, -1, 1.5, 1e39, 1e308, -1e308, 5e-324, -0, 2 ** 31, 2 ** 53, 1e9],
  ...[[], {}, [[]], [null], { length: 3 }, "long ".repeat(1000), "\ud800", ["a", "b"], { name: "x" }],
];

/** Every place in a document, the whole among them. */
function placesIn(value: Json, path: readonly Key[] = []): (readonly Key[])[] {
  if (typeof value !== "object" || value === null) return [path];
  const entries: [Key, Json][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...entries.flatMap(([key, item]) => placesIn(item, [...path, key]))];
}

const at = (document: Json, path: readonly Key[]): Json =>
  path.reduce<Json>((value, key) => (value as Record<Key, Json>)[key]!, document);

const changes: Readonly<
  Record<string, (holder: Container, key: Key, random: RandomStream, document: Json) => string>
> = {
  lost(holder, key) {
    if (Array.isArray(holder)) holder.splice(key as number, 1);
    else delete holder[key];
    return "";
  },
  replaced(holder, key, random) {
    const value = oneOf(random, odd);
    (holder as Record<Key, Json>)[key] = structuredClone(value);
    return ` by ${JSON.stringify(value).slice(0, 30)}`;
  },
  renamed(holder, key, random) {
    if (Array.isArray(holder)) return " not";
    const name = oneOf(random, [`${key}s`, String(key).toUpperCase(), "__proto__", "constructor", `${key} `]);
    const value = holder[key]!;
    delete holder[key];
    Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true });
    return ` to ${name}`;
  },
  "joined by a stranger"(holder, key, random) {
    if (Array.isArray(holder)) holder.splice(key as number, 0, oneOf(random, odd) as Json);
    else holder[`${key}2`] = oneOf(random, odd);
    return "";
  },
  doubled(holder, key) {
    if (Array.isArray(holder)) holder.splice(key as number, 0, structuredClone(holder[key as number]!));
    return "";
  },
  exchanged(holder, key, random, document) {
    const path = oneOf(random, placesIn(document));
    (holder as Record<Key, Json>)[key] = structuredClone(at(document, path));
    return ` for ${path.join(".")}`;
  },
  garbled(holder, key, random) {
    const old = (holder as Record<Key, Json>)[key];
    if (typeof old === "number")
      (holder as Record<Key, Json>)[key] = oneOf(random, [old + 1, -old, old * 1e9, old / 3]);
    if (typeof old !== "string" || old === "") return "";
    const place = random.integer(old.length);
    const put = oneOf(random, ["A", "/", "=", " ", "\n", "é", "", "AAAA", "f"]);
    (holder as Record<Key, Json>)[key] = old.slice(0, place) + put + old.slice(place + 1);
    return ` with ${JSON.stringify(put)} at ${place}`;
  },
};

/** A document that something was done to, once or twice; `undefined` is never in it. */
export function mutatedJson(document: Json, random: RandomStream): Mutated<Json> {
  const copy = structuredClone(document);
  const labels: string[] = [];
  const times = random.integer(4) === 0 ? 2 : 1;
  for (let time = 0; time < times; time++) {
    const places = placesIn(copy).filter((path) => path.length > 0);
    if (places.length === 0) break;
    const path = oneOf(random, places);
    const name = oneOf(random, Object.keys(changes));
    const holder = at(copy, path.slice(0, -1)) as Container;
    labels.push(`${path.join(".")} ${name}${changes[name]!(holder, path.at(-1)!, random, document)}`);
  }
  return { label: labels.join(", then "), value: copy };
}

/** JSON with its keys in order and without the sign of zero, so that equal documents are equal texts. */
export function canonical(value: unknown): string {
  return JSON.stringify(sorted(JSON.parse(JSON.stringify(value) ?? "null") as Json));
}

function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
