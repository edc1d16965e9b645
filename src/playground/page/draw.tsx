import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { GroundFacts } from "../experiment/frame.ts";
import type { Told } from "../messages.ts";
import type { Client } from "./client.ts";
import { type Point, pixelsOf } from "./drawn-digit.ts";
import { Tiles } from "./pictures.tsx";
import { percent } from "./words.ts";

/** The side of the paper, in its own units. */
const SIDE = 200;

/** Paper to write a digit on, and what both nets take it for. */
export function Draw(props: {
  readonly client: Client;
  readonly facts: GroundFacts;
  readonly names: readonly [string, string];
}): JSX.Element {
  const { client, facts, names } = props;
  const paper = useRef<HTMLCanvasElement>(null);
  const strokes = useRef<Point[][]>([]);
  const told = client.told.value;

  const show = (): void => {
    const context = paper.current!.getContext("2d")!;
    context.clearRect(0, 0, SIDE, SIDE);
    context.lineWidth = 16;
    context.lineCap = context.lineJoin = "round";
    context.strokeStyle = getComputedStyle(paper.current!).color;
    for (const stroke of strokes.current) {
      context.beginPath();
      for (const [x, y] of [stroke[0]!, ...stroke]) context.lineTo(x, y);
      context.stroke();
    }
  };
  const placeOf = (event: PointerEvent): Point => {
    const { left, top, width, height } = paper.current!.getBoundingClientRect();
    return [((event.clientX - left) * SIDE) / width, ((event.clientY - top) * SIDE) / height];
  };
  const clear = (): void => {
    strokes.current = [];
    client.told.value = undefined;
    show();
  };
  const ask = (): void => {
    if (strokes.current.length > 0) client.classify(pixelsOf(strokes.current));
  };
  const { done } = client.frame.value!;
  // Both nets are asked again whenever they have changed.
  useEffect(ask, [done]);

  return (
    <div class="draw">
      <canvas
        ref={paper}
        class="paper"
        width={SIDE}
        height={SIDE}
        role="img"
        aria-label="Paper to write a digit on with a mouse, a pen or a finger. The button below shows a digit without drawing."
        onPointerDown={(event) => {
          paper.current!.setPointerCapture(event.pointerId);
          if (told?.label !== undefined) clear();
          strokes.current.push([placeOf(event)]);
          show();
        }}
        onPointerMove={(event) => {
          if (event.buttons === 0 || strokes.current.length === 0) return;
          strokes.current.at(-1)!.push(placeOf(event));
          show();
        }}
        onPointerUp={ask}
      />
      <div class="answers">
        {told ? (
          <Answers told={told} facts={facts} names={names} />
        ) : (
          <p>Write a digit on the paper, as large as you like.</p>
        )}
      </div>
      <div class="buttons">
        <button
          type="button"
          onClick={() => {
            clear();
            client.showExample();
          }}
        >
          Show one that is new to both
        </button>
        <button type="button" onClick={clear}>
          Clear
        </button>
      </div>
    </div>
  );
}

function Answers(props: {
  readonly told: Told;
  readonly facts: GroundFacts;
  readonly names: readonly [string, string];
}): JSX.Element {
  const { told, facts, names } = props;
  return (
    <>
      <Tiles
        values={told.pixels}
        facts={facts}
        signed={false}
        label={
          told.label === undefined ? "Your digit as both nets see it" : `A digit of the data: ${told.label}`
        }
      />
      <dl>
        {told.probabilities.map((probabilities, side) => {
          const best = probabilities.indexOf(Math.max(...probabilities));
          return (
            <div key={side} class={side === 0 ? "left" : "right"}>
              <dt>{names[side]} says</dt>
              <dd>
                <b>{facts.classNames[best]}</b> {percent(probabilities[best]!)} sure
              </dd>
            </div>
          );
        })}
      </dl>
    </>
  );
}
