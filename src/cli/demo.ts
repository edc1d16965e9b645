import { loadDigits } from "../data/digits.ts";
import { split } from "../data/split.ts";
import { take } from "../data/take.ts";
import { DBN } from "../dbn/dbn.ts";
import { type Column, formatNumber, percentCell, textTable } from "../display/table.ts";
import type { EpochRecord } from "../fit/history.ts";
import { glorotUniform } from "../initializer/glorot.ts";
import { normal } from "../initializer/normal.ts";
import type { Network } from "../network/network.ts";
import { chain } from "../optimizer/chain.ts";
import { sgd } from "../optimizer/sgd.ts";
import { weightDecay } from "../optimizer/weight-decay.ts";
import { GradientProbe } from "../probe/gradient-probe.ts";
import type { GradientReport } from "../probe/gradient-report.ts";
import type { LayerGradient } from "../probe/layer-gradient.ts";
import { describeSurvival, type Survival } from "../probe/survival.ts";
import type { Seed } from "../random/seed.ts";
import { piecewise } from "../schedule/piecewise.ts";
import { conclude, type Outcome } from "./conclusion.ts";
import { type Output, wrap } from "./output.ts";
import { pictureRow } from "./picture.ts";

/** How much the demo does. */
export interface DemoSettings {
  /** The widths of the stack; the digits have 64 pixels. */
  readonly sizes: readonly number[];
  readonly pretrainingEpochs: number;
  readonly fineTuningEpochs: number;
  /** Stops it. */
  readonly signal?: AbortSignal;
}

const SETTINGS: DemoSettings = { sizes: [64, 64, 64, 64, 64], pretrainingEpochs: 15, fineTuningEpochs: 15 };
const BATCH_SIZE = 20;

type Data = Awaited<ReturnType<typeof loadData>>;

/** A figure of the random net and the same figure of the pretrained one. */
interface Pair<Value> {
  readonly random: Value;
  readonly pretrained: Value;
}

/** Pretrains, probes and fine-tunes on the digits, against the same net from a random start, and says what came of it. */
export async function runDemo(
  seed: Seed,
  output: Output,
  options: Partial<DemoSettings> = {},
): Promise<void> {
  const settings = { ...SETTINGS, ...options };
  const section = (title: string): void => output.line(`\n${title}\n${"═".repeat(title.length)}`);
  const data = await loadData(seed);
  const [known, unseen] = [data.train.inputs.rows, data.test.inputs.rows];
  output.line(
    `${known + unseen} handwritten digits of 8×8 pixels: ${known} to train on, ${unseen} to test on; seed ${seed}`,
  );

  section("1. Pretraining: a stack of RBMs, each on the features of the one below");
  const dbn = new DBN({ sizes: settings.sizes, initializer: normal({ std: 0.1 }), seed });
  await pretrain(dbn, data, settings, output);
  output.line(`\n${dbn.handOver(data.train.inputs)}`);

  section("2. The gradient at the start: the same logistic net from a random start and from the RBMs");
  const nets: Pair<Network> = {
    random: dbn.toNetwork({ outputs: data.classes, pretrainedLayers: 0, initializer: glorotUniform, seed }),
    pretrained: dbn.toNetwork({ outputs: data.classes, initializer: glorotUniform, seed }),
  };
  const start = measure(nets, data);
  output.line(gradientTable(start));

  section("3. Fine-tuning both by backpropagation: same batches, same rate, same seeds");
  await fineTune(nets, data, settings, output);

  section("4. The gradient after fine-tuning");
  output.line(gradientTable(measure(nets, data)));

  section("5. The pretrained net reads digits it has never seen");
  const shown = take(data.test, [0, 1, 2, 3, 4]);
  const read = nets.pretrained.classify(shown.inputs);
  output.line(
    pictureRow(
      shown.inputs,
      8,
      Array.from(read, (digit, row) => `read ${digit}, is ${shown.labels[row]}`),
    ),
  );

  section("What this run shows");
  const outcome = (net: Network, report: GradientReport): Outcome => ({
    survival: report as Survival,
    accuracy: net.evaluate(data.test.inputs, data.test.labels).accuracy!,
  });
  const [random, pretrained] = [
    outcome(nets.random, start.random),
    outcome(nets.pretrained, start.pretrained),
  ];
  output.line(wrap(conclude(random, pretrained, settings.fineTuningEpochs), 100));
}

async function loadData(seed: Seed) {
  const digits = await loadDigits();
  return { classes: digits.classes, ...split(digits, { fraction: 0.8, seed }) };
}

async function pretrain(
  dbn: DBN,
  { train }: Data,
  { pretrainingEpochs, signal }: DemoSettings,
  output: Output,
): Promise<void> {
  const momentum = piecewise({ values: [0.5, 0.9], until: [5] });
  const optimizer = chain(weightDecay(0.0002), sgd({ learningRate: 0.1, momentum }));
  const options = { epochs: pretrainingEpochs, batchSize: BATCH_SIZE, optimizer, ...(signal && { signal }) };
  let first: EpochRecord | undefined;
  for await (const record of dbn.epochs(train.inputs, options)) {
    if (record.epoch === 1) first = record;
    output.status(`RBM ${record.layer}  epoch ${record.epoch} of ${pretrainingEpochs}`);
    if (record.epoch < pretrainingEpochs) continue;
    const [error, reached] = [first?.reconstructionError, record.reconstructionError].map((e) =>
      formatNumber(e!, 3),
    );
    const { visible, hidden } = dbn.rbms[record.layer!]!;
    output.line(
      `RBM ${record.layer}  ${visible}→${hidden}  squared reconstruction error per digit ${error} → ${reached}`,
    );
  }
}

/** Trains both nets an epoch at a time, so that their curves stand side by side as they grow. */
async function fineTune(
  nets: Pair<Network>,
  { train, test }: Data,
  { fineTuningEpochs, signal }: DemoSettings,
  output: Output,
): Promise<void> {
  const options = {
    epochs: fineTuningEpochs,
    batchSize: BATCH_SIZE,
    optimizer: sgd({ learningRate: 0.1, momentum: 0.9 }),
    validation: { inputs: test.inputs, targets: test.labels },
    ...(signal && { signal }),
  };
  output.line("       random start              pretrained");
  output.line("epoch  train loss  test correct  train loss  test correct");
  output.line("─────  ──────────  ────────────  ──────────  ────────────");
  const pretrained = nets.pretrained.epochs(train.inputs, train.labels, options);
  for await (const left of nets.random.epochs(train.inputs, train.labels, options)) {
    const right = (await pretrained.next()).value as EpochRecord;
    const cells = [left, right].flatMap(({ loss, validationAccuracy }) => [
      formatNumber(loss!, 3).padStart(10),
      percentCell(validationAccuracy)!.padStart(12),
    ]);
    output.line([String(left.epoch).padStart(5), ...cells].join("  "));
  }
}

function measure(nets: Pair<Network>, { train }: Data): Pair<GradientReport> {
  const probe = new GradientProbe();
  const report = (net: Network): GradientReport => probe.measure(net, train.inputs, train.labels);
  return { random: report(nets.random), pretrained: report(nets.pretrained) };
}

function gradientTable({ random, pretrained }: Pair<GradientReport>): string {
  const rows = random.layers.map((layer, index) => ({
    random: layer,
    pretrained: pretrained.layers[index]!,
  }));
  const figures = (start: keyof Pair<unknown>): Column<Pair<LayerGradient>>[] => [
    { heading: `${start} ‖∂E/∂W‖`, cell: (row) => row[start].weightGradientNorm, digits: 3 },
    { heading: "slope ×", cell: (row) => row[start].slopeFactor, digits: 3 },
    { heading: "weights ×", cell: (row) => row[start].weightFactor, digits: 3 },
    { heading: "saturated", cell: (row) => percentCell(row[start].saturatedShare) },
  ];
  const layer = {
    heading: "layer",
    cell: (row: Pair<LayerGradient>) => `${row.random.path} ${row.random.activation}`,
  };
  return [
    textTable([layer, ...figures("random"), ...figures("pretrained")], rows),
    `Random:     ${describeSurvival(random)}`,
    `Pretrained: ${describeSurvival(pretrained)}`,
  ].join("\n");
}
