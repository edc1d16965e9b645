import type { JSX } from "preact";
import type { Frame, LayerFrame } from "../experiment/frame.ts";
import { SignalChart } from "./charts.tsx";
import type { Client } from "./client.ts";
import { Controls } from "./controls.tsx";
import { Panels } from "./panels.tsx";
import { Swatch } from "./plane.tsx";
import { namesOf, percent, startOf, typical } from "./words.ts";

/** The page. */
export function App({ client }: { readonly client: Client }): JSX.Element {
  const settings = client.settings.value;
  const frame = client.frame.value;
  const facts = client.facts.value;
  const names = namesOf(settings);
  const state = client.state.value;
  return (
    <main>
      <header>
        <h1>Why should pretraining help against vanishing gradients?</h1>
        <p class="lead">
          A net learns from an error signal that travels from its answer back to its inputs, layer by layer.
          Here are two nets from one seed: watch how much of the signal arrives.
        </p>
      </header>
      {client.trouble.value !== "" && (
        <p class="trouble" role="alert">
          {client.trouble.value}
        </p>
      )}
      <section class="hero" aria-labelledby="signal">
        <div class="figure">
          <h2 id="signal">The error signal, from layer to layer</h2>
          {frame ? <SignalChart frame={frame} names={names} /> : <div class="waiting" />}
          <p class="why">
            Each step down on this scale means that ten times less is left; a layer learns by what arrives at
            it.
          </p>
        </div>
        <div class="sides">
          {([0, 1] as const).map((side) => (
            <div key={side} class={side === 0 ? "side left" : "side right"}>
              <h3>
                <Swatch side={side} /> {names[side]}
              </h3>
              <p class="big">{frame ? percent(frame.nets[side].layers[0]!.signal) : "…"}</p>
              <p>
                of the signal reaches the first layer.{" "}
                {frame?.phase === "training" && (
                  <b>{percent(frame.nets[side].accuracy)} right on new examples.</b>
                )}
              </p>
              {frame && <PerLayer layers={frame.nets[side].layers} />}
              {frame?.nets[side].broken !== undefined && (
                <p class="trouble">Its training broke off: {frame.nets[side].broken}</p>
              )}
            </div>
          ))}
          <p class="progress">
            <progress value={frame?.done ?? 0} max={frame?.of ?? 1} aria-label="How far it has come" />
            <span>{frame ? stepOf(frame, client, settings.pretraining) : "Starting …"}</span>
          </p>
          <div class="buttons">
            <button type="button" onClick={client.pauseOrGoOn} disabled={state === "ended"}>
              {state === "paused" ? "Go on" : "Pause"}
            </button>
            <button type="button" onClick={client.restart}>
              Again
            </button>
          </div>
        </div>
        <p class="spoken" role="status">
          {frame ? said(frame, client, names) : ""}
        </p>
      </section>
      <section aria-label="Change the experiment">
        <details open={globalThis.innerWidth > 700}>
          <summary>Change the experiment</summary>
          <Controls client={client} />
        </details>
      </section>
      {frame && facts && <Panels client={client} frame={frame} facts={facts} />}
      <footer>
        <p>
          Left: {startOf(settings.left)}. Right: {startOf(settings.right)}. Everything is computed in this
          page by layerwise; nothing leaves it.
          {facts?.shape &&
            " Digits: E. Alpaydin, C. Kaynak, Optical Recognition of Handwritten Digits (1998), UCI, CC BY 4.0."}
        </p>
        <details>
          <summary>Licenses of what this page is made of</summary>
          <pre>{document.getElementById("notices")?.textContent}</pre>
        </details>
      </footer>
    </main>
  );
}

/** What a layer does to the signal, as a product: the answer to the question in figures. */
function PerLayer({ layers }: { readonly layers: readonly LayerFrame[] }): JSX.Element {
  const [slopes, weights] = [typical(layers, "slopes"), typical(layers, "weights")];
  return (
    <p class="factors">
      Each layer: slopes {slopes.toFixed(2)} × weights {weights.toFixed(2)} = {(slopes * weights).toFixed(2)}
    </p>
  );
}

/** What is going on, in a line. */
function stepOf({ phase, done, of }: Frame, client: Client, pretraining: number): string {
  if (client.state.value === "ended") return `Done: ${done} epochs of training.`;
  if (phase === "training") return `Both nets learn the classes: epoch ${done} of ${of}`;
  return `RBM ${Math.min(Math.floor(done / pretraining) + 1, of / pretraining)} of ${of / pretraining} learns what the data look like`;
}

/** What a screen reader says: at the beginning, at each new part, and at the end, and not with every picture. */
function said(frame: Frame, client: Client, names: readonly [string, string]): string {
  if (client.state.value === "ended") {
    return frame.nets
      .map(
        ({ layers, accuracy }, side) =>
          `${names[side]}: ${percent(layers[0]!.signal)} of the error signal reaches layer 1, ${percent(accuracy)} right.`,
      )
      .join(" ");
  }
  return frame.phase === "training"
    ? "Both nets learn the classes now."
    : "Pretraining: RBMs learn the data layer by layer.";
}
