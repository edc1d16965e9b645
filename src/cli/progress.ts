import { duration } from "../show/progress-line.ts";
import type { Output } from "./output.ts";

/** Shows how far a number of equal tasks has come. */
export interface Progress {
  /** Starts on so many more tasks, behind which there will be `later` ones of about the same length. */
  begin(name: string, tasks: number, later?: number): void;
  /** One of them is done, of so many, should there be more by now. */
  advance(tasks?: number): void;
}

/** Lines where nobody watches, tenths of the work apart. */
const TENTHS = 10;

/**
 * A line of status with the time left, for what comes later too, on a terminal, and elsewhere a line for every tenth.
 *
 * @param now - The time in milliseconds.
 */
export function showProgress(output: Output, now: () => number = () => performance.now()): Progress {
  let [name, tasks, after, done, began] = ["", 0, 0, 0, 0];
  return {
    begin(newName, count, later = 0) {
      [name, tasks, after, done, began] = [newName, count, later, 0, now()];
    },
    advance(count = tasks) {
      tasks = count;
      done += 1;
      const left = ((now() - began) / done) * (tasks - done + after);
      const text = `${name}: ${done} of ${tasks}, ${duration(left)} left`;
      output.status(text);
      const tenth = Math.floor((done * TENTHS) / tasks);
      if (!output.isTerminal && tenth > Math.floor(((done - 1) * TENTHS) / tasks)) output.line(text);
    },
  };
}
