import type { StreamComparison, TruthContext } from '../../src/cli/up/truth/compare.ts'
import { compareWithTruth, differences } from '../../src/cli/up/truth/compare.ts'
import { asIntegrationId } from '../../src/model/core/ids.ts'
import type { StreamName } from '../../src/model/core/streams.ts'
import { STREAM_NAMES } from '../../src/model/core/streams.ts'

/** The comparer of `casbah up`, with what a test wants: only what differs, and a few lines of how. */
export type TestTruthContext = Omit<TruthContext, 'integrationId'> & { readonly integrationId: string }

export interface Mismatch {
  readonly stream: StreamName
  readonly comparison: StreamComparison | undefined
  /** The first lines that only one side has or that differ: what a failed test should show. */
  readonly lines: Awaited<ReturnType<typeof differences>>
}

const LINES = 3

/** Streams whose stored set is not the tenant's at the committed cursor; an empty list is a perfect collector. */
export async function truthOf(
  context: TestTruthContext,
  streams: readonly StreamName[] = STREAM_NAMES,
): Promise<Mismatch[]> {
  const typed: TruthContext = { ...context, integrationId: asIntegrationId(context.integrationId) }
  const compared = await compareWithTruth(typed, streams)
  const wrong = streams.filter((stream) => compared[stream]?.matches !== true)
  return Promise.all(
    wrong.map(async (stream) => ({
      stream,
      comparison: compared[stream],
      lines: await differences(typed, stream, LINES),
    })),
  )
}
