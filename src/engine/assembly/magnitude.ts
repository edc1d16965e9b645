/** |x|: one operation where the mask stays in a register, which `f32x4.abs` makes anew each time in V8. */
@inline
export function magnitude(x: v128): v128 {
  return v128.and(x, i32x4.splat(0x7fffffff));
}
