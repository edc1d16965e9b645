import { rangeError, show } from "../../check.ts";
import { nameOfDelimiter } from "./delimiter.ts";
import { lineAt } from "./source.ts";

/**
 * The text with nothing between a quoted field and its delimiters, with line ends of one kind outside quotes and, where blanks
 * are the delimiter, with single ones. Quotes inside a field that does not begin with one are refused: the parser would take
 * them, or the blanks before a quote, for a part of the field.
 */
export function tidyQuotes(action: string, text: string, delimiter: string): string {
  const pieces: string[] = [];
  let end = 0;
  for (let open = text.indexOf('"'); open >= 0; open = text.indexOf('"', end)) {
    const between = tidy(text.slice(end, open), delimiter, end > 0, true);
    if (!(end === 0 || parts(between, delimiter, "startsWith")))
      throw strayQuote(action, text, end - 1, delimiter);
    if (!(end === 0 && between === "") && !parts(between, delimiter, "endsWith")) {
      throw strayQuote(action, text, open, delimiter);
    }
    const close = closingQuote(action, text, open);
    pieces.push(between, text.slice(open, close + 1));
    end = close + 1;
  }
  const rest = tidy(text.slice(end), delimiter, end > 0, false);
  if (end > 0 && rest !== "" && !parts(rest, delimiter, "startsWith")) {
    throw strayQuote(action, text, end - 1, delimiter);
  }
  return pieces.join("") + rest;
}

function closingQuote(action: string, text: string, open: number): number {
  let close = text.indexOf('"', open + 1);
  while (close >= 0 && text[close + 1] === '"') close = text.indexOf('"', close + 2);
  if (close >= 0) return close;
  throw rangeError(
    action,
    `a quote that closes the one in line ${lineAt(text, open)}`,
    "the end of the text",
  );
}

/** What stands between two quoted fields; it may lead up to a quote, or begin behind one. */
function tidy(text: string, delimiter: string, behindQuote: boolean, beforeQuote: boolean): string {
  const lines = text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
  if (delimiter === " ") {
    const single = lines.replace(/[ \t]+/g, " ").replace(/ ?\n ?/g, "\n");
    return (behindQuote ? single : single.replace(/^ /, "")).replace(beforeQuote ? /$/ : / $/, "");
  }
  const isBlank = (at: number): boolean =>
    (lines[at] === " " || lines[at] === "\t") && !delimiter.includes(lines[at]!);
  let begin = 0;
  let end = lines.length;
  if (behindQuote) while (begin < end && isBlank(begin)) begin += 1;
  if (beforeQuote) while (end > begin && isBlank(end - 1)) end -= 1;
  return lines.slice(begin, end);
}

function parts(between: string, delimiter: string, side: "startsWith" | "endsWith"): boolean {
  return between[side](delimiter) || between[side]("\n");
}

function strayQuote(action: string, text: string, at: number, delimiter: string): RangeError {
  const line = lineAt(text, at);
  const near = text.slice(Math.max(0, at - 12), at + 12).replace(/[\r\n]+/g, " ");
  return rangeError(
    action,
    `quotes around a whole field in line ${line}`,
    `some inside, in ${show(near)}; fields are separated by ${nameOfDelimiter(delimiter)}, and a quote in one is written "" in quotes`,
  );
}
