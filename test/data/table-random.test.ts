import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { datasetFromCsv } from "../../src/data/csv.ts";
import { tableEncodingFromJSON } from "../../src/data/table/encoding.ts";

/** A table as it is meant: numbers or null where one is missing, words, and a label. */
interface Meant {
  readonly names: readonly string[];
  readonly rows: readonly {
    readonly numbers: readonly (number | null)[];
    readonly word: string;
    readonly label: string;
  }[];
}

const delimiters = [",", ";", "\t", "|"];
const tokens = ["", "?", "NA", "NaN", "null", "."];
const words = [
  "red",
  "light blue",
  'the "best"',
  "a,b",
  "x;y",
  "two\nlines",
  "caf\u00e9",
  "o|o",
  "tab\there",
  "#1 of it",
];

const meant = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 2, max: 12 }))
  .chain(([columns, rows]) =>
    fc.record({
      names: fc.uniqueArray(fc.constantFrom("a", "b c", "d,e", 'f"g', "h\ni", "j;k", "l\tm", "n|o", "p_1"), {
        minLength: columns,
        maxLength: columns,
      }),
      rows: fc.array(
        fc.record({
          numbers: fc.array(fc.option(fc.double({ noNaN: true, min: -1e300, max: 1e300 }), { freq: 9 }), {
            minLength: columns,
            maxLength: columns,
          }),
          word: fc.constantFrom(...words),
          label: fc.constantFrom("yes", "no", "may, be", "“so”"),
        }),
        { minLength: rows, maxLength: rows },
      ),
    }),
  )
  .filter(({ names, rows }) => {
    const classes = new Set(rows.map(({ label }) => label));
    const present = names.every((_, column) => rows.some(({ numbers }) => numbers[column] !== null));
    return classes.size > 1 && present;
  });

const style = fc.record({
  delimiter: fc.constantFrom(...delimiters),
  end: fc.constantFrom("\n", "\r\n", "\r"),
  token: fc.constantFrom(...tokens),
  always: fc.boolean(),
  blanks: fc.constantFrom("", " "),
  mark: fc.constantFrom("", "\ufeff"),
  last: fc.boolean(),
});
type Style = typeof style extends fc.Arbitrary<infer Value> ? Value : never;

/** Writes a table by RFC 4180, in some style. */
function write({ names, rows }: Meant, { delimiter, end, token, always, blanks, mark, last }: Style): string {
  const field = (text: string): string =>
    always || /["\r\n,;|\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const line = (fields: readonly string[]): string => fields.map(field).join(delimiter + blanks);
  const lines = [
    line([...names, "word", "label"]),
    ...rows.map(({ numbers, word, label }) =>
      line([...numbers.map((number) => (number === null ? token : String(number))), word, label]),
    ),
  ];
  return mark + lines.join(end) + (last ? end : "");
}

describe("datasetFromCsv", () => {
  it("reads what was written, in every style", () => {
    fc.assert(
      fc.property(meant, style, (table, how) => {
        const text = write(table, how);
        const dataset = datasetFromCsv(text, { label: "label", categorical: "word", missing: "mean" });
        const { inputs, columnNames, labels, classNames, encoding } = dataset;
        for (const [row, { numbers, word, label }] of table.rows.entries()) {
          const values = new Map(columnNames.map((name, column) => [name, inputs.get(row, column)]));
          for (const [column, number] of numbers.entries()) {
            const name = table.names[column]!;
            const missing = table.rows.some((other) => other.numbers[column] === null);
            if (number !== null) expect(values.get(name)).toBe(number + 0); // a sign of zero is not written
            expect(values.get(`${name} is missing`)).toBe(missing ? Number(number === null) : undefined);
          }
          for (const other of new Set(table.rows.map((one) => one.word))) {
            expect(values.get(`word=${other}`)).toBe(Number(other === word));
          }
          expect(classNames![labels[row]!]).toBe(label);
        }
        const again = tableEncodingFromJSON(JSON.parse(JSON.stringify(encoding))).read(text);
        expect(again.inputs.to2DArray()).toEqual(inputs.to2DArray());
        expect(again.labels).toEqual(labels);
      }),
      { seed: 15, numRuns: 400 },
    );
  });

  it("reads or refuses in one sentence whatever is done to a file", () => {
    const change = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      away: fc.integer({ min: 0, max: 3 }),
      put: fc.constantFrom(
        ...'"\n\r,;|\t .-+eE0x\u0000\ufffd\u00a0é{[<@%#=:'.split(""),
        '""',
        ",,",
        "1e9",
        "NaN",
        "",
      ),
    });
    let refused = 0;
    fc.assert(
      fc.property(meant, style, fc.array(change, { minLength: 1, maxLength: 4 }), (table, how, changes) => {
        let text = write(table, how);
        for (const { at, away, put } of changes) {
          const place = Math.floor(at * text.length);
          text = text.slice(0, place) + put + text.slice(place + away);
        }
        try {
          const { inputs, labels, classes, columnNames } = datasetFromCsv(text, {
            label: "label",
            categorical: "word",
            missing: "drop",
          });
          expect(inputs.columns).toBe(columnNames.length);
          expect(inputs.to2DArray().flat().every(Number.isFinite)).toBe(true);
          expect(labels.length).toBe(inputs.rows);
          expect(labels.every((label) => label >= 0 && label < classes)).toBe(true);
        } catch (error) {
          expect(String(error)).toMatch(/^RangeError: Cannot read CSV: expected [\s\S]+, got /);
          refused += 1;
        }
      }),
      { seed: 16, numRuns: 1500 },
    );
    expect(refused).toBeGreaterThan(300);
  });
});
