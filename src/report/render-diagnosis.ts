import { escapeHtml, formatNumber, percentCell } from "../display/table.ts";
import { plainNumber } from "../plots/plain-number.ts";
import { renderSvg } from "../show/render-svg.ts";
import type { DiagnosedLayer, Diagnosis, TriedRemedy } from "../study/diagnose/diagnosis.ts";
import { errorNotes } from "../study/diagnose/show-diagnosis.ts";
import { describeRecipe, gainCell } from "../study/diagnose/words.ts";
import { capital } from "./capital.ts";
import { diagnosisFigures } from "./diagnosis-figures.ts";
import { STYLE } from "./style.ts";
import { scrolling } from "./tables.ts";

/** Severities by the colors that the style has. */
const COLOR = { wrong: "refuted", suspicious: "not-settled", note: "id" } as const;

/**
 * Renders a diagnosis as one page that needs no network and no script.
 *
 * @param diagnosis - What `diagnose` found.
 * @param command - The command line that repeats it.
 */
export async function renderDiagnosis(diagnosis: Diagnosis, command: string): Promise<string> {
  const { answer, data, net, findings, remedies, winner, code, run, budget, warnings } = diagnosis;
  const figures = await Promise.all(
    diagnosisFigures(run).map(async ({ plot, caption }) => {
      const svg = await renderSvg(plot);
      return `<figure>${svg}<figcaption>${escapeHtml(caption)}</figcaption></figure>`;
    }),
  );
  const told =
    data.classes === undefined ? `${data.targets} numbers to tell of each` : `${data.classes} classes`;
  const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>What is wrong with this net? ${escapeHtml(data.name)}</title><style>${STYLE}</style></head>
<body><main>
<h1>What is wrong with this net, and what helps?</h1>
<p class="lead">${escapeHtml(capital(describeRecipe(net)))}. Measured on ${escapeHtml(data.name)}: ${plainNumber(data.examples)} examples of ${plainNumber(data.inputs)} numbers, ${told}.</p>
<p class="answer">${escapeHtml(answer)}</p>
<h2>What was found</h2>
${
  findings.length === 0
    ? "<p>Nothing crossed a border.</p>"
    : `<ul class="answers">${findings.map(({ severity, text, id }) => `<li><strong class="${COLOR[severity]}">${severity}</strong> ${escapeHtml(text)} <span class="id">${id}</span></li>`).join("\n")}</ul>`
}
${remedySection(diagnosis)}
${code === null ? "" : `<h2>The program</h2>\n<p>It parts your data, makes the net, trains it and tests it; it runs as it stands here.</p>\n<pre>${escapeHtml(code)}</pre>`}
<h2>The net as it is</h2>
<div class="figures">${figures.join("\n")}</div>
${layerTable(run.layers)}
${otherPrograms(remedies, winner)}
${warnings.length === 0 ? "" : `<h2>Warnings</h2>\n<ul class="warnings">${warnings.map((warning) => `<li>${escapeHtml(warning)}</li>`).join("\n")}</ul>`}
<h2>How it was done</h2>
<p>${data.train} examples to train on, ${data.validation} to choose rates and the winner by, ${data.test} to test on, parted anew for each seed. About
${plainNumber(budget.used)} multiplications of the ${plainNumber(budget.multiplications)} that a budget of ${formatNumber(budget.seconds)} seconds has. This repeats it, to the bit:</p>
<pre>${escapeHtml(command)}</pre>
</main></body></html>
`;
  // Programs and commands are to be pasted as they are.
  return html.replaceAll(/<pre>.*?<\/pre>| %/gs, (found) => (found === " %" ? "\u00a0%" : found));
}

function remedySection(diagnosis: Diagnosis): string {
  const { remedies, winner } = diagnosis;
  if (remedies.length === 0) return "";
  const level = remedies.find(({ gain }) => gain !== null)?.gain?.level ?? 0;
  const rows = remedies.map(
    (remedy) =>
      `<tr${remedy.id === winner ? ' class="asked"' : ""}><th scope="row">${escapeHtml(remedy.id)}<small>${escapeHtml(remedy.what)}; rate ${remedy.recipe.rate}</small></th>` +
      `<td>${percentCell(remedy.testError)}</td><td>${gainHtml(remedy)}</td></tr>`,
  );
  const heads = ["what was tried", "test error", "than leaving it"];
  const counts = remedies.map(({ testErrors }) => testErrors.length);
  const [most, fewest] = [Math.max(...counts), Math.min(...counts)];
  return `<h2>What helps</h2>
<table class="cures"><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join("")}</tr></thead><tbody>${rows.join("")}</tbody></table>
<p class="scope">Means over ${most} seeds${fewest < most ? `, or ${fewest} of what did worse on validation data` : ""}, and the ${percentCell(level)} interval of the difference between nets of the same seed. Rates were chosen on other
examples and another seed. ${errorNotes(diagnosis)
    .map((note) => `${note} `)
    .join(
      "",
    )}${winner === null ? "No interval of those that went on to all seeds lies above zero, so that none is named." : "The winner does best on validation data of those that went on to all seeds and whose interval lies above zero."}</p>`;
}

/** What a remedy gains, above its interval, which stays on one line. */
const gainHtml = (remedy: TriedRemedy): string =>
  escapeHtml(gainCell(remedy))
    .replace(/ \((.*)\)/, "<small>$1</small>")
    .replaceAll(/ (?=points|to )|(?<=to) /g, "\u00a0");

function layerTable(layers: readonly DiagnosedLayer[]): string {
  if (layers.length === 0) return "";
  const heads = [
    "layer",
    "rms ∂E/∂y",
    "slope ×",
    "weights ×",
    "saturated",
    "dead",
    "rms ∂E/∂y after",
    "saturated after",
    "dead after",
  ];
  const number = (value: number | undefined): string => (value === undefined ? "" : formatNumber(value, 3));
  const rows = layers.map(({ path, kind, activation, before, after }) => {
    const cells = [
      ...[number(before.error), number(before.slopeFactor), number(before.weightFactor)],
      ...[percentCell(before.saturatedShare) ?? "", percentCell(before.deadShare) ?? ""],
      ...[
        number(after?.error),
        percentCell(after?.saturatedShare) ?? "",
        percentCell(after?.deadShare) ?? "",
      ],
    ];
    return `<tr><th scope="row">${path} ${escapeHtml(activation ?? kind)}</th>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`;
  });
  const table = `<table><thead><tr>${heads.map((head) => `<th scope="col">${head}</th>`).join("")}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
  return `<details><summary>Layer by layer, before training and after</summary>${scrolling(table, "Layer by layer")}</details>`;
}

function otherPrograms(remedies: readonly TriedRemedy[], winner: string | null): string {
  const others = remedies.filter(({ id }) => id !== winner);
  if (others.length === 0) return "";
  const programs = others.map(
    ({ id, code }) => `<details><summary>${escapeHtml(id)}</summary><pre>${escapeHtml(code)}</pre></details>`,
  );
  return `<h2>The programs of the others</h2>\n${programs.join("\n")}`;
}
