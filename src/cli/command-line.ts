/** A word of a command line; in double quotes a shell would still read $, `, \\ and !. */
export function quoted(word: string): string {
  if (/^[\w.,:/-]+$/.test(word)) return word;
  return /["$`\\!]/.test(word) ? `'${word.replaceAll("'", "'\\''")}'` : `"${word}"`;
}
