import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { StudyVerdict } from "../src/study/verdict.ts";
import { answerSection } from "./support/answer-sections.ts";

const read = (path: string): string => readFileSync(new URL(`../docs/${path}`, import.meta.url), "utf8");

describe("docs/answer.md", () => {
  it.each(["digits", "mnist"])("takes every figure about %s from its committed verdict", (name) => {
    const verdict = JSON.parse(read(`answer/${name}.verdict.json`)) as StudyVerdict;
    expect(read("answer.md")).toContain(answerSection(verdict));
  });
});
