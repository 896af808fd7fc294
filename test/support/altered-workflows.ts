import { sleep } from '@temporalio/workflow'
import type { StreamInput } from '../../src/workflows/stream.ts'
import { stream as careful } from '../../src/workflows/stream.ts'

/** What a careless change looks like: one timer more than the recorded histories know of. */
export async function stream(input: StreamInput) {
  await sleep('1s')
  return await careful(input)
}
