import { describe, expect, it } from "vitest";
import type { Kind } from "./support/hostile/case.ts";
import { countsOf, kinds } from "./support/hostile/kinds.ts";
import { processKinds } from "./support/hostile/processes.ts";

/** What npm run hostile has thirty thousand of. */
const CASES = 4000;
const PROCESSES = 5;

async function faultsIn({ draw }: Kind, count: number): Promise<string[]> {
  const faults: string[] = [];
  for (const { describe: what, run } of draw(1, count)) {
    const { ending, detail } = await run();
    if (ending !== "clear" && ending !== "accepted") faults.push(`${ending}: ${what()}: ${detail}`);
  }
  return faults;
}

describe("The library and its command, with", () => {
  const counts = countsOf(kinds, CASES);
  it.each(kinds.map((kind, index) => [kind.name, kind, counts[index]!] as const))(
    "%s, refuse clearly or give what is right",
    async (_, kind, count) => expect(await faultsIn(kind, count)).toEqual([]),
  );

  const few = countsOf(processKinds, PROCESSES);
  it.each(processKinds.map((kind, index) => [kind.name, kind, few[index]!] as const))(
    "%s, lose nothing and say what happened",
    async (_, kind, count) => expect(await faultsIn(kind, count)).toEqual([]),
  );
});
