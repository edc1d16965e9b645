import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { answerFrom } from "../src/study/answer.ts";
import { claimRules } from "../src/study/claims/all.ts";
import type { StudyVerdict } from "../src/study/verdict.ts";
import { proseOf, sectionsOf, withSections } from "./support/answer-sections.ts";

const read = (path: string): string => readFileSync(new URL(`../docs/${path}`, import.meta.url), "utf8");
const verdictOf = (name: string): StudyVerdict =>
  JSON.parse(read(`answer/${name}.verdict.json`)) as StudyVerdict;

describe("docs/answer.md", () => {
  const page = read("answer.md");

  // After a study has been run anew, `npx vitest run --config test/vitest.config.ts test/answer -u` writes its sections.
  it("takes every figure from the committed verdicts", async () => {
    const written = withSections(page, verdictOf);
    await expect(written).toMatchFileSnapshot("../docs/answer.md");
  });

  it("answers in one sentence of at most 25 words, before anything else", () => {
    const { answer } = verdictOf("digits");
    expect(answer.split(" ").length).toBeLessThanOrEqual(25);
    const [title, first] = page.replaceAll(/<!--.*?-->/g, "").split(/\n\n+/);
    expect([title, first]).toEqual([
      "# Does pretraining help against vanishing gradients, and why?",
      `**${answer}**`,
    ]);
  });

  it.each(["digits", "mnist", "widths", "knob0", "knob1", "cancer"])(
    "says what the claims and cures of %s come to, in the words that a study has today",
    (study) => {
      const { answer, claims, cures } = verdictOf(study);
      expect(answer).toBe(answerFrom(claims, cures));
      expect(claims.map(({ id, question }) => [id, question])).toEqual(
        claimRules.map(({ id, question }) => [id, question]),
      );
      for (const [index, { yes, no }] of claimRules.entries()) {
        const { verdict, answer: said } = claims[index]!;
        if (verdict !== "not settled") expect(said).toBe(`${verdict === "supported" ? yes : no}.`);
      }
    },
  );

  it("has no figure in its prose that is not in a section", () => {
    const sections = sectionsOf(page);
    const figures = proseOf(page).match(/\d[\d.,]*(?= (?:%|points\b|times\b)|× )/g) ?? [];
    for (const figure of figures)
      expect(sections).toMatch(new RegExp(`\\b${figure.replaceAll(".", "\\.")}\\b`));
  });
});
