import type { Evidence } from "./evidence.ts";
import type { Finding } from "./finding.ts";

/** What can be wrong: a pure function of what was measured, with borders of its own. */
export type Illness = (evidence: Evidence) => Finding | undefined;
