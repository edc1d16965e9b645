import { escapeHtml } from "../display/table.ts";
import { tileImages } from "../plots/image-grid.ts";
import { plainNumber } from "../plots/plain-number.ts";
import type { Plot } from "../plots/plot.ts";
import { renderSvg } from "../show/render-svg.ts";
import type { Picture } from "../study/pictures.ts";
import type { StudyPlan } from "../study/study-plan.ts";
import type { TrialResult } from "../study/trial-result.ts";
import type { StudyVerdict } from "../study/verdict.ts";
import { armLegend } from "./arm-legend.ts";
import { answerList, evidenceList } from "./claim-sections.ts";
import { figuresOf } from "./figures.ts";
import { STYLE } from "./style.ts";
import { armTable, cureTable } from "./tables.ts";

/** What a report is made of. */
export interface ReportContents {
  readonly verdict: StudyVerdict;
  readonly results: readonly TrialResult[];
  readonly pictures: readonly Picture[];
  readonly plan: StudyPlan;
  /** The command line that repeats the study. */
  readonly command: string;
}

/** A report, and its plots by name. */
export interface Report {
  /** One file that needs nothing else. */
  readonly html: string;
  readonly plots: Readonly<Record<string, { readonly svg: string; readonly spec: Plot }>>;
}

/** Renders a study as one page that needs no network and no script. */
export async function renderReport(contents: ReportContents): Promise<Report> {
  const { verdict, results, pictures, plan, command } = contents;
  const figures = await Promise.all(
    figuresOf(results, plan).map(async (figure) => ({ ...figure, svg: await renderSvg(figure.plot) })),
  );
  const plots = Object.fromEntries(figures.map(({ name, svg, plot }) => [name, { svg, spec: plot }]));
  const drawn = figures.map(
    ({ svg, caption, arms }) =>
      `<figure>${svg}<figcaption>${escapeHtml(caption)}${armLegend(arms)}</figcaption></figure>`,
  );
  const [labels, ...fewer] = [...plan.labels].sort((a, b) => b - a) as [number, ...number[]];
  const [width, ...others] = plan.widths as [number, ...number[]];
  const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Does pretraining help against vanishing gradients? ${escapeHtml(plan.data.name)}</title><style>${STYLE}</style></head>
<body><main>
<h1>Does pretraining help against vanishing gradients, and why?</h1>
<p class="lead">Measured on ${escapeHtml(plan.data.name)}: ${plainNumber(plan.data.examples)} examples of ${plan.data.inputs} numbers ${toldIn(plan)}, nets of ${layersIn(plan)} of ${plan.widths[0]} units, ${plan.seeds.length === 1 ? "one seed" : `${plan.seeds.length} paired seeds`}.</p>
<p class="answer">${escapeHtml(verdict.answer)}</p>
${cureTable(verdict, plan)}
<h2>What was asked, and the answers</h2>
${answerList(verdict)}
<h2>Why</h2>
${verdict.explanation.map((sentence) => `<p>${escapeHtml(sentence)}</p>`).join("\n")}
${HOW_TO_READ}
<div class="figures">${drawn.join("\n")}</div>
${pictureSection(pictures)}
<h2>Every arm at ${Math.max(...plan.depths)} hidden layers, the best first</h2>
<p>What survives per layer of the error signal is measured before training and as at prediction, where batch norm normalizes nothing before it has
seen a batch; it is the product of the two factors beside it. The test error is that of the epoch with the least validation error; multiplications are all that were spent, on pretraining as well.</p>
${armTable(verdict, { labels, width })}
${fewer.map((count) => `<h3>With ${count} labels instead of ${labels}</h3>\n${armTable(verdict, { labels: count, width })}`).join("\n")}
${others.map((units) => `<h3>With ${units} units per layer instead of ${width}</h3>\n${armTable(verdict, { labels, width: units })}`).join("\n")}
<h2>What decides each answer</h2>
<p>Each is decided by what differs between two nets of the same seed, over all seeds. An answer is <em>yes</em> where all of its
interval lies on the needed side, <em>no</em> where all of it lies on the other, else it is not settled. The levels are set so that
at most 5 % of such studies have any false answer.</p>
${evidenceList(verdict)}
${warningSection(verdict.warnings)}
<h2>Settings</h2>
<p>This repeats it, to the bit:</p>
<pre>${escapeHtml(command)}</pre>
<details><summary>All settings</summary><pre>${escapeHtml(JSON.stringify({ ...plan.settings, tuning: plan.tuning, depths: plan.depths, widths: plan.widths, labels: plan.labels, fingerprint: plan.data.fingerprint }, null, 2))}</pre></details>
</main></body></html>
`;
  return { html: html.replaceAll(" %", "\u00a0%"), plots };
}

/** For those who have not met the two factors. */
const HOW_TO_READ = `<h2>How to read the two factors</h2>
<p>A net learns from its error at the outputs. Training sends that error down through the layers, from the outputs to the inputs, as
an <em>error signal</em>, and each layer changes its weights by what arrives. On its way through a layer the signal is multiplied twice:
by the <em>slopes</em> of the units, for logistic units a quarter at most and less the further a unit is driven to 0 or 1, and by
the <em>weights</em> between the layers, which can be any size. What survives a layer is the product of the two. A product of a seventh
leaves less than a two-thousandth after four layers: the gradient vanishes, and the lower layers stay as they were. With a product near 1 all
layers learn. So what cures it must raise one of the two factors, lead the signal around them, make up for the loss by larger steps,
or do without the signal.</p>`;

function toldIn({ data: { classes, targets } }: StudyPlan): string {
  if (classes !== undefined) return `in ${classes} classes`;
  return `with ${targets} ${targets === 1 ? "number" : "numbers"} to tell of each, the test error being the share of their variance that is left`;
}

function layersIn({ depths }: StudyPlan): string {
  const most = Math.max(...depths);
  return `${depths.length > 1 ? "up to " : ""}${most} hidden ${most === 1 ? "layer" : "layers"}`;
}

function pictureSection(pictures: readonly Picture[]): string {
  if (pictures.length === 0) return "";
  const figures = pictures.map(({ title, images, height, width }) => {
    const { url } = tileImages(images, { height, width });
    return `<figure><img src="${url}" alt="${escapeHtml(title)}"><figcaption>${escapeHtml(title)}.</figcaption></figure>`;
  });
  return `<h2>What the RBMs have learnt</h2>\n<div class="figures">${figures.join("\n")}</div>`;
}

function warningSection(warnings: readonly string[]): string {
  if (warnings.length === 0) return "";
  const items = warnings.map((warning) => `<li>${escapeHtml(warning)}</li>`).join("\n");
  return `<h2>Warnings</h2>\n<ul class="warnings">${items}</ul>`;
}
