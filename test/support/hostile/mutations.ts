import type { RandomStream } from "../../../src/random/stream.ts";

/** A value that something was done to, and what. */
export interface Mutated<Value> {
  readonly label: string;
  readonly value: Value;
}

/** One of several. */
export function oneOf<Value>(random: RandomStream, values: readonly Value[]): Value {
  return values[random.integer(values.length)]!;
}

/** What may stand where a number of a text was. */
export const oddNumbers: readonly string[] = [
  ...["1e39", "-1e39", "1e308", "1e309", "-1e999", "5e-324", "1e-400", "-0", "NaN", "Infinity", "-inf"],
  ...[
    "0x10",
    "1_000",
    "1,5",
    "١٢",
    "1e",
    "--1",
    "+-1",
    "1.2.3",
    "1 2",
    ".",
    "9007199254740993",
    "00012",
    "1e+3",
  ],
  ...[
    "2147483648",
    "4294967296",
    "1099511627776",
    "true",
    "null",
    "TRUE",
    "-",
    "∞",
    "½",
    "1%",
    "$1",
    "1e3.5",
  ],
];

const characters = [
  '"',
  "'",
  ",",
  ";",
  "\t",
  "\n",
  "\r",
  "\0",
  "\ufeff",
  "\u2028",
  "é",
  "\ud800",
  "{",
  "}",
  "[",
];
const moreCharacters = ["]", ":", "\\", "#", " ", "\u00a0", "0", "9", "-", "e", ".", "=", "/", "%"];

type TextChange = (text: string, random: RandomStream) => Mutated<string>;

const place = (text: string, random: RandomStream): number => random.integer(text.length + 1);

/** Whatever may happen to a text on its way. */
const textChanges: readonly TextChange[] = [
  (text, random) => {
    const at = place(text, random);
    return { label: `cut at ${at}`, value: text.slice(0, at) };
  },
  (text, random) => {
    const at = place(text, random);
    return { label: `the first ${at} characters lost`, value: text.slice(at) };
  },
  (text, random) => {
    const [at, put] = [place(text, random), oneOf(random, [...characters, ...moreCharacters])];
    return { label: `${JSON.stringify(put)} put at ${at}`, value: text.slice(0, at) + put + text.slice(at) };
  },
  (text, random) => {
    const [at, put] = [place(text, random), oneOf(random, [...characters, ...moreCharacters])];
    return {
      label: `${JSON.stringify(put)} over ${at}`,
      value: text.slice(0, at) + put + text.slice(at + 1),
    };
  },
  (text, random) => {
    const [at, away] = [place(text, random), 1 + random.integer(5)];
    return { label: `${away} characters lost at ${at}`, value: text.slice(0, at) + text.slice(at + away) };
  },
  (text, random) => {
    const at = place(text, random);
    const flipped = String.fromCharCode((text.charCodeAt(at) || 0) ^ (1 << random.integer(8)));
    return { label: `a bit flipped at ${at}`, value: text.slice(0, at) + flipped + text.slice(at + 1) };
  },
  (text, random) => {
    const numbers = [...text.matchAll(/-?\d+(\.\d+)?(e[+-]?\d+)?/g)];
    if (numbers.length === 0) return { label: "nothing", value: text };
    const [found, put] = [oneOf(random, numbers), oneOf(random, oddNumbers)];
    return {
      label: `${found[0]} at ${found.index} became ${put}`,
      value: text.slice(0, found.index) + put + text.slice(found.index + found[0].length),
    };
  },
  (text, random) => {
    const lines = text.split("\n");
    const [from, to] = [random.integer(lines.length), random.integer(lines.length)];
    lines.splice(to, 0, lines[from]!);
    return { label: `line ${from} again at ${to}`, value: lines.join("\n") };
  },
  (text, random) => {
    const lines = text.split("\n");
    const [line] = lines.splice(random.integer(lines.length), 1);
    lines.splice(random.integer(lines.length + 1), 0, line!);
    return { label: "lines in another order", value: lines.join("\n") };
  },
  (text) => ({ label: "doubled", value: text + text }),
  (text) => ({ label: "lines ended as by an old Macintosh", value: text.replaceAll("\n", "\r") }),
  (text) => ({ label: "read as another encoding", value: Buffer.from(text, "utf8").toString("latin1") }),
];

/** A text that something was done to, once or twice. */
export function mutatedText(text: string, random: RandomStream): Mutated<string> {
  const first = oneOf(random, textChanges)(text, random);
  if (random.integer(3) > 0) return first;
  const second = oneOf(random, textChanges)(first.value, random);
  return { label: `${first.label}, then ${second.label}`, value: second.value };
}

type ByteChange = (bytes: Uint8Array, random: RandomStream) => Mutated<Uint8Array>;

const join = (...parts: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(parts));

/** Puts a 32-bit number over four bytes. */
function withNumber(bytes: Uint8Array, at: number, value: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  if (copy.length >= at + 4) new DataView(copy.buffer).setUint32(at, value);
  return copy;
}

const byteChanges: readonly ByteChange[] = [
  (bytes, random) => {
    const at = random.integer(bytes.length + 1);
    return { label: `cut to ${at} bytes`, value: bytes.slice(0, at) };
  },
  (bytes, random) => {
    const [at, bit] = [random.integer(bytes.length || 1), random.integer(8)];
    return {
      label: `bit ${bit} flipped at ${at}`,
      value: bytes.map((byte, i) => (i === at ? byte ^ (1 << bit) : byte)),
    };
  },
  (bytes, random) => {
    const [at, bit] = [random.integer(Math.min(20, bytes.length) || 1), random.integer(8)];
    return {
      label: `bit ${bit} flipped at ${at}`,
      value: bytes.map((byte, i) => (i === at ? byte ^ (1 << bit) : byte)),
    };
  },
  (bytes, random) => {
    const [at, put] = [random.integer(bytes.length || 1), oneOf(random, [0, 1, 127, 128, 255])];
    return { label: `byte ${at} became ${put}`, value: bytes.map((byte, i) => (i === at ? put : byte)) };
  },
  (bytes, random) => {
    const more = Uint8Array.from({ length: 1 + random.integer(9) }, () => random.integer(256));
    return { label: `${more.length} bytes more`, value: join(bytes, more) };
  },
  (bytes, random) => {
    const [at, away] = [random.integer(bytes.length || 1), 1 + random.integer(4)];
    return { label: `${away} bytes lost at ${at}`, value: join(bytes.slice(0, at), bytes.slice(at + away)) };
  },
  (bytes, random) => {
    const [at, put] = [
      4 * random.integer(5),
      oneOf(random, [0, 1, 5, 2 ** 16, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1]),
    ];
    return { label: `${put} in four bytes at ${at}`, value: withNumber(bytes, at, put) };
  },
  (bytes, random) => {
    const [one, other] = [random.integer(bytes.length || 1), random.integer(bytes.length || 1)];
    const copy = Uint8Array.from(bytes);
    if (bytes.length > 0) [copy[one], copy[other]] = [bytes[other]!, bytes[one]!];
    return { label: `bytes ${one} and ${other} exchanged`, value: copy };
  },
  (bytes) => ({ label: "twice", value: join(bytes, bytes) }),
  (bytes) => ({ label: "nothing but zeros", value: bytes.map(() => 0) }),
];

/** Bytes that something was done to, once or twice. */
export function mutatedBytes(bytes: Uint8Array, random: RandomStream): Mutated<Uint8Array> {
  const first = oneOf(random, byteChanges)(bytes, random);
  if (random.integer(3) > 0) return first;
  const second = oneOf(random, byteChanges)(first.value, random);
  return { label: `${first.label}, then ${second.label}`, value: second.value };
}
