import { rangeError } from "../../check.ts";
import { type ByteSource, piecesOf } from "./byte-source.ts";

/** A line of a file, or several that quotes hold together. */
export interface FileLine {
  readonly text: string;
  /** Where it begins, from 1. */
  readonly line: number;
}

/** So many characters of a line are too many: a quote is not closed. */
const LONGEST_LINE = 2 ** 24;

/** The lines of a file, without those that are blank; what stands in quotes may go over several. */
export async function* linesOf(action: string, file: ByteSource): AsyncGenerator<FileLine, void, void> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let rest = "";
  let isQuoted = false;
  let from = 0; // where the rest was not yet looked at
  let line = 1;
  let [first, opened] = [1, 1]; // the line where the rest begins, and where the last quote was opened
  const pieces = piecesOf(action, "file", file);
  const decode = (bytes?: Uint8Array): string => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
    } catch {
      throw rangeError(action, "a file in UTF-8", `other bytes in line ${line} or below`);
    }
  };
  try {
    for (let ended = false; !ended; ) {
      const { done = false, value } = await pieces.next();
      ended = done;
      rest += value ? decode(value) : `${decode()}\n`;
      let start = 0;
      for (let place = from; place < rest.length; place++) {
        const character = rest[place];
        if (character === '"') {
          isQuoted = !isQuoted;
          if (isQuoted) opened = line;
        } else if (character === "\n") {
          line += 1;
          if (isQuoted) continue;
          const text = rest.slice(start, place).replace(/\r$/, "");
          if (text.trim() !== "") yield { text, line: first };
          start = place + 1;
          first = line;
        }
      }
      rest = rest.slice(start);
      from = rest.length;
      if (rest.length > LONGEST_LINE) {
        const got = isQuoted ? `a quote in line ${opened} that is not closed` : `a longer one, line ${first}`;
        throw rangeError(action, `lines of at most ${LONGEST_LINE} characters`, got);
      }
    }
  } finally {
    await pieces.return();
  }
  if (isQuoted) throw rangeError(action, "each quote to be closed", `one in line ${opened} that is not`);
}

/** An error about the text of some lines, with their numbers in the file. */
export function inLinesOfFile(message: string, lines: readonly FileLine[]): string {
  const numbers = lines.flatMap(({ text, line }) => text.split("\n").map((_, index) => line + index));
  return message.replace(/"(?:[^"\\]|\\.)*"|\bline (\d+)/g, (all, line?: string) =>
    line === undefined ? all : `line ${numbers[Number(line) - 1] ?? line}`,
  );
}
