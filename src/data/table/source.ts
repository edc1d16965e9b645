import { rangeError, readSafely, show, typeError } from "../../check.ts";
import type { CsvText } from "../table-encoding.ts";
import { refuseSignature } from "./signatures.ts";

/** The text of a CSV file without its byte-order mark; refused by name where it is none, or was decoded as what it is not. */
export function textOf(action: string, source: CsvText): string {
  const expected = "CSV as a string, a Uint8Array or an ArrayBuffer";
  return readSafely(action, expected, () => {
    if (typeof source === "string") return checkedText(action, source);
    if (source instanceof ArrayBuffer) return decode(action, new Uint8Array(source));
    if (source instanceof Uint8Array) return decode(action, source);
    throw typeError(action, expected, show(source));
  });
}

function decode(action: string, bytes: Uint8Array): string {
  const beginning = String.fromCharCode(...bytes.subarray(0, SAMPLE));
  refuseSignature(action, beginning);
  const encoding = utf16Of(beginning);
  if (encoding === "utf-16be") return decode16(action, swapped(bytes));
  if (encoding === "utf-16le") return decode16(action, bytes);
  try {
    return checkedText(action, new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw rangeError(
      action,
      "text in UTF-8 or UTF-16",
      `bytes that are neither, in line ${lineOfFault(bytes)}; save the file as UTF-8, or decode it as what it is, ` +
        'say by new TextDecoder("windows-1252")',
    );
  }
}

function decode16(action: string, bytes: Uint8Array): string {
  try {
    return checkedText(action, new TextDecoder("utf-16le", { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof RangeError) throw error;
    throw rangeError(action, "intact UTF-16", `${bytes.length} bytes that are not`);
  }
}

/** How many characters or bytes of the beginning are looked at. */
const SAMPLE = 400;

/** Which UTF-16 the bytes are in, by their byte-order mark or by where their zeros stand. */
function utf16Of(bytes: string): "utf-16le" | "utf-16be" | undefined {
  if (bytes.startsWith("\xff\xfe") && !bytes.startsWith("\xff\xfe\0\0")) return "utf-16le";
  if (bytes.startsWith("\xfe\xff")) return "utf-16be";
  const zeros = [0, 0];
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === "\0") zeros[at % 2]! += 1;
  const many = bytes.length / 8;
  if (zeros[1]! > many && zeros[0] === 0) return "utf-16le";
  if (zeros[0]! > many && zeros[1] === 0) return "utf-16be";
  return undefined;
}

function swapped(bytes: Uint8Array): Uint8Array {
  return bytes.map((_, at) => bytes[at ^ 1] ?? 0);
}

function checkedText(action: string, text: string): string {
  refuseSignature(action, text.slice(0, SAMPLE));
  const begin = /^\ufeff*/.exec(text)![0].length;
  const beginning = text.slice(0, SAMPLE);
  if (/^\ufffe|^\xff\xfe|^\xfe\xff/.test(beginning) || utf16Of(beginning.replace(/^\ufffd+/, ""))) {
    throw rangeError(
      action,
      "text",
      "UTF-16 that was decoded as something else; hand over the bytes of the file",
    );
  }
  if (beginning.startsWith("\xef\xbb\xbf")) {
    throw rangeError(
      action,
      "text",
      "UTF-8 that was decoded as something else; hand over the bytes of the file",
    );
  }
  for (const [character, what] of [
    ["\0", "a character that is not text (U+0000)"],
    [
      "\ufffd",
      "U+FFFD, which stands for bytes that are not UTF-8; decode the file as what it is, or save it as UTF-8",
    ],
  ] as const) {
    const at = text.indexOf(character);
    if (at >= 0) throw rangeError(action, `text in line ${lineAt(text, at)}`, what);
  }
  return text.slice(begin);
}

/** The line, from 1, of a place in the text. */
export function lineAt(text: string, place: number): number {
  let line = 1;
  for (let at = 0; at < place; at++) {
    if (text[at] === "\n" || (text[at] === "\r" && text[at + 1] !== "\n")) line += 1;
  }
  return line;
}

/** The first line that is not UTF-8. */
function lineOfFault(bytes: Uint8Array): number {
  const loose = new TextDecoder("utf-8").decode(bytes);
  return lineAt(loose, loose.indexOf("\ufffd"));
}
