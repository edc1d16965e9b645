import type { ComponentChildren, JSX } from "preact";
import { wholeCost } from "../cost.ts";
import type { Frame } from "../experiment/frame.ts";
import { AccuracyChart, FactorChart, PhaseChart, SignalChart } from "./charts.tsx";
import type { Client } from "./client.ts";
import { Controls } from "./controls.tsx";
import { Draw } from "./draw.tsx";
import { Region, Tiles } from "./pictures.tsx";
import { factor, namesOf, percent, startOf } from "./words.ts";

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
      {frame && facts && (
        <div class="panels">
          <Panel
            title="Two factors in each layer"
            why="On its way through a layer the signal is multiplied twice, by the slopes of the units (a quarter at most for logistic ones) and by the weights; pretraining makes the weights larger."
          >
            <FactorChart frame={frame} names={names} />
          </Panel>
          <Panel
            title="Right answers, and what they cost"
            why={`How many of ${facts.testing} new examples each net tells right; pretraining is paid for before the first of them.`}
          >
            <AccuracyChart curves={client.curves.value} names={names} whole={wholeCost(settings, facts)} />
          </Panel>
          {client.stack.value && (
            <Panel
              title="What the RBMs learn, without being told any class"
              why={
                facts.shape
                  ? "Each square on the left is what one unit of the first RBM looks for; those on the right are what all RBMs so far draw by themselves."
                  : "Each column is a unit of the first RBM, each row an input: blue weights excite it, orange ones inhibit it."
              }
            >
              <div class={facts.shape ? "pair" : ""}>
                <Tiles
                  values={client.stack.value.filters}
                  facts={facts}
                  signed
                  label="Weights of units of the first RBM"
                />
                {facts.shape && (
                  <Tiles
                    values={client.stack.value.samples}
                    facts={facts}
                    signed={false}
                    label="What the stack of RBMs draws by itself"
                  />
                )}
              </div>
            </Panel>
          )}
          <Panel
            title="Between vanishing and exploding"
            why="Each mark is a layer: theory says that signals last longest near the thick line, the edge of chaos, and that nets along the thin line train to 8 layers."
          >
            {frame.nets.some(({ places }) => places.length > 0) ? (
              <PhaseChart frame={frame} names={names} contours={client.contours.value} />
            ) : (
              <p class="absent">This map is drawn for logistic and tanh units.</p>
            )}
          </Panel>
          {facts.points && (
            <Panel
              title="What both nets would answer"
              why="The color at each place is the answer there, the dots are new examples; a net that has learnt nothing shows one color."
            >
              <div class="pair">
                {([0, 1] as const).map(
                  (side) =>
                    frame.nets[side].region && (
                      <div key={side}>
                        <h3>
                          <Swatch side={side} /> {names[side]}
                        </h3>
                        <Region
                          region={frame.nets[side].region}
                          points={facts.points!}
                          label={`Answers of the ${names[side]} net: ${percent(frame.nets[side].accuracy)} right`}
                        />
                      </div>
                    ),
                )}
              </div>
            </Panel>
          )}
          {settings.data === "digits" && facts.shape && (
            <Panel
              title="Try it"
              why="Your drawing is made as small and coarse as the digits that both nets learn from, 8×8 pixels."
            >
              <Draw client={client} facts={facts} names={names} />
            </Panel>
          )}
          <details class="panel numbers">
            <summary>The figures</summary>
            <Figures frame={frame} names={names} />
          </details>
        </div>
      )}
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

function Panel(props: {
  readonly title: string;
  readonly why: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <section class="panel" aria-label={props.title}>
      <h2>{props.title}</h2>
      {props.children}
      <p class="why">{props.why}</p>
    </section>
  );
}

function Swatch({ side }: { readonly side: 0 | 1 }): JSX.Element {
  return <span class={side === 0 ? "swatch left" : "swatch right"} aria-hidden="true" />;
}

/** All that the charts show, for those who read rather than see, or want the digits. */
function Figures({
  frame,
  names,
}: {
  readonly frame: Frame;
  readonly names: readonly [string, string];
}): JSX.Element {
  return (
    <div class="wide">
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
    </div>
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
