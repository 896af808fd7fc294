import { noParameters } from './parameters.ts'
import { defineRule } from './rule.ts'
import { fail, PASS } from './verdict.ts'

/** Blindness that came about by itself is told as loudly as what it may hide. */
export const collectionCapabilityLost = defineRule({
  id: 'collection.capability_lost',
  subjects: ['tenant'],
  parameters: noParameters,
  judge: ({ lostCapabilities }) =>
    lostCapabilities.length === 0
      ? PASS
      : fail({
          evidence: {
            capabilities: lostCapabilities.map(({ capability, streams }) => ({ capability, streams })),
          },
        }),
})
