import type { JSX } from "preact";
import type { Frame } from "../experiment/frame.ts";
import { factor, percent } from "./words.ts";

/** All that the charts show, for those who read rather than see, or want the digits. */
export function Figures({
  frame,
  names,
}: {
  readonly frame: Frame;
  readonly names: readonly [string, string];
}): JSX.Element {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard scrolls it on a narrow screen
    <section class="wide" tabIndex={0} aria-label="Figures of each layer">
      <table>
        <thead>
          <tr>
            <th scope="col">layer</th>
            {names.map((name) =>
              ["signal left", "slopes ×", "weights ×"].map((what) => (
                <th scope="col" key={`${name} ${what}`}>
                  {name}: {what}
                </th>
              )),
            )}
          </tr>
        </thead>
        <tbody>
          {frame.nets[0].layers.map((_, index, { length }) => (
            <tr key={index}>
              <th scope="row">{length - index}</th>
              {frame.nets.map(({ layers }, side) => {
                const { signal, slopes, weights } = layers[length - 1 - index]!;
                return [percent(signal), factor(slopes), factor(weights)].map((text, column) => (
                  <td key={`${side} ${column}`}>{text}</td>
                ));
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
