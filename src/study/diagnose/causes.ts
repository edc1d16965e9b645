import type { Finding, FindingId } from "../../findings/finding.ts";

/** What others cause. */
const CAUSED: readonly FindingId[] = ["constant-outputs", "one-class", "plateau"];

/** The findings without what they cause, the worst first: all of them where no cause is more than a note. */
export function causesOf(findings: readonly Finding[]): readonly Finding[] {
  const causes = findings.filter(({ id }) => !CAUSED.includes(id));
  return causes.some(({ severity }) => severity !== "note") ? causes : findings;
}
