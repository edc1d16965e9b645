import { rangeError } from "../../check.ts";

/** How many characters of the beginning are looked at. */
const SAMPLE = 2000;

/** Formats of data that are text and no CSV, by how they begin. */
const formats: readonly (readonly [beginning: RegExp, what: string])[] = [
  [
    /^(?:\s*%.*\n)*\s*@(?:relation|attribute|data)\b/i,
    "ARFF; take out all before the line after @data, and give the names of the columns by header",
  ],
  [
    /^\s*[-+]?\d+(?:\.\d+)?(?:[ \t]+(?:qid|\d+):\S+)+[ \t]*(?:[\r\n#]|$)/,
    "libsvm; write each feature as a column",
  ],
  [
    /^\s*(?:\{\s*["}]|\[\s*(?:[[{\]]|-?\d|"[^"\n]*"\s*[,\]]\s*$))/,
    "JSON; make a matrix of its numbers instead",
  ],
  [/^\s*<(?:!doctype|!--|\?xml|html|head|body|table|svg|workbook)\b/i, "HTML or XML; save the data as CSV"],
  [/^\{\\rtf/, "RTF; save the data as CSV"],
  [/^version https:\/\/git-lfs/, "a pointer of Git LFS; fetch the file itself by git lfs pull"],
];

/** Refuses text in another format by its name. */
export function refuseForeignFormat(action: string, text: string): void {
  const beginning = text.slice(0, SAMPLE);
  for (const [pattern, what] of formats) {
    if (pattern.test(beginning)) throw rangeError(action, "comma-separated values", what);
  }
}
