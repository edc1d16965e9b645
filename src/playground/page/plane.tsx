import type { ComponentChildren, JSX } from "preact";

/** From figures of an axis to places on it. */
export interface Axis {
  readonly min: number;
  readonly max: number;
  readonly isLog?: boolean;
  /** Where there is a line, and what is written there. */
  readonly ticks: readonly (readonly [value: number, text: string])[];
  readonly title: string;
}

/** The picture's size in its own units; it is as wide as its place on the page. */
const [WIDTH, HEIGHT] = [440, 280];
const [LEFT, RIGHT, TOP, BOTTOM] = [58, 14, 20, 46];

/** Places of figures in the picture. */
export interface Places {
  x(value: number): number;
  y(value: number): number;
}

/** A picture with two axes. What it shows is said in words, too, for those who do not see it. */
export function Plane(props: {
  readonly across: Axis;
  readonly up: Axis;
  readonly label: string;
  readonly children: (places: Places) => ComponentChildren;
}): JSX.Element {
  const { across, up, label, children } = props;
  const x = (value: number): number => LEFT + shareOf(across, value) * (WIDTH - LEFT - RIGHT);
  const y = (value: number): number => HEIGHT - BOTTOM - shareOf(up, value) * (HEIGHT - TOP - BOTTOM);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      {up.ticks.map(([value, text]) => (
        <g key={`up ${value}`}>
          <line class="grid" x1={LEFT} x2={WIDTH - RIGHT} y1={y(value)} y2={y(value)} />
          <text class="tick" x={LEFT - 6} y={y(value) + 5} text-anchor="end">
            {text}
          </text>
        </g>
      ))}
      {across.ticks.map(([value, text]) => (
        <text class="tick" key={`across ${value}`} x={x(value)} y={HEIGHT - BOTTOM + 18} text-anchor="middle">
          {text}
        </text>
      ))}
      <text class="title" x={(LEFT + WIDTH - RIGHT) / 2} y={HEIGHT - 5} text-anchor="middle">
        {across.title}
      </text>
      <text class="title" x={LEFT} y={TOP - 7}>
        {up.title}
      </text>
      {children({ x, y })}
    </svg>
  );
}

/** Where a figure lies between both ends, which it never leaves. */
function shareOf({ min, max, isLog = false }: Axis, value: number): number {
  const [low, high, at] = isLog
    ? [Math.log(min), Math.log(max), Math.log(Math.max(value, min))]
    : [min, max, value];
  return Math.min(1, Math.max(0, (at - low) / (high - low)));
}

/** A mark of the left net is a square, one of the right net a circle: they differ without colors, too. */
export function Mark(props: {
  readonly side: 0 | 1;
  readonly x: number;
  readonly y: number;
  readonly size?: number;
}): JSX.Element {
  const { side, x, y, size = 4.5 } = props;
  return side === 0 ? (
    <rect class="mark left" x={x - size} y={y - size} width={2 * size} height={2 * size} />
  ) : (
    <circle class="mark right" cx={x} cy={y} r={size + 0.5} />
  );
}

/** A line through places. */
export function Line(props: {
  readonly side: 0 | 1;
  readonly places: readonly (readonly [number, number])[];
}): JSX.Element {
  const points = props.places.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");
  return <polyline class={props.side === 0 ? "line left" : "line right"} points={points} />;
}

/** A net's mark in a line of text. */
export function Swatch({ side }: { readonly side: 0 | 1 }): JSX.Element {
  return <span class={side === 0 ? "swatch left" : "swatch right"} aria-hidden="true" />;
}
