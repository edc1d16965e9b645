/** A table as a reader takes it that forgives nothing but blanks, blank lines and the three ends of lines. */
export interface StrictTable {
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const blanks = /^[\s\u200b-\u200d\u2060\ufeff]+|[\s\u200b-\u200d\u2060\ufeff]+$/g;
const plain = (field: string): string => field.normalize("NFC").replaceAll(blanks, "");

/** Reads a table whose fields have commas between them by RFC 4180, character by character; undefined where it is none. */
export function strictCsv(text: string): StrictTable | undefined {
  const records: string[][] = [];
  const characters = [...text.replace(/^\ufeff/, "").replaceAll(/\r\n?/g, "\n"), "\n"];
  let record: string[] = [];
  let field = "";
  let state: "begins" | "plain" | "quoted" | "quote" | "closed" = "begins";
  const endField = (): void => {
    record.push(plain(field));
    [field, state] = ["", "begins"];
  };
  for (const [index, character] of characters.entries()) {
    if (index === characters.length - 1 && state === "begins" && record.length === 0) break;
    if (state === "quoted") {
      if (character === '"') state = "quote";
      else field += character;
    } else if (state === "quote" && character === '"') {
      field += '"';
      state = "quoted";
    } else if (character === ",") endField();
    else if (character === "\n") {
      endField();
      if (record.length > 1 || record[0] !== "") records.push(record);
      record = [];
    } else if (state === "quote" || state === "closed") {
      if (plain(character) !== "") return undefined; // something behind a closing quote
      state = "closed";
    } else if (character === '"') {
      if (plain(field) !== "") return undefined; // a quote in the middle of a field
      [field, state] = ["", "quoted"];
    } else {
      field += character;
      if (plain(character) !== "") state = "plain";
    }
  }
  if (state === "quoted") return undefined;
  const [names, ...rows] = records;
  if (names === undefined || rows.some((row) => row.length !== names.length)) return undefined;
  return { names, rows };
}

/** The number that a field is, written as every language writes numbers. */
export function strictNumber(field: string): number | undefined {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(field)) return undefined;
  return Number.isFinite(Number(field)) ? Number(field) : undefined;
}
