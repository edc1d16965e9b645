import type { AxisScale } from "./axis-scale.ts";
import { LABEL, SIZE, styleBy } from "./plot.ts";

/** A row of the data of a plot. */
export type Row = Readonly<Record<string, string | number>>;

/** What is drawn of each row, by the names of its fields. */
export interface LineFields {
  /** Names the line. */
  readonly name: string;
  readonly x: string;
  readonly y: string;
}

/** Lines of labels are this far apart, in pixels. */
const APART = 16;

/**
 * The layers of lines: each has a color, a dash and a shape of its own and its name at its end, so that nobody needs a key.
 *
 * @param rows - The points of all lines; the last of a line is its end.
 * @param fields - What is drawn of them.
 * @param encodings - Of both axes: the vertical one in a scale that says where a value lies.
 */
export function namedLines(
  rows: readonly Row[],
  { name, x, y }: LineFields,
  encodings: {
    readonly x: Readonly<Record<string, unknown>>;
    readonly y: Readonly<Record<string, unknown>>;
    readonly scale: AxisScale;
    /** The area of a point. Default 34. */
    readonly size?: number;
  },
): readonly Readonly<Record<string, unknown>>[] {
  const names = [...new Set(rows.map((row) => String(row[name])))];
  const { color, shape, strokeDash } = styleBy(name, names);
  const across = { field: x, ...encodings.x };
  const up = { field: y, ...encodings.y, ...encodings.scale.encoding };
  const ends = names.map((each) => rows.findLast((row) => row[name] === each)!);
  const places = keptApart(ends.map((end) => encodings.scale.place(Number(end[y]))));
  const labels = ends.map((end, index) => ({ ...end, label: encodings.scale.valueAt(places[index]!) }));
  const beside = { ...up, field: "label" };
  return [
    { mark: { type: "line" }, encoding: { x: across, y: up, color, strokeDash } },
    {
      mark: { type: "point", filled: true, size: encodings.size ?? 34, opacity: 1 },
      encoding: { x: across, y: up, color, shape },
    },
    {
      data: { values: labels },
      mark: { type: "rule", opacity: 0.55 },
      encoding: { x: across, x2: { value: SIZE.width }, y: up, y2: { field: "label" }, color },
    },
    {
      data: { values: labels },
      mark: { ...LABEL, dx: 5 },
      encoding: { x: { value: SIZE.width }, y: beside, text: { field: name } },
    },
  ];
}

/** Places from 0 to 1, moved as little as it takes for labels not to lie on each other. */
export function keptApart(places: readonly number[]): number[] {
  const gap = APART / SIZE.height;
  const order = places.map((_, index) => index).sort((a, b) => places[b]! - places[a]! || a - b);
  const moved = order.map((index) => places[index]!);
  for (let at = 1; at < moved.length; at++) moved[at] = Math.min(moved[at]!, moved[at - 1]! - gap);
  if (moved.length > 0) moved[moved.length - 1] = Math.max(moved.at(-1)!, 0);
  for (let at = moved.length - 2; at >= 0; at--) moved[at] = Math.max(moved[at]!, moved[at + 1]! + gap);
  const result = [...places];
  for (const [at, index] of order.entries()) result[index] = moved[at]!;
  return result;
}
