import { checkFigures } from "../check.ts";

/** Returns a record of results if every number in it is finite; it may hold names and lists too. */
export function checkReport<Report extends object>(action: string, report: Report): Report {
  const numbers = Object.entries(report).filter(([, value]) => typeof value === "number");
  checkFigures(action, Object.fromEntries(numbers));
  return report;
}
