/**
 * How the API's Node keeps its heap, as a worker's is kept (`worker/heap.ts`): a page of an export is garbage once it is sent,
 * and V8, left to itself, lets that lie until there is four times as much as is alive. Measured with `npm run bench -- api`:
 * 248 MB at the peak instead of 538, at the same pace. Compose starts its API with the same flags.
 */
export const API_NODE_FLAGS = [
  // Megabytes. A page's findings survive two collections in a larger one as well.
  '--max-semi-space-size=8',
  // Percent over what was alive.
  '--heap-growing-percent=100',
] as const
