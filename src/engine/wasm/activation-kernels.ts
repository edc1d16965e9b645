/** The kernel of an activation of the library. */
export function activationKernel(_name: string): { number: number; parameter: number } | undefined {
  return undefined;
}
