import { datasetFromCsv, type EncodedTable, type LabeledDataset } from "../../../src/data/index.ts";
import { RandomStream } from "../../../src/random/stream.ts";
import { endOf, type Kind } from "./case.ts";
import { mutatedText, oneOf } from "./mutations.ts";
import { strictCsv, strictNumber } from "./strict-csv.ts";

const row = (index: number): string =>
  [(index * 7) % 11, -0.5 * index, `${index}e-3`, ["cat", "dog", '"a, ""b"""'][index % 3]].join(",");
const lines = Array.from({ length: 9 }, (_, index) => row(index));
const texts = ["\n", "\r\n"].map((end) => ["length,width,a b,kind", ...lines, ""].join(end));

type Read = LabeledDataset & EncodedTable;

/** Tables: what is read must be what a reader finds that forgives nothing. */
export const csvFiles: Kind = {
  name: "CSV files",
  share: 4,
  draw(seed, count) {
    const random = new RandomStream(seed, "CSV files");
    return Array.from({ length: count }, () => {
      const { label, value: text } = mutatedText(oneOf(random, texts), random);
      const delimiter = random.integer(2) === 0 ? "," : undefined;
      return {
        describe: () => `a table ${label}, ${delimiter ? "commas told" : "commas to be found"}`,
        run: () =>
          endOf(
            () => datasetFromCsv(text, { label: "kind", delimiter }),
            (read) => differenceOf(read, text),
          ),
      };
    });
  },
};

function differenceOf(
  { inputs, labels, classNames, columnNames, warnings = [] }: Read,
  text: string,
): string | undefined {
  const table = strictCsv(text);
  if (warnings.some((warning) => warning.includes("left out"))) return undefined; // it was said
  if (table === undefined) return "read, though its quotes or fields are wrong";
  const label = table.names.indexOf("kind");
  const places = [...table.names.keys()].filter((place) => place !== label);
  if (places.map((place) => table.names[place]).join() !== columnNames.join()) return "other columns";
  if (inputs.rows !== table.rows.length) return `${inputs.rows} of ${table.rows.length} rows`;
  for (const [index, fields] of table.rows.entries()) {
    for (const [column, place] of places.entries()) {
      const number = strictNumber(fields[place]!);
      if (number === undefined)
        return `${JSON.stringify(fields[place])} taken for ${inputs.get(index, column)}`;
      if (inputs.get(index, column) !== number + 0)
        return `${inputs.get(index, column)} for ${fields[place]}`;
    }
    const name = classNames![labels[index]!]!.replaceAll(/\r\n?/g, "\n");
    if (name !== fields[label] && strictNumber(fields[label]!) !== Number(name)) {
      return `class ${name} for ${fields[label]}`;
    }
  }
  return undefined;
}
