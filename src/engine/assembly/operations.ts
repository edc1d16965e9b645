// The number of each kernel, as a command names it. Read by the kernels and by those who launch them.

export const COMBINE = 1;
export const MULTIPLY = 2;
export const SCALE = 3;
export const COPY = 4;
export const DIVIDE_BY_ROOT = 5;

export const ADD_ROW = 10;
export const MULTIPLY_ROW = 11;
export const ADD_COLUMN = 12;
export const MULTIPLY_COLUMN = 13;

export const COLUMN_SUMS = 20;
export const ROW_SUMS = 21;
export const PARTIAL_SUMS = 22;
export const PARTIAL_SUMS_OF_SQUARES = 23;
export const SOFTMAX = 24;
export const LOG_SUM_EXP = 25;

export const DENSE_PRODUCT = 30;
export const SPARSE_PRODUCT = 31;
export const HOST_PRODUCT = 32;

export const BERNOULLI = 40;
export const GAUSSIAN = 41;

export const ACTIVATE = 50;
export const SLOPE = 51;

// The number of each activation, an argument of the last two.

export const SIGMOID = 0;
export const TANH = 1;
export const LECUN_TANH = 2;
export const SOFTSIGN = 3;
export const HARD_TANH = 4;
export const RELU = 5;
export const LEAKY_RELU = 6;
export const ELU = 7;
export const SELU = 8;
export const SOFTPLUS = 9;
export const GELU = 10;
export const SILU = 11;
export const IDENTITY = 12;
