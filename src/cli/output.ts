/** Where a command writes: lines that stay, and one line of status that the next one replaces. */
export interface Output {
  /** Whether somebody watches. */
  readonly isTerminal: boolean;
  line(text: string): void;
  /** Shown on a terminal alone. */
  status(text: string): void;
}

/** Writes lines to a stream, and where it is a terminal also the status. */
export function outputTo(stream: NodeJS.WriteStream): Output {
  const clear = stream.isTTY ? "\r\u001b[K" : "";
  return {
    isTerminal: stream.isTTY,
    line: (text) => stream.write(`${clear}${text}\n`),
    status: (text) => {
      if (stream.isTTY) stream.write(`${clear}${text}`);
    },
  };
}

/** Breaks text between words, into lines of at most so many characters. */
export function wrap(text: string, width: number): string {
  return text.replaceAll(new RegExp(`(.{1,${width}})( +|$)`, "g"), "$1\n").trimEnd();
}
