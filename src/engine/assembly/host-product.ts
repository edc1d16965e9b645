/**
 * into ← start + alpha·a·b, for the items of work from `begin` to `end`, by whatever product the host has instead of the kernel:
 * the arguments stand at `product` as those of a dense product do.
 */
@external("env", "host")
export declare function hostProduct(product: usize, begin: usize, end: usize): void;
