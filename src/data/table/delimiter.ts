import { rangeError, show, typeError } from "../../check.ts";

/** Between the fields of a line; `" "` is any run of blanks and tabs. */
const kinds = [
  { delimiter: "\t", plural: "tabs" },
  { delimiter: ";", plural: "semicolons" },
  { delimiter: "|", plural: "pipes" },
  { delimiter: ",", plural: "commas" },
  { delimiter: " ", plural: "blanks" },
] as const;

/** How many lines are looked at. */
const SAMPLE = 2000;

/** What a delimiter is called in an error. */
export function nameOfDelimiter(delimiter: string): string {
  return kinds.find((kind) => kind.delimiter === delimiter)?.plural ?? show(delimiter);
}

/** Refuses a delimiter that could not be told from the rest of a line. */
export function checkDelimiter(action: string, delimiter: unknown): void {
  if (typeof delimiter !== "string") throw typeError(action, "delimiter to be a string", show(delimiter));
  if (delimiter === "" || /["\r\n\ufeff]/.test(delimiter)) {
    throw rangeError(action, "delimiter to be characters other than quotes and line ends", show(delimiter));
  }
}

/**
 * The delimiter that occurs equally often, and at least once, in every line outside quotes. Blanks count where nothing else
 * does. A comma that always stands between two digits is a decimal one where something else fits. Where nothing fits, it is
 * the one by which most lines have equally many fields, so that the others can be named; and the comma where there is none.
 */
export function findDelimiter(action: string, text: string): string {
  const { counts, commasInNumbers } = countPerLine(text);
  const fits = kinds
    .map(({ delimiter }, kind) => ({ delimiter, ...agreement(counts.map((line) => line[kind]!)) }))
    .filter(({ count, share }) => count > 0 && share > 0.5);
  const exact = fits.filter(({ share }) => share === 1);
  const clear = exact.filter(
    ({ delimiter }) =>
      !(
        exact.length > 1 &&
        (delimiter === " " || (delimiter === "," && commasInNumbers && exact[0]!.delimiter !== ","))
      ),
  );
  if (clear.length > 1) {
    const named = clear.map(({ delimiter }) => nameOfDelimiter(delimiter)).join(" or ");
    throw rangeError(action, `fields that are separated in one way`, `${named}; say by delimiter which`);
  }
  if (clear.length === 1) return clear[0]!.delimiter;
  const best = fits
    .filter(({ delimiter }) => delimiter !== " " || fits.length === 1)
    .reduce<(typeof fits)[number] | undefined>(
      (most, fit) => (most && most.share >= fit.share ? most : fit),
      undefined,
    );
  return best?.delimiter ?? ",";
}

/** The commonest count, and the share of the lines that have it. */
function agreement(counts: readonly number[]): { count: number; share: number } {
  const lines = new Map<number, number>();
  for (const count of counts) lines.set(count, (lines.get(count) ?? 0) + 1);
  const [count, most] = [...lines].reduce((best, next) => (next[1] > best[1] ? next : best), [0, 0]);
  return { count, share: most / counts.length };
}

/** How often each kind of delimiter stands outside quotes in each of the first lines that are not blank. */
function countPerLine(text: string): { counts: number[][]; commasInNumbers: boolean } {
  const counts: number[][] = [];
  let commasInNumbers = true;
  let quoted = false;
  let line = kinds.map(() => 0);
  let begun = false;
  let blank = false;
  for (let at = 0; at <= text.length && counts.length < SAMPLE; at++) {
    const character = text[at] ?? "\n";
    if (!quoted && (character === "\n" || character === "\r")) {
      if (begun) counts.push(line);
      line = kinds.map(() => 0);
      begun = false;
      blank = false;
    } else if (!quoted && (character === " " || character === "\t")) {
      blank = true;
      if (character === "\t") line[0]! += 1;
    } else {
      if (blank && begun) line[4]! += 1;
      blank = false;
      begun = true;
      if (character === '"') quoted = !quoted;
      else if (!quoted && character === ";") line[1]! += 1;
      else if (!quoted && character === "|") line[2]! += 1;
      else if (!quoted && character === ",") {
        line[3]! += 1;
        commasInNumbers &&= isDigit(text[at - 1]) && isDigit(text[at + 1]);
      }
    }
  }
  if (begun) counts.push(line);
  return { counts, commasInNumbers };
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= "0" && character <= "9";
}
