import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { type GroundFacts, REGION } from "../experiment/frame.ts";

/** A color for a number: from 0 to 1, or where there is a middle from −1 to 1. */
type Shade = (value: number) => readonly [red: number, green: number, blue: number];

const ink: Shade = (value) => {
  const light = Math.round(255 * (1 - Math.min(1, Math.max(0, value))));
  return [light, light, light];
};

/** Orange below 0, blue above: as the left and the right net are. */
const twoWays: Shade = (value) => {
  const part = Math.min(1, Math.abs(value));
  const [red, green, blue] = value < 0 ? [217, 95, 2] : [37, 99, 235];
  return [red, green, blue].map((color) => Math.round(255 - part * (255 - color))) as [
    number,
    number,
    number,
  ];
};

/** Draws numbers as squares, which the page then enlarges. */
function useDrawing(width: number, height: number, draw: (pixels: ImageData) => void, changed: unknown) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    const pixels = context.createImageData(width, height);
    draw(pixels);
    context.putImageData(pixels, 0, 0);
  }, [width, height, changed]);
  return canvas;
}

/** Images in rows, a line between them; where rows are no images each is a column of one picture. */
export function Tiles(props: {
  readonly values: Float32Array;
  readonly facts: GroundFacts;
  readonly signed: boolean;
  readonly label: string;
}): JSX.Element {
  const { values, facts, signed, label } = props;
  const { height, width } = facts.shape ?? { height: facts.inputs, width: 1 };
  const count = Math.max(1, Math.floor(values.length / (height * width)));
  const gap = facts.shape ? 1 : 0;
  const across = facts.shape ? Math.ceil(Math.sqrt(count)) : count;
  const wide = across * (width + gap) - gap;
  const high = Math.ceil(count / across) * (height + gap) - gap;
  const canvas = useDrawing(
    wide,
    high,
    ({ data }) => {
      const most = signed ? values.reduce((max, value) => Math.max(max, Math.abs(value)), 1e-9) : 1;
      const shade = signed ? twoWays : ink;
      for (let place = 0; place < count * height * width; place++) {
        const tile = Math.floor(place / (height * width));
        const [row, column] = [Math.floor((place % (height * width)) / width), place % width];
        const y = Math.floor(tile / across) * (height + gap) + row;
        const x = (tile % across) * (width + gap) + column;
        data.set([...shade(values[place]! / most), 255], 4 * (y * wide + x));
      }
    },
    values,
  );
  const kind = facts.shape ? "tiles" : "tiles flat";
  return <canvas ref={canvas} class={kind} width={wide} height={high} role="img" aria-label={label} />;
}

/** What a net of two inputs says everywhere, with the test examples on it. */
export function Region(props: {
  readonly region: Uint8Array;
  readonly points: NonNullable<GroundFacts["points"]>;
  readonly label: string;
}): JSX.Element {
  const { region, points, label } = props;
  const canvas = useDrawing(
    REGION,
    REGION,
    ({ data }) => {
      for (const [place, share] of region.entries()) {
        data.set([...twoWays((2 * share) / 255 - 1), 255], 4 * place);
      }
    },
    region,
  );
  return (
    <div class="region" role="img" aria-label={label}>
      <canvas ref={canvas} width={REGION} height={REGION} />
      <svg viewBox="0 0 100 100" aria-hidden="true">
        {Array.from(points.labels, (label, index) => {
          const [x, y] = [100 * points.places[2 * index]!, 100 - 100 * points.places[2 * index + 1]!];
          return (
            <circle key={index} class={label === 0 ? "point first" : "point second"} cx={x} cy={y} r="1.4" />
          );
        })}
      </svg>
    </div>
  );
}
