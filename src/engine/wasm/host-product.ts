import type { Cut, Multiplication } from "./multiplication.ts";

/**
 * A dense product that the host has, to be called instead of the kernel: memory, threads and all other kernels stay those of the
 * wasm engine. Each thread calls it for itself, on a part of the result that the launcher gives it.
 */
export interface HostProduct {
  /** The name of the kind of engine that multiplies with it. */
  readonly name: string;
  /** The name of an engine of that kind, with what multiplies, its version and its kernels: with these the bits change. */
  readonly engine: string;
  /** How many times as fast as the kernel it is, about: the listing of nonzeros has to save as many times as much. */
  readonly speed: number;
  /** What a helper runs before its own program: JavaScript that makes `open` the global function `hostProduct` of the thread. */
  readonly program: string;
  /** The function that the kernels call with the address of a product's arguments, and with the items to be done. */
  open(memory: WebAssembly.Memory): (product: number, begin: number, end: number) => void;
  /** The items that a product is cut into, which must not depend on how many threads there are; undefined to leave it to the kernel. */
  cut(multiplication: Multiplication): Cut | undefined;
}
