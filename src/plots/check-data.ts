import { checkArray, checkNumber, checkRecord, checkString, readSafely } from "../check.ts";

/** What the fields of an object are to be. */
export type Fields = Readonly<Record<string, "number" | "number or undefined" | "string">>;

/** What has its place on every scale, with room for labels. */
export const DRAWN = { min: -1e100, max: 1e100 } as const;

/** Returns an array of objects with such fields. */
export function checkRows<Row>(action: string, name: string, rows: readonly Row[], fields: Fields): Row[] {
  const list = checkArray(action, `${name} to be a list`, rows);
  for (const [index, row] of list.entries()) checkFields(action, `${name}[${index}]`, row, fields);
  return list;
}

/** Refuses what is no object with such fields. */
export function checkFields(action: string, name: string, value: unknown, fields: Fields): void {
  const expected = `${name} to be an object with ${Object.keys(fields).join(", ")}`;
  readSafely(action, expected, () => {
    const record = checkRecord(action, expected, value) as Readonly<Record<string, unknown>>;
    for (const [field, kind] of Object.entries(fields)) {
      const own = record[field];
      if (kind === "string") checkString(action, `${field} of ${name}`, own);
      else if (kind === "number" || own !== undefined) checkNumber(action, `${field} of ${name}`, own, DRAWN);
    }
  });
}

/** Returns the entries of an object, each by the name of what it is drawn as. */
export function checkEntries<Value>(
  action: string,
  name: string,
  record: Readonly<Record<string, Value>>,
): [string, Value][] {
  const expected = `${name} to be an object, each by its name`;
  return readSafely(action, expected, () => Object.entries(checkRecord(action, expected, record)));
}

/** Returns the layers of a report, with such fields. */
export function checkLayers<Layer>(
  action: string,
  name: string,
  report: { readonly layers: readonly Layer[] },
  fields: Fields,
): Layer[] {
  const expected = `${name} to be a report with layers`;
  return checkRows(
    action,
    `${name}.layers`,
    readSafely(action, expected, () => report.layers),
    fields,
  );
}
