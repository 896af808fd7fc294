/**
 * How the API's Node keeps its heap, as a worker's is kept (`worker/heap.ts`): a page of an export is garbage once it is sent,
 * and V8, left to itself, lets that lie until there is four times as much as is alive. Measured with `npm run bench -- api`:
 * 248 MB at the peak instead of 538, at the same pace. An export's bytes lie outside of the heap, up to 64 MB of them before V8
 * looks; half of what a worker may let lie makes room for them (280 MB instead of 345). Compose starts its API with the same
 * flags.
 */
export const API_NODE_FLAGS = [
  // Megabytes.
  '--max-semi-space-size=4',
  // Percent over what was alive.
  '--heap-growing-percent=50',
] as const
