import type { StreamName } from '../../model/core/streams.ts'
import { obstacleOf } from '../../rules/readiness.ts'
import { SECONDS_A_DAY } from '../../rules/time.ts'
import type { Stretch } from '../../rules/watched.ts'
import { watched } from '../../rules/watched.ts'
import type { BundleSource } from './source.ts'

/** Seconds after a day until its usage is read: see docs/adr/0021. */
const USAGE_SETTLES = 6 * 3_600

/** For which stretches a log is held without a gap; none where it may not be read, or was not to its end. */
export function watchedIn({ facts }: Pick<BundleSource, 'facts'>, stream: StreamName): readonly Stretch[] {
  if (obstacleOf(stream, facts) !== null) return []
  const { completedAt = null, coveredFrom = null } = facts.streams[stream] ?? {}
  if (completedAt === null) return []
  const until = stream === 'platform.usage' ? dayOf(completedAt - USAGE_SETTLES) : completedAt
  const lost = facts.gaps.filter((gap) => gap.stream === stream)
  return watched(
    { from: coveredFrom ?? 0, until },
    lost.map((gap) => ({ from: Date.parse(gap.from) / 1_000, until: Date.parse(gap.until) / 1_000 })),
  )
}

const dayOf = (moment: number): number => moment - (moment % SECONDS_A_DAY)
