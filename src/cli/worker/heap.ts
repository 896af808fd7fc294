/**
 * How a worker's Node keeps its heap. Some 80 MB are alive in it whatever it collects, and V8, left to itself, lets that
 * grow to four times as much before it collects old garbage: nothing is gained by it. Measured with
 * `npm run bench -- ingest`: 375 MB at the peak instead of 520, at the same rate. Compose starts its worker with the same
 * flags.
 */
export const WORKER_NODE_FLAGS = [
  // Megabytes. A batch's records survive two collections in a larger one as well.
  '--max-semi-space-size=8',
  // Percent over what was alive.
  '--heap-growing-percent=100',
] as const
