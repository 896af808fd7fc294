import { z } from '@hono/zod-openapi'
import type { RunTicket } from '../../model/core/commands.ts'
import { STREAM_NAMES } from '../../model/core/streams.ts'
import type { RecheckPlan } from '../../rules/recheck-plan.ts'
import { RunTicketSchema, ticketView } from './command.ts'

export const RecheckAnswer = RunTicketSchema.extend({
  finding_id: z.uuid(),
  reads: z
    .array(z.enum(STREAM_NAMES))
    .openapi({ description: 'What is read again: of each stream only what the finding is about.' }),
  stored: z.array(z.enum(STREAM_NAMES)).openapi({
    description: 'What the rule looks at besides, and is judged by what was collected last.',
  }),
}).openapi('RecheckAnswer')

export const recheckAnswer = (
  findingId: string,
  ticket: RunTicket,
  plan: Extract<RecheckPlan, { possible: true }>,
): z.infer<typeof RecheckAnswer> => ({
  ...ticketView(ticket),
  finding_id: findingId,
  reads: plan.rereads.map(({ stream }) => stream),
  stored: [...plan.stored],
})
