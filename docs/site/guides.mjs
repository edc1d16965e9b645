import { fileURLToPath } from "node:url";

/** The pages of the site beside its start, by what they are for: each is a title and the file it is made from. */
export const guides = {
  "The question": {
    "What layerwise is": "README.md",
    "The answer": "docs/answer.md",
    "The theory": "docs/theory.md",
    "The playground": "docs/playground.md",
    "The study": "docs/study.md",
    "Many machines": "docs/many-machines.md",
    Experiments: "docs/experiments.md",
  },
  "Your work": {
    "Your data": "docs/your-data.md",
    "What is wrong with my net?": "docs/diagnose.md",
    Pretraining: "docs/pretraining.md",
    RBMs: "docs/rbm.md",
    "RBMs by model": "docs/rbm-models.md",
    "Going on": "docs/going-on.md",
    Files: "docs/files.md",
    ONNX: "docs/onnx.md",
    Notebooks: "docs/notebooks.md",
    "In a page": "docs/browsers.md",
    "Where it runs": "docs/compatibility.md",
    Performance: "docs/performance.md",
    "A BLAS": "docs/blas.md",
  },
  "Your own parts": {
    "Write your own": "docs/extend.md",
    Design: "docs/design.md",
    "The wasm engine": "docs/wasm-engine.md",
    WebGPU: "docs/webgpu.md",
    Contributing: "CONTRIBUTING.md",
    Changelog: "CHANGELOG.md",
  },
};

/** The examples, each of which becomes a page. */
export const examples = {
  "The gradient by start": "examples/gradient-by-start.ts",
  "A DBN that reads and draws digits": "examples/digits-dbn.ts",
  "Transfer to another task": "examples/transfer.ts",
  "Four pretrainings": "examples/pretrainings.ts",
  "Digits drawn by tempering": "examples/digits-by-tempering.ts",
};

/** Where a file of the repository lies. */
export const pathOf = (file) => fileURLToPath(new URL(`../../${file}`, import.meta.url));
