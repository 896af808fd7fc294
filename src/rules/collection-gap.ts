import { gapParameters } from './parameters.ts'
import { defineRule } from './rule.ts'
import { daysSince } from './time.ts'
import { fail, PASS } from './verdict.ts'

const MS_A_SECOND = 1_000

/** A gap cannot be filled any more; it is told of as long as the history around it is kept. */
export const collectionGap = defineRule({
  id: 'collection.gap',
  subjects: ['tenant'],
  parameters: gapParameters,
  judge: ({ lostHistory }, { now, parameters }) => {
    const recent = lostHistory.filter(
      ({ until }) => daysSince(Date.parse(until) / MS_A_SECOND, now) <= parameters.toldForDays,
    )
    if (recent.length === 0) return PASS
    return fail({ evidence: { gaps: recent.map(({ stream, from, until }) => ({ stream, from, until })) } })
  },
})
