// One epoch of an RBM on all of MNIST, in a process of its own whose memory is looked at when it ends.
import { openSync, readSync } from "node:fs";
import { join } from "node:path";
import { contrastiveDivergence, RBM, sgd } from "../../../dist/index.js";
import { COLUMNS } from "../measure/rows.mjs";

const { source, directory, rows, threads } = JSON.parse(process.argv[2]);

/** What a user holds: what `loadMnist` gives, or float32 rows in one block. */
const SOURCES = {
  async loadMnist() {
    const { loadMnist } = await import("../../../dist/data.js");
    return (await loadMnist(process.env.MNIST_DIR)).train.inputs;
  },
  async float32() {
    const { WrapperMatrix1D } = await import("ml-matrix");
    const block = new Float32Array(rows * COLUMNS);
    readSync(openSync(join(directory, "inputs.f32")), block);
    return new WrapperMatrix1D(block, { rows });
  },
};

const data = await SOURCES[source]();
const megabytes = () => (1024 * process.resourceUsage().maxRSS) / 1e6;
const loaded = megabytes();
const rbm = new RBM({ visible: COLUMNS, hidden: 500, threads, seed: 1 });
const history = await rbm.fit(data, {
  epochs: 1,
  sampler: contrastiveDivergence(),
  optimizer: sgd({ learningRate: 0.1, momentum: 0.5 }),
});
console.log(JSON.stringify({ engine: history.engine, loaded, peak: megabytes() }));
