import { COMMANDS_END, PANEL_COLUMNS, word } from "./command.ts";

/**
 * What every thread runs to come by the product of a library, as the text of a function: `openLibrary({ runtime, koffi, path })`
 * opens a library with the foreign functions of the runtime, `productOf(library, entry)` makes the function that kernels call. It
 * is text for the reason that `worker-source.ts` gives, and the main thread evaluates the same.
 */
export const librarySource: string = `
const openers = {
  koffi({ koffi, path }) {
    const foreign = process.getBuiltinModule("node:module").createRequire(koffi)(koffi);
    const library = foreign.load(path);
    const names = { void: "void", text: "const char *", i8: "int8_t", i32: "int", i64: "int64_t", f32: "float", address: "uintptr_t" };
    return {
      find: (name, result, types) => library.func(name, names[result], types.map((type) => names[type])),
      addressOf: (bytes) => Number(foreign.address(bytes)),
    };
  },
  node({ path }) {
    const foreign = process.getBuiltinModule("node:ffi");
    const names = { void: "void", text: "pointer", i8: "int8", i32: "int32", i64: "int64", f32: "float", address: "uint64" };
    foreign.dlopen(path, {}); // throws where there is none
    return {
      find(name, result, types) {
        const declared = { arguments: types.map((type) => names[type]), return: names[result] };
        const call = foreign.dlopen(path, {}).lib.getFunction(name, declared);
                const isBig = types.map((type) => type === "address" || type === "i64");
        const converted = (...values) => call(...values.map((value, index) => (isBig[index] ? BigInt(value) : value)));
        return result === "text" ? (...values) => foreign.toString(converted(...values)) : converted;
      },
      addressOf: (bytes) => Number(foreign.getRawPointer(bytes)),
    };
  },
  deno({ path }) {
    const names = { void: "void", text: "pointer", i8: "i8", i32: "i32", i64: "i64", f32: "f32", address: "usize" };
    Deno.dlopen(path, {}); // throws where there is none
    return {
      find(name, result, types) {
        const declared = { parameters: types.map((type) => names[type]), result: names[result] };
        const call = Deno.dlopen(path, { [name]: declared }).symbols[name];
        return result === "text" ? (...values) => Deno.UnsafePointerView.getCString(call(...values)) : call;
      },
      addressOf: (bytes) => Number(Deno.UnsafePointer.value(Deno.UnsafePointer.of(bytes))),
    };
  },
  bun({ path }) {
    const foreign = process.getBuiltinModule("node:module").createRequire(process.cwd() + "/")("bun:ffi");
    const names = { void: "void", text: "cstring", i8: "i8", i32: "i32", i64: "i64", f32: "f32", address: "ptr" };
    return {
      find(name, result, types) {
        const declared = { args: types.map((type) => names[type]), returns: names[result] };
        const call = foreign.dlopen(path, { [name]: declared }).symbols[name];
        return result === "text" ? (...values) => String(call(...values)) : call;
      },
      addressOf: (bytes) => foreign.ptr(bytes),
    };
  },
};

/** A library, whose functions are undefined where it has none of the name. */
function openLibrary(way) {
  const { find, addressOf } = openers[way.runtime](way);
  return {
    addressOf,
    find(...signature) {
      try {
        return find(...signature);
      } catch {
        return undefined;
      }
    },
  };
}

/** The function of HostProduct.open: reads the arguments of a product, and calls the library for each item. */
function productOf(library, { symbol, single }) {
  if (single) library.find(single, "void", ["i32"])?.(1);
  const isRowMajor = symbol === "dnnl_sgemm";
  const size = isRowMajor ? "i64" : "i32";
  const flag = isRowMajor ? "i8" : "i32";
  const operands = [size, size, size, "f32", "address", size, "address", size, "f32", "address", size];
  const flags = isRowMajor ? [flag, flag] : [flag, flag, flag];
  const call = library.find(symbol, isRowMajor ? "i32" : "void", [...flags, ...operands]);
  const [plain, turned] = isRowMajor ? [78, 84] : [111, 112];
  const multiply = isRowMajor ? call : (...values) => call(101, ...values);

  return (memory) => {
    const words = new Uint32Array(memory.buffer, 0, ${COMMANDS_END / 4});
    const reals = new Float32Array(memory.buffer, 0, ${COMMANDS_END / 4});
    const base = library.addressOf(new Uint8Array(memory.buffer, 0, 8));
    return (product, begin, end) => {
      const at = (product >>> 0) / 4;
      const rows = words[at + ${word.rows}];
      const inner = words[at + ${word.inner}];
      const columns = words[at + ${word.columns}];
      const alpha = reals[at + ${word.alpha}];
      const start = words[at + ${word.start}];
      const into = words[at + ${word.into}];
      const a = words[at + ${word.a}];
      const aRow = words[at + ${word.aRowStride}];
      const aInner = words[at + ${word.aInnerStride}];
      const b = words[at + ${word.b}];
      const bInner = words[at + ${word.bInnerStride}];
      const bColumn = words[at + ${word.bColumnStride}];
      const startRow = words[at + ${word.startRowStride}];
      const height = words[at + ${word.rowsOfItem}];
      const width = words[at + ${word.panelsOfItem}] * ${PANEL_COLUMNS};
      const across = Math.ceil(columns / width);
      const aPlain = aInner === 4 && aRow >= 4 * inner;
      const bPlain = bColumn === 4 && bInner >= 4 * columns;
      for (let item = begin >>> 0; item < end >>> 0; item++) {
        const column = (item % across) * width;
        const row = Math.floor(item / across) * height;
        const itemColumns = Math.min(width, columns - column);
        const itemRows = Math.min(height, rows - row);
        const target = into + 4 * (row * columns + column);
        if (start !== 0 && start !== into) {
          const bytes = new Uint8Array(memory.buffer);
          for (let i = 0; i < itemRows; i++) {
            const from = start + (row + i) * startRow + 4 * column;
            bytes.copyWithin(target + 4 * i * columns, from, from + 4 * itemColumns);
          }
        }
        multiply(
          ...[aPlain ? plain : turned, bPlain ? plain : turned, itemRows, itemColumns, inner, alpha],
          ...[base + a + row * aRow, (aPlain ? aRow : aInner) / 4],
          ...[base + b + column * bColumn, (bPlain ? bInner : bColumn) / 4],
          ...[start === 0 ? 0 : 1, base + target, columns],
        );
      }
    };
  };
}
`;
