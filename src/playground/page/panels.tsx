import type { ComponentChildren, JSX } from "preact";
import { wholeCost } from "../cost.ts";
import type { Frame, GroundFacts } from "../experiment/frame.ts";
import { AccuracyChart, FactorChart, PhaseChart } from "./charts.tsx";
import type { Client } from "./client.ts";
import { Draw } from "./draw.tsx";
import { Figures } from "./figures.tsx";
import { Region, Tiles } from "./pictures.tsx";
import { Swatch } from "./plane.tsx";
import { namesOf, percent } from "./words.ts";

/** What is to be seen below both nets' error signals. */
export function Panels(props: {
  readonly client: Client;
  readonly frame: Frame;
  readonly facts: GroundFacts;
}): JSX.Element {
  const { client, frame, facts } = props;
  const settings = client.settings.value;
  const names = namesOf(settings);
  return (
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
