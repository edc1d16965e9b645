import { escapeHtml } from "../display/table.ts";
import { tileImages } from "../plots/image-grid.ts";
import type { Plot } from "../plots/plot.ts";
import type { Picture } from "../study/pictures.ts";
import type { StudyPlan } from "../study/plan.ts";
import type { TrialResult } from "../study/trial-result.ts";
import type { StudyVerdict } from "../study/verdict.ts";
import { figuresOf } from "./figures.ts";
import { renderSvg } from "./render-svg.ts";
import { STYLE } from "./style.ts";
import { armTable, claimList, cureTable, verdictTable } from "./tables.ts";

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
    figuresOf(results).map(async (figure) => ({ ...figure, svg: await renderSvg(figure.plot) })),
  );
  const plots = Object.fromEntries(figures.map(({ name, svg, plot }) => [name, { svg, spec: plot }]));
  const drawn = figures.map(
    ({ svg, caption }) => `<figure>${svg}<figcaption>${escapeHtml(caption)}</figcaption></figure>`,
  );
  const [labels, ...fewer] = [...plan.labels].sort((a, b) => b - a) as [number, ...number[]];
  const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Does pretraining help against vanishing gradients? ${escapeHtml(plan.data.name)}</title><style>${STYLE}</style></head>
<body><main>
<h1>Does pretraining help against vanishing gradients, and why?</h1>
<p class="lead">Measured on ${escapeHtml(plan.data.name)}: ${plan.data.examples} examples of ${plan.data.inputs} numbers ${toldIn(plan)}, nets of up to ${Math.max(...plan.depths)} hidden layers of ${plan.widths[0]} units, ${plan.seeds.length} paired seeds.</p>
<div class="answer"><p>${escapeHtml(verdict.answer)}</p></div>
${cureTable(verdict)}
${verdict.explanation.map((sentence) => `<p>${escapeHtml(sentence)}</p>`).join("\n")}
<h2>The verdicts</h2>
${verdictTable(verdict.claims)}
<h2>The gradient, and what follows from it</h2>
<div class="figures">${drawn.join("\n")}</div>
${pictureSection(pictures)}
<h2>Every arm at ${Math.max(...plan.depths)} hidden layers</h2>
<p>The share of the error signal that survives a layer is that before training; the test error is that of the epoch with the least
validation error; the cost is counted in multiplications, pretraining included.</p>
${armTable(verdict, labels)}
${fewer.map((count) => `<h3>With ${count} labels instead of ${labels}</h3>\n${armTable(verdict, count)}`).join("\n")}
<h2>What decides each claim</h2>
${claimList(verdict.claims)}
${warningSection(verdict.warnings)}
<h2>Settings</h2>
<p>This repeats it, to the bit:</p>
<pre>${escapeHtml(command)}</pre>
<pre>${escapeHtml(JSON.stringify({ ...plan.settings, tuning: plan.tuning, depths: plan.depths, widths: plan.widths, labels: plan.labels, fingerprint: plan.data.fingerprint }, null, 2))}</pre>
</main></body></html>
`;
  return { html, plots };
}

function toldIn({ data: { classes, targets } }: StudyPlan): string {
  if (classes !== undefined) return `in ${classes} classes`;
  return `with ${targets} ${targets === 1 ? "number" : "numbers"} to tell of each, the test error being the share of their variance that is left`;
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
