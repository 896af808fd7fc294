import type { StreamComparison, TruthContext } from '../../src/cli/up/truth/compare.ts'
import { compareWithTruth, differences } from '../../src/cli/up/truth/compare.ts'
import { asIntegrationId } from '../../src/model/core/ids.ts'
import type { StreamName } from '../../src/model/core/streams.ts'
import { STREAM_NAMES } from '../../src/model/core/streams.ts'

/** The comparer of `casbah up`, with what a test wants: only what differs, and a few lines of how. */
export type TestTruthContext = Omit<TruthContext, 'integrationId'> & { readonly integrationId: string }

export type Mismatch = readonly [stream: StreamName, comparison: StreamComparison | undefined]

/** Streams whose stored set is not the tenant's at the committed cursor; an empty list is a perfect collector. */
export async function truthOf(
  context: TestTruthContext,
  streams: readonly StreamName[] = STREAM_NAMES,
): Promise<readonly Mismatch[]> {
  const compared = await compareWithTruth(typed(context), streams)
  return streams
    .map((stream) => [stream, compared[stream]] as const)
    .filter(([, one]) => one?.matches !== true)
}

/** Lines that only one side has or that differ, for the message of a failed test. */
export const explainMismatch = (context: TestTruthContext, stream: StreamName, most = 3) =>
  differences(typed(context), stream, most)

const typed = (context: TestTruthContext): TruthContext => ({
  ...context,
  integrationId: asIntegrationId(context.integrationId),
})
