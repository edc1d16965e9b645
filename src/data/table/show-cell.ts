import { show } from "../../check.ts";

/** How many characters of a cell an error shows. */
const SHOWN = 60;

/** A cell in an error message, shortened where it is long. */
export function showCell(cell: string): string {
  return cell.length > SHOWN ? `${show(cell.slice(0, SHOWN))}… (${cell.length} characters)` : show(cell);
}
