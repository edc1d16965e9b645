import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

/** The code behind an `@example` in the source. */
export interface DocExample {
  /** Relative to src/. */
  readonly file: string;
  readonly line: number;
  /** The exported name that the comment stands above; for a member, that of its class. */
  readonly symbol: string;
  readonly code: string;
}

/** A statement's value, and the comment that stands behind it. */
export interface Remark {
  readonly value: unknown;
  readonly comment: string;
}

const source = fileURLToPath(new URL("../../src/", import.meta.url));

/** Every `@example` in the doc comments of src/. */
export function docExamples(): DocExample[] {
  return readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .sort()
    .flatMap((file) => examplesIn(file, readFileSync(join(source, file), "utf8")));
}

function examplesIn(file: string, text: string): DocExample[] {
  return [...text.matchAll(/\/\*\*.*?\*\//gs)].flatMap((comment) => {
    const lines = comment[0].split("\n").map((line) => line.replace(/^\s*\* ?/, ""));
    const start = lines.indexOf("@example") + 1;
    if (start === 0) return [];
    const length = lines
      .slice(start)
      .findIndex((line) => line === "" || line === "/" || line.startsWith("@"));
    return {
      file,
      line: text.slice(0, comment.index).split("\n").length + start,
      symbol: symbolAt(text, comment.index + comment[0].length),
      code: lines.slice(start, start + length).join("\n"),
    };
  });
}

/** The name that is exported right after this place, or the class around it. */
function symbolAt(text: string, place: number): string {
  const declaration = /^export (?:async )?(?:function\*?|const|class|interface|type) (\w+)/;
  const own = declaration.exec(text.slice(place).trimStart());
  if (own !== null) return own[1]!;
  const around = text
    .slice(0, place)
    .split("\n")
    .findLast((line) => declaration.test(line));
  if (around === undefined) throw new Error("an @example stands above something that is not exported");
  return declaration.exec(around)![1]!;
}

/** Runs an example where these names are known, and returns what its statements with a comment came to. */
export async function runExample(code: string, scope: Readonly<Record<string, unknown>>): Promise<Remark[]> {
  const remarks: Remark[] = [];
  const note = (value: unknown, comment: string): number => remarks.push({ value, comment });
  const { outputText, diagnostics } = ts.transpileModule(noting(code), {
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext },
  });
  const [problem] = diagnostics ?? [];
  if (problem !== undefined)
    throw new SyntaxError(ts.flattenDiagnosticMessageText(problem.messageText, "\n"));
  const names = { ...scope, note };
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
  // The block lets an example declare a name that it also could have been given.
  await new AsyncFunction(...Object.keys(names), `{ ${outputText} }`)(...Object.values(names));
  return remarks;
}

/** The same code with `note(value, comment)` in place of each expression that a comment stands behind. */
function noting(code: string): string {
  const file = ts.createSourceFile("example.ts", code, ts.ScriptTarget.ESNext, true);
  return file.statements
    .map((statement) => {
      const [range] = ts.getTrailingCommentRanges(code, statement.end) ?? [];
      if (range === undefined || !ts.isExpressionStatement(statement)) return statement.getText();
      const comment = code.slice(range.pos, range.end).replace(/^\/\/ /, "");
      return `note(${statement.expression.getText()}, ${JSON.stringify(comment)});`;
    })
    .join("\n");
}
