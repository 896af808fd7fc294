import { assetBeside } from '../db/assets/asset-beside.ts'
import { nextReread } from '../db/rereads/next-reread.ts'
import type { Reread, RereadTarget } from '../model/core/rereads.ts'
import type { SliceInput } from '../model/core/slices.ts'
import { STREAMS } from '../model/core/streams.ts'
import type { RereadContext } from '../openai/streams/stream-reader.ts'
import type { Slice } from './collect-slice.ts'

/** In an incremental run a stream of state is read where audit events say that it changed, in a recheck where it is asked. */
export const isReread = ({ runKind, stream, targets }: SliceInput): boolean =>
  (runKind === 'incremental' && STREAMS[stream].lane === 'full') || targets !== undefined

/** What is to be read again: what audit events have asked for, or what one recheck names, and nothing else. */
export function rereadsOf({
  deps: { database },
  input,
}: Pick<Slice, 'deps' | 'input'>): Pick<RereadContext, 'nextReread' | 'witnessBeside'> {
  const { integrationId, stream, targets } = input
  if (targets === undefined) {
    return { nextReread: (after) => nextReread(database.sql, { ...input, after }) }
  }
  const { records } = STREAMS[stream]
  const kind = records.type === 'asset' ? records.kind : null
  return {
    nextReread: async (after) => nextTarget(targets, after),
    witnessBeside: async (externalId) =>
      kind === null ? null : await assetBeside(database.sql, { integrationId, kind, externalId }),
  }
}

/** In the order of their bytes, as the table of re-reads has it. Nobody else asks for them, so there is no count to settle. */
export function nextTarget(targets: readonly RereadTarget[], after: RereadTarget | null): Reread | null {
  const bytes = (text: string) => Buffer.from(text)
  const [next] = targets
    .filter((target) => after === null || Buffer.compare(bytes(target), bytes(after)) > 0)
    .toSorted((a, b) => Buffer.compare(bytes(a), bytes(b)))
  return next === undefined ? null : { target: next, asked: 0, removal: false }
}
