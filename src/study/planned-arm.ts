import { holds, readSafely } from "../check.ts";
import type { Arm, ArmKind } from "./arm.ts";
import { armByName, optimizerOf } from "./arms/all.ts";
import { checkJSON } from "./check-json.ts";

/** An arm as a plan names it. */
export interface PlannedArm {
  readonly name: string;
  readonly kind: ArmKind;
  readonly tags: readonly string[];
  readonly optimizer: string;
}

/** What a plan says of an arm. */
export function plannedArm(arm: Arm): PlannedArm {
  const { name, kind, tags = [] } = arm;
  return { name, kind, tags, optimizer: optimizerOf("plan the study", arm).name };
}

/** What a plan says of arms with these names, or where it says nothing, what they are in the study. */
export function plannedArmsOf(plan: unknown, names: readonly string[]): readonly PlannedArm[] {
  const action = "conclude a study";
  const said = readSafely(action, "a plan", () => (plan as { readonly arms?: unknown } | null)?.arms);
  if (said !== undefined) {
    const arm = { name: "string", kind: "string", optimizer: "string" } as const;
    return checkJSON(action, "arms of the plan", said as readonly PlannedArm[], [arm]);
  }
  return names.filter((name) => holds(() => armByName(name))).map((name) => plannedArm(armByName(name)));
}
