import { escapeHtml } from "../display/table.ts";
import { type Cell, openCell } from "./notebook.ts";
import { bar } from "./progress-line.ts";

/** How far a run is: its share, in words, and whether it ends here. */
export interface ProgressState {
  readonly share: number;
  readonly text: string;
  readonly isLast: boolean;
}

/** Shows a state in place of the one before. */
export type ProgressView = (state: ProgressState) => unknown;

/** A stream of a process: of a terminal or of a log. */
interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly bytesWritten?: number;
  write(text: string): unknown;
}

/** A `<progress>` of a page. */
export interface ProgressElement {
  value: number;
  max: number;
  textContent: string | null;
  setAttribute(name: string, value: string): void;
}

/** What suits this place: an output of the notebook's cell, the terminal, lines of the log, the console of a page. */
export function viewHere(): ProgressView {
  const cell = openCell();
  if (cell) return cellView(cell);
  const { process } = globalThis as { readonly process?: Readonly<Record<"stderr" | "stdout", Terminal>> };
  const stream = process?.stderr;
  if (stream?.isTTY) return terminalView(stream, process?.stdout);
  return logView(stream ? (line) => stream.write(`${line}\n`) : (line) => console.info(line));
}

/**
 * One line, which is ended at once, since the run may end anywhere: the next state goes back to it, unless something else was written
 * there since. A line that ran on over the edge could not be taken back.
 */
export function terminalView(stream: Terminal, beside: Terminal = stream): ProgressView {
  const written = (): number => (stream.bytesWritten ?? 0) + (beside.bytesWritten ?? 0);
  let then: number | undefined;
  return ({ share, text }) => {
    const line = `${bar(share)} ${text}`.slice(0, (stream.columns || 80) - 1);
    const back = written() === then ? "\u001b[A\r\u001b[K" : "";
    stream.write(`${back}${line}\n`);
    then = written();
  };
}

/** A line for every tenth of the run, and for its end. */
export function logView(write: (line: string) => unknown): ProgressView {
  let tenths = 0;
  return ({ share, text, isLast }) => {
    const now = Math.floor(share * 10 + 1e-9);
    if (now > tenths || isLast) write(text);
    tenths = now;
  };
}

/** A bar under which the words stand, in one place of the cell's output. */
function cellView(cell: Cell): ProgressView {
  return ({ share, text }) => {
    const words = escapeHtml(text);
    const html = `<progress max="1" value="${share.toFixed(3)}" aria-label="training"></progress> ${words}`;
    return cell.show({ "text/plain": `${bar(share)} ${text}`, "text/html": html });
  };
}

/** The element's value, and the words where it can hold them: for those who hear the page, and where it is no bar. */
export function elementView(element: ProgressElement): ProgressView {
  return ({ share, text }) => {
    element.max = 1;
    element.value = share;
    element.textContent = text;
    element.setAttribute("aria-valuetext", text);
  };
}
