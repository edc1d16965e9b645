import type { LayerFrame } from "../experiment/frame.ts";
import { choices, type Settings, type StartName } from "../settings.ts";

/** A share in per cent with two digits that matter: "0.0054 %". */
export function percent(share: number): string {
  const value = 100 * share;
  if (value === 0) return "0 %";
  if (value >= 100) return `${Math.round(value)} %`;
  if (value < 1e-4) return `${value.toExponential(0).replace("e-", " · 10⁻").replace(/\d+$/, superscript)} %`;
  return `${Number(value.toPrecision(2))} %`;
}

/** A power of ten: "10⁻³". */
export function powerOfTen(exponent: number): string {
  return exponent === 0 ? "1" : `10${exponent < 0 ? "⁻" : ""}${superscript(String(Math.abs(exponent)))}`;
}

function superscript(digits: string): string {
  return [...digits].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]).join("");
}

/** A factor with two digits that matter. */
export function factor(value: number): string {
  return value >= 1e-3 ? `${Number(value.toPrecision(2))}` : value.toExponential(1);
}

/** What both nets are called, apart even where they start alike. */
export function namesOf({ left, right }: Settings): readonly [string, string] {
  const short: Readonly<Record<StartName, string>> = {
    ...{ classical: "classical", glorot: "Glorot", he: "He", orthogonal: "orthogonal" },
    ...{ isometric: "isometric", pretrained: "pretrained" },
  };
  return left === right ? [`${short[left]} (left)`, `${short[right]} (right)`] : [short[left], short[right]];
}

/** The start of a net, in full. */
export function startOf(start: StartName): string {
  return choices.left[start];
}

/** The geometric mean of a factor over the layers that the signal passes on its way to the first. */
export function typical(layers: readonly LayerFrame[], name: "slopes" | "weights"): number {
  const logarithms = layers.slice(1).map((layer) => Math.log(Math.max(layer[name], 1e-12)));
  return Math.exp(logarithms.reduce((sum, logarithm) => sum + logarithm, 0) / logarithms.length);
}
