/** Kinds of files, how they begin, and what they are and what reads them. */
const beginnings: readonly (readonly [Kind | undefined, string, string])[] = [
  ["npy", "\x93NUMPY", "an array of NumPy, which fromNpy reads"],
  [
    "zip",
    "PK\x03\x04",
    "a zip archive: fromNpz reads those of NumPy; of a PyTorch model save its state_dict by safetensors.torch.save_file",
  ],
  [undefined, "\x89HDF", "an HDF5 file, as Keras writes it"],
  [undefined, "\x80", "a pickle of Python, which is a program and is not read"],
  ["onnx", "\x08", "an ONNX file, which fromOnnx reads"],
  [undefined, "\0\0", "an IDX file of data, which parseIdx reads"],
];

/** What JSON or safetensors of this library hold that are no model, and what reads them. */
const formats: Readonly<Record<string, string>> = {
  "layerwise/run":
    "a run of training, such as a checkpoint: runFromBytes or Run.fromJSON reads it, and restoreModel puts its parameters into a model",
  "layerwise/table-encoding": "the encoding of a table, which tableEncodingFromJSON reads",
};

/** The kinds whose own readers ask what a file is that they cannot read. */
type Kind = "safetensors" | "npy" | "zip" | "onnx";

/** What a file is, as far as its first bytes tell; undefined where it is of the kind that was to be read, or of none that is known. */
export function kindOfFile(bytes: Uint8Array, wanted: Kind): string | undefined {
  if (bytes.length === 0) return "an empty file";
  if ([0x1f, 0x8b, 8].every((byte, place) => bytes[place] === byte)) return "a gzipped file; unpack it first";
  const text = String.fromCharCode(...bytes.subarray(0, 400));
  // The length of a header in front of safetensors is below 2³².
  if (bytes.length >= 8 && bytes.subarray(4, 8).every((byte) => byte === 0)) {
    if (wanted === "safetensors" || text[8] !== "{") return undefined;
    return "safetensors, which loadModel reads where it is a model, else fromSafetensors";
  }
  const known = beginnings.find(([, beginning]) => text.startsWith(beginning));
  if (known) return known[0] === wanted ? undefined : known[2];
  if (/^\s*<[!?a-z]/i.test(text)) return "a page of HTML or XML";
  if (/^\s*\[/.test(text)) return "a list in JSON";
  if (/^\ufeff?\s*\{/.test(text)) return "JSON, which loadModel reads where it is a model";
  const isText = bytes.subarray(0, 400).every((byte) => byte >= 32 || [9, 10, 13].includes(byte));
  return isText ? "a text, such as a table, which datasetFromCsv reads" : undefined;
}

/** What a format of the library is that is none of a model. */
export function kindOfFormat(format: unknown): string | undefined {
  return typeof format === "string" && Object.hasOwn(formats, format) ? formats[format] : undefined;
}
