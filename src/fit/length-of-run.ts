/** Updates that small data get: fewer leave deep nets and RBMs at their start. */
const UPDATES = 1500;
/** Passes that large data get. */
const EPOCHS = 10;

/** The batch size where none is given: a fiftieth of the examples, from 20 to 100, and never more than there are. */
export function defaultBatchSize(examples: number): number {
  return Math.min(examples, Math.max(20, Math.min(100, Math.round(examples / 50))));
}

/**
 * The number of epochs where none is given: as many as make 1500 updates with the default batch size, and 10 at least. So
 * 150 examples are gone through 188 times, 1,500 thirty times, and from 15,000 on it is ten times.
 */
export function defaultEpochs(examples: number): number {
  const updatesPerEpoch = Math.ceil(examples / defaultBatchSize(examples));
  return Math.max(EPOCHS, Math.ceil(UPDATES / updatesPerEpoch));
}
