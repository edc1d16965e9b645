import { checkRecord, rangeError, show } from "../../check.ts";
import { type Container, openContainer } from "../container.ts";
import { crc32Of } from "../crc32.ts";
import { kindOfFile, kindOfFormat } from "../kind-of-file.ts";
import { showVersion } from "../version.ts";
import { recordTexts } from "./model-record.ts";
import type { Description } from "./take-apart.ts";

/** What errors call it. */
export const MODEL_FILE = "a file of a model";

/** A file of a model that was opened: what it says of the model, no number of which was read yet. */
export interface ModelFile {
  /** The texts of a safetensors file; a file of JSON has none. */
  readonly texts: Readonly<Record<string, string>>;
  /** The description of the model; of a file of JSON all of it. */
  readonly description: Description;
  readonly container?: Container;
}

/** The texts of a model's file that its checksum goes over; others may be added. */
const SEALED = ["format", "version", "library", "description", ...recordTexts];
const CHECKSUM = "description_crc32";

/** Texts with their checksum. */
export function sealed(texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return { ...texts, [CHECKSUM]: checksumOf(texts) };
}

function checksumOf(texts: Readonly<Record<string, string>>): string {
  const engine = texts.engine === undefined ? [] : [texts.engine]; // which the first files have not
  return crc32Of(JSON.stringify([...SEALED.map((name) => texts[name] ?? null), ...engine]));
}

/** Opens a file of a model: safetensors of this library, or JSON. */
export function openModel(action: string, bytes: Uint8Array): ModelFile {
  // In safetensors the header starts after its length, a multiple of eight.
  if (/^\ufeff?\s*\{/.test(new TextDecoder().decode(bytes.subarray(0, 64)))) return openJSON(action, bytes);
  const kind = kindOfFile(bytes, "safetensors");
  if (kind !== undefined) throw rangeError(action, MODEL_FILE, kind);
  const container = openContainer(action, bytes);
  const texts = container.metadata;
  const { format = "", version, description = "" } = texts;
  refuseOther(action, format);
  if (!format.startsWith("layerwise/")) {
    throw rangeError(action, MODEL_FILE, "safetensors without one of layerwise, which fromSafetensors reads");
  }
  if (version !== "1")
    throw rangeError(action, "a model file of version 1", showVersion(version, texts.library));
  if (texts[CHECKSUM] !== checksumOf(texts)) {
    throw rangeError(action, `texts with the checksum ${show(texts[CHECKSUM])}`, show(checksumOf(texts)));
  }
  return { texts, description: parse(action, description), container };
}

function openJSON(action: string, bytes: Uint8Array): ModelFile {
  const text = new TextDecoder().decode(bytes); // without its mark of the order of bytes
  const description = parse(action, text);
  refuseOther(action, description.format);
  return { texts: {}, description };
}

/** Refuses what the library keeps in files beside models. */
function refuseOther(action: string, format: unknown): void {
  const kind = kindOfFormat(format);
  if (kind !== undefined) throw rangeError(action, MODEL_FILE, kind);
}

function parse(action: string, text: string): Description {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw rangeError(action, MODEL_FILE, `no JSON (${(error as Error).message.slice(0, 200)})`);
  }
  return checkRecord(action, MODEL_FILE, json) as Description;
}
