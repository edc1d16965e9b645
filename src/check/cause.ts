/**
 * What an error says, to stand in brackets behind what failed by it: without its own "Cannot …: ", and without what was expected where
 * the outer error says that too.
 */
export function causeOf(error: unknown, expected = ""): string {
  const text = error instanceof Error ? error.message : String(error);
  const reason = text.replace(/^Cannot .*?: (?=expected )/s, "");
  const said = `expected ${expected}, got `;
  return reason.startsWith(said) ? reason.slice(said.length) : reason;
}
