/** The text of the file that holds the compiled module. */
export function compileKernels(): Promise<string>;
