import type { ContourLine } from "layerwise/study";
import type { JSX } from "preact";
import type { Frame } from "../experiment/frame.ts";
import type { CurvePoint } from "./client.ts";
import { Line, Mark, Plane } from "./plane.tsx";
import { percent, powerOfTen, typical } from "./words.ts";

type Names = readonly [string, string];

const sides = [0, 1] as const;

/** The error signal by layer: from the last hidden layer, where it enters, down to the first. */
export function SignalChart({ frame, names }: { readonly frame: Frame; readonly names: Names }): JSX.Element {
  const depth = frame.nets[0].layers.length;
  const all = frame.nets
    .flatMap(({ layers }) => layers.map(({ signal }) => signal))
    .filter((signal) => signal > 0);
  const lowest = Math.min(-4, Math.max(-12, Math.floor(Math.log10(Math.min(...all)))));
  const highest = Math.max(0, Math.min(6, Math.ceil(Math.log10(Math.max(...all) / 3))));
  const step = Math.ceil((highest - lowest) / 8);
  const exponents = range(lowest, highest).filter((exponent) => exponent % step === 0);
  const label = frame.nets
    .map(
      ({ layers }, side) =>
        `${names[side]}: ${percent(layers[0]!.signal)} of the error signal reaches layer 1`,
    )
    .join("; ");
  return (
    <Plane
      label={label}
      across={{
        ...{
          min: 0.7,
          max: depth + 0.3,
          title: "layer, from the answer down to the data",
        },
        ticks: range(1, depth).map((layer) => [depth + 1 - layer, `${layer}`]),
      }}
      up={{
        ...{ min: 10 ** lowest, max: 3 * 10 ** highest, isLog: true, title: "error signal that is left" },
        ticks: exponents.map((exponent) => [10 ** exponent, powerOfTen(exponent)]),
      }}
    >
      {({ x, y }) =>
        sides.map((side) => {
          const { layers } = frame.nets[side];
          const places = layers.map(({ signal }, index) => [x(depth - index), y(signal)] as const);
          return (
            <g key={side}>
              <Line side={side} places={places} />
              {places.map(([px, py], layer) => (
                <Mark key={layer} side={side} x={px} y={py} />
              ))}
            </g>
          );
        })
      }
    </Plane>
  );
}

/** The two factors of each layer; on the dashed line their product is 1. */
export function FactorChart({ frame, names }: { readonly frame: Frame; readonly names: Names }): JSX.Element {
  const label = frame.nets
    .map(({ layers }, side) => {
      const [slopes, weights] = [typical(layers, "slopes"), typical(layers, "weights")];
      return `${names[side]}: per layer slopes ${slopes.toPrecision(2)} times weights ${weights.toPrecision(2)}`;
    })
    .join("; ");
  const [low, high] = [0.01, 2];
  return (
    <Plane
      label={label}
      across={{
        ...{ min: low, max: high, isLog: true, title: "slopes let through, per layer" },
        ticks: [0.03, 0.1, 0.25, 1].map((value) => [value, `${value}`]),
      }}
      up={{
        ...{ min: 0.1, max: 100, isLog: true, title: "weights multiply by" },
        ticks: [0.1, 1, 10, 100].map((value) => [value, `${value}`]),
      }}
    >
      {({ x, y }) => (
        <>
          <line class="border" x1={x(low)} y1={y(1 / low)} x2={x(high)} y2={y(1 / high)} />
          <text class="note" x={x(0.035)} y={y(45)}>
            nothing lost
          </text>
          <text class="note" x={x(0.012)} y={y(0.15)}>
            vanishes
          </text>
          {sides.map((side) =>
            frame.nets[side].layers
              .slice(1)
              .map(({ slopes, weights }, layer) => (
                <Mark key={`${side} ${layer}`} side={side} x={x(slopes)} y={y(weights)} />
              )),
          )}
        </>
      )}
    </Plane>
  );
}

/** Accuracy on test examples against all that was computed. */
export function AccuracyChart(props: {
  readonly curves: readonly [readonly CurvePoint[], readonly CurvePoint[]];
  readonly names: Names;
  readonly whole: number;
}): JSX.Element {
  const { curves, names, whole } = props;
  const last = curves.map((curve) => curve.at(-1)) as [CurvePoint | undefined, CurvePoint | undefined];
  const most = whole / 1e9;
  const label = last
    .map((point, side) => `${names[side]}: ${point ? percent(point.accuracy) : "not trained yet"}`)
    .join("; ");
  return (
    <Plane
      label={`Right answers on new examples. ${label}`}
      across={{
        ...{ min: 0, max: 1.05 * most, title: "cost: billions of multiplications" },
        ticks: roundSteps(most).map((value) => [value, `${Number(value.toPrecision(3))}`]),
      }}
      up={{
        ...{ min: 0, max: 1, title: "right answers" },
        ticks: [0, 0.25, 0.5, 0.75, 1].map((value) => [value, `${100 * value} %`]),
      }}
    >
      {({ x, y }) =>
        sides.map((side) => {
          const places = curves[side].map(({ cost, accuracy }) => [x(cost / 1e9), y(accuracy)] as const);
          const end = places.at(-1);
          return (
            <g key={side}>
              <Line side={side} places={places} />
              {end && <Mark side={side} x={end[0]} y={end[1]} />}
            </g>
          );
        })
      }
    </Plane>
  );
}

/** Where the layers lie between vanishing and exploding. */
export function PhaseChart(props: {
  readonly frame: Frame;
  readonly names: Names;
  readonly contours: readonly ContourLine[];
}): JSX.Element {
  const { frame, names, contours } = props;
  const placed = frame.nets.flatMap(({ places }) => places);
  const most = Math.max(2, ...placed.flatMap((place) => [place.weightDeviation, place.biasDeviation]));
  const end = Math.min(3, Math.ceil(2 * most) / 2);
  const ticks = range(0, Math.floor(2 * end)).map((half) => [half / 2, `${half / 2}`] as const);
  const label = frame.nets
    .map(({ places }, side) => {
      const middle = places[Math.floor(places.length / 2)];
      return `${names[side]}: ${middle ? `weights ${middle.weightDeviation.toFixed(2)}, biases ${middle.biasDeviation.toFixed(2)}` : "not on this map"}`;
    })
    .join("; ");
  return (
    <Plane
      label={label}
      across={{ min: 0, max: end, title: "σ_w: how far weights are spread", ticks }}
      up={{ min: 0, max: end, title: "σ_b: how far biases are spread", ticks }}
    >
      {({ x, y }) => (
        <>
          {contours.map(({ depth, points }) => (
            <polyline
              key={depth}
              class={depth === Number.POSITIVE_INFINITY ? "edge" : "contour"}
              points={points
                .filter((point) => point.weightDeviation <= end && point.biasDeviation <= end)
                .map((point) => `${x(point.weightDeviation)},${y(point.biasDeviation)}`)
                .join(" ")}
            />
          ))}
          <text class="note" x={x(0.04 * end)} y={y(0.92 * end)}>
            vanishes
          </text>
          <text class="note" x={x(0.97 * end)} y={y(0.05 * end)} text-anchor="end">
            explodes
          </text>
          {sides.map((side) =>
            frame.nets[side].places.map((place, layer) => (
              <Mark
                key={`${side} ${layer}`}
                side={side}
                x={x(place.weightDeviation)}
                y={y(place.biasDeviation)}
              />
            )),
          )}
        </>
      )}
    </Plane>
  );
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** Some round figures up to the most. */
function roundSteps(most: number): number[] {
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * (rough / power >= 5 ? 5 : rough / power >= 2 ? 2 : 1);
  return range(0, Math.floor(most / step)).map((index) => index * step);
}
