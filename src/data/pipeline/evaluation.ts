/** How well a pipeline does on some examples. */
export interface PipelineEvaluation {
  /** The mean loss over the examples, of targets as they were scaled for the training. */
  readonly loss: number;
  /** The share classified correctly, where classes are told. */
  readonly accuracy?: number;
  /** R² of numbers in their own units, as `rSquared` has it, where there are at least two examples. */
  readonly rSquared?: number;
}
