import { rangeError } from "../../check.ts";

/** Files that are no text, by the bytes that they begin with. */
const signatures: readonly (readonly [beginning: string, what: string])[] = [
  ["PK\x03\x04", "a zip archive, as .xlsx and .ods are; save the sheet as CSV"],
  ["\xd0\xcf\x11", "an Excel workbook (.xls); save the sheet as CSV"],
  ["\x1f\x8b", "gzip; decompress it first"],
  ["BZh91AY&SY", "bzip2; decompress it first"],
  ["\xfd7zXZ", "xz; decompress it first"],
  ["PAR1\x15", "Parquet; convert it to CSV"],
  ["ARROW1\0", "Arrow; convert it to CSV"],
  ["\x89HDF", "HDF5; convert it to CSV"],
  ["\x93NUMPY", "a NumPy array (.npy); convert it to CSV"],
  ["SQLite format 3\0", "a SQLite database; convert a table of it to CSV"],
  ["%PDF-", "PDF; convert it to CSV"],
];

/** Refuses what begins as a file that is no text, by its name; bytes that are not UTF-8 may have become U+FFFD. */
export function refuseSignature(action: string, beginning: string): void {
  for (const [bytes, what] of signatures) {
    const decoded = bytes.replace(/[\x80-\xff]/g, "\ufffd");
    if (beginning.startsWith(bytes) || beginning.startsWith(decoded)) throw rangeError(action, "text", what);
  }
}
