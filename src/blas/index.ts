export { type SystemBlas, systemBlas } from "./system-blas.ts";
