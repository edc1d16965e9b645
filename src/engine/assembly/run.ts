import { activate } from "./activation";
import { denseProduct } from "./dense-product";
import { bernoulli, gaussian } from "./draw";
import { combine, copy, divideByRoot, multiply, scale } from "./elementwise";
import { hostProduct } from "./host-product";
import * as operation from "./operations";
import { DenseLeft, Product, SparseLeft } from "./product";
import { addColumn, addRow, multiplyColumn, multiplyRow } from "./rows-and-columns";
import { slope } from "./slope";
import { logSumExp, softmax } from "./softmax";
import { sparseProduct } from "./sparse-product";
import { columnSums, partialSums, partialSumsOfSquares, rowSums } from "./sums";

/** Where the left operand of a product stands in its command. */
const BEHIND_PRODUCT: usize = 4 + offsetof<Product>();

/** Runs one command on the part of its range from `begin` to `end`. Its arguments stand behind its number, a word each. */
export function run(command: usize, begin: usize, end: usize, thread: usize): void {
  const c = command;
  switch (load<i32>(c)) {
    case operation.COMBINE:
      return combine(real(c, 1), word(c, 2), real(c, 3), word(c, 4), word(c, 5), begin, end);
    case operation.MULTIPLY:
      return multiply(word(c, 1), word(c, 2), word(c, 3), begin, end);
    case operation.SCALE:
      return scale(real(c, 1), word(c, 2), word(c, 3), begin, end);
    case operation.COPY:
      return copy(word(c, 1), word(c, 2), begin, end);
    case operation.DIVIDE_BY_ROOT:
      return divideByRoot(real(c, 1), word(c, 2), real(c, 3), word(c, 4), real(c, 5), word(c, 6), begin, end);

    case operation.ADD_ROW:
      return addRow(word(c, 1), word(c, 2), word(c, 3), word(c, 4), begin, end);
    case operation.MULTIPLY_ROW:
      return multiplyRow(word(c, 1), word(c, 2), word(c, 3), word(c, 4), begin, end);
    case operation.ADD_COLUMN:
      return addColumn(word(c, 1), word(c, 2), word(c, 3), word(c, 4), begin, end);
    case operation.MULTIPLY_COLUMN:
      return multiplyColumn(word(c, 1), word(c, 2), word(c, 3), word(c, 4), begin, end);

    case operation.COLUMN_SUMS:
      return columnSums(word(c, 1), word(c, 2), word(c, 3), word(c, 4), begin, end);
    case operation.ROW_SUMS:
      return rowSums(word(c, 1), word(c, 2), word(c, 3), begin, end);
    case operation.PARTIAL_SUMS:
      return partialSums(word(c, 1), word(c, 2), word(c, 3), begin, end);
    case operation.PARTIAL_SUMS_OF_SQUARES:
      return partialSumsOfSquares(word(c, 1), word(c, 2), word(c, 3), begin, end);
    case operation.SOFTMAX:
      return softmax(word(c, 1), word(c, 2), word(c, 3), begin, end);
    case operation.LOG_SUM_EXP:
      return logSumExp(word(c, 1), word(c, 2), word(c, 3), begin, end);

    case operation.DENSE_PRODUCT:
      return denseProduct(
        changetype<Product>(c + 4),
        changetype<DenseLeft>(c + BEHIND_PRODUCT),
        thread,
        begin,
        end,
      );
    case operation.SPARSE_PRODUCT:
      return sparseProduct(
        changetype<Product>(c + 4),
        changetype<SparseLeft>(c + BEHIND_PRODUCT),
        thread,
        begin,
        end,
      );

    case operation.HOST_PRODUCT:
      return hostProduct(c + 4, begin, end);

    case operation.BERNOULLI:
      return bernoulli(
        word(c, 1),
        word(c, 2),
        load<u32>(c, 12),
        load<u32>(c, 16),
        load<u64>(c, 20),
        begin,
        end,
      );
    case operation.GAUSSIAN:
      return gaussian(
        word(c, 1),
        word(c, 2),
        load<u32>(c, 12),
        load<u32>(c, 16),
        load<u64>(c, 20),
        begin,
        end,
      );

    case operation.ACTIVATE:
      return activate(load<i32>(c, 4), word(c, 2), word(c, 3), real(c, 4), begin, end);
    case operation.SLOPE:
      return slope(load<i32>(c, 4), word(c, 2), word(c, 3), word(c, 4), real(c, 5), begin, end);
    default:
      unreachable();
  }
}

/** An argument that is an address or a count. */
function word(command: usize, index: usize): usize {
  return load<u32>(command + index * 4);
}

/** An argument that is a number with a fraction. */
function real(command: usize, index: usize): f32 {
  return load<f32>(command + index * 4);
}
