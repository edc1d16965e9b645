/** Where a command writes: lines that stay, and one line of status that the next one replaces. */
export interface Output {
  /** Whether somebody watches. */
  readonly isTerminal: boolean;
  /** Aborted, with the error, once what is written reaches nobody: a pipe that is not read, a full disk. */
  readonly closed?: AbortSignal;
  line(text: string): void;
  /** Shown on a terminal alone, as much as fits its width: a line that ran on over the edge could not be replaced. */
  status(text: string): void;
}

/** Writes lines to a stream, and where it is a terminal also the status. What reaches nobody is left out. */
export function outputTo(stream: NodeJS.WriteStream): Output {
  const clear = stream.isTTY ? "\r\u001b[K" : "";
  const closed = new AbortController();
  stream.on("error", (error) => closed.abort(error));
  const write = (text: string): void => {
    if (!closed.signal.aborted) stream.write(text);
  };
  return {
    isTerminal: stream.isTTY,
    closed: closed.signal,
    line: (text) => write(`${clear}${text}\n`),
    status: (text) => {
      if (stream.isTTY) write(`${clear}${text.slice(0, (stream.columns || 80) - 1)}`);
    },
  };
}

/** Says what looks wrong, a line each. */
export function warnTo(errors: Output): (text: string) => void {
  return (text) => errors.line(`layerwise: warning: ${inOneLine(text)}`);
}

/** Whether an output ended since nobody reads it any more, as `… | head -1` does not. */
export function isUnread({ closed }: Output): boolean {
  return (closed?.reason as NodeJS.ErrnoException | undefined)?.code === "EPIPE";
}

/** The exit code of a command whose output ended early: that of SIGPIPE where nobody read on, as shells know it, else 1. */
export function outputCode(output: Output): number {
  return isUnread(output) ? 141 : 1;
}

/** A text in one line: names of files may have several. */
export function inOneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, " ");
}

/** Breaks text between words, into lines of at most so many characters. */
export function wrap(text: string, width: number): string {
  return text.replaceAll(new RegExp(`(.{1,${width}})( +|$)`, "g"), "$1\n").trimEnd();
}
