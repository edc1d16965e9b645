import { plainNumber } from "./plain-number.ts";

/** The scale of an axis, with plain ticks. It says where a value lies, so that labels can be kept apart. */
export interface AxisScale {
  /** `scale` and `axis` of the encoding. */
  readonly encoding: Readonly<Record<string, unknown>>;
  /** Where a value lies: 0 at the low end, 1 at the high one. */
  readonly place: (value: number) => number;
  /** The value there. */
  readonly valueAt: (place: number) => number;
}

/** A logarithmic scale over those of these values that have a logarithm. */
export function logScale(values: readonly number[]): AxisScale {
  const [low, high] = ends(
    values.filter((value) => value > 0),
    1,
  );
  const domain = [low / 1.15, high * 1.15] as const;
  const forward = (value: number): number => Math.log(value > 0 ? value : domain[0]); // what has no place lies at the low end
  return scaleOf({ type: "log" }, domain, ticksOf(domain), forward, Math.exp);
}

/** A linear scale that starts at 0, or below where values do. */
export function linearScale(values: readonly number[]): AxisScale {
  const [low, high] = ends([0, ...values], 0);
  const domain = [low, high === low ? low + 1 : high] as const;
  const same = (value: number): number => value;
  return scaleOf({ type: "linear" }, domain, undefined, same, same);
}

/**
 * A scale for shares in [0, 1] in percent: linear below a hundredth and logarithmic above, so that errors of 3 % and 4 % can be told
 * apart beside one of 90 %, and 0 has its place.
 */
export function shareScale(values: readonly number[]): AxisScale {
  const domain = [0, Math.max(0.02, ...values)] as const;
  const ticks = [0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1].filter((tick) => tick <= domain[1]);
  const forward = (share: number): number => Math.sign(share) * Math.log1p(Math.abs(share) / LINEAR_BELOW);
  const back = (place: number): number => Math.sign(place) * LINEAR_BELOW * Math.expm1(Math.abs(place));
  const scale = { type: "symlog", constant: LINEAR_BELOW };
  return scaleOf(scale, domain, ticks, forward, back, (share) => `${Number((100 * share).toPrecision(2))} %`);
}

const LINEAR_BELOW = 0.01;

/** Powers of ten, few enough to be read, or where there are hardly any also twice and five times these. */
export function ticksOf([low, high]: readonly [number, number]): number[] {
  const from = Math.ceil(Math.log10(low) - 1e-9);
  const to = Math.floor(Math.log10(high) + 1e-9);
  const every = Math.ceil((to - from + 1) / MOST_TICKS);
  const powers = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) =>
    Number(`1e${from + index}`),
  );
  if (powers.length > 2) return powers.filter((_, index) => index % every === 0);
  return [from - 1, ...powers.map((_, index) => from + index)]
    .flatMap((exponent) => [1, 2, 5].map((factor) => Number(`${factor}e${exponent}`)))
    .filter((tick) => tick >= low && tick <= high);
}

const MOST_TICKS = 6;

function scaleOf(
  scale: Readonly<Record<string, unknown>>,
  domain: readonly [number, number],
  ticks: readonly number[] | undefined,
  forward: (value: number) => number,
  back: (position: number) => number,
  label: (tick: number) => string = plainNumber,
): AxisScale {
  const [low, high] = domain.map(forward) as [number, number];
  const labels = Object.fromEntries(ticks?.map((tick) => [String(tick), label(tick)]) ?? []);
  return {
    encoding: {
      scale: { ...scale, domain, nice: false },
      axis: ticks
        ? { values: ticks, labelExpr: `(${JSON.stringify(labels)})['' + datum.value]` }
        : { tickCount: MOST_TICKS },
    },
    place: (value) => (high === low ? 0.5 : (forward(value) - low) / (high - low)), // the least number there is has none beside it
    valueAt: (place) => back(low + place * (high - low)),
  };
}

/** The least and the largest value, or twice the same where there is none. */
function ends(values: readonly number[], otherwise: number): readonly [number, number] {
  const finite = values.filter(Number.isFinite);
  if (finite.length === 0) return [otherwise, otherwise];
  return [finite, finite].map((list, index) =>
    list.reduce((a, b) => (index === 0 ? Math.min(a, b) : Math.max(a, b))),
  ) as [number, number];
}
