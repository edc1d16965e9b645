const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const LARGE: readonly (readonly [size: number, name: string])[] = [
  [1e12, "trillion"],
  [1e9, "billion"],
  [1e6, "million"],
];

/** A number as people say it: "1.2 billion", "1,079", "0.05", "10⁻³". Two digits of what is large or small. */
export function plainNumber(value: number): string {
  const size = Math.abs(value);
  const rounded = Number(value.toPrecision(2));
  const large = LARGE.find(([from]) => Math.abs(rounded) >= from);
  if (large) return `${rounded / large[0]} ${large[1]}`;
  if (size >= 100) return Math.round(value).toLocaleString("en-US");
  if (value === 0 || size >= 0.01) return String(rounded);
  const exponent = Math.floor(Math.log10(Math.abs(rounded)) + 1e-9);
  const power = `10⁻${[...String(-exponent)].map((digit) => SUPERSCRIPTS[Number(digit)]).join("")}`;
  const factor = Number((rounded / 10 ** exponent).toPrecision(2));
  return factor === 1 ? power : `${factor}·${power}`;
}
