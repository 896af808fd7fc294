import { z } from '@hono/zod-openapi'
import type { CollectNowResult, CommandResult, RunTicket } from '../../model/core/commands.ts'
import { PHASE_LABEL, PHASES } from '../../model/core/phases.ts'
import { RUN_KINDS } from '../../model/core/runs.ts'
import { plainText } from './common.ts'

/** What commands take and answer. The work itself is followed at `/runs/{id}`. */

const LONGEST_NOTE = 500

export const RunTicketSchema = z
  .object({
    run_id: z.uuid(),
    run_no: z.int(),
    kind: z.enum(RUN_KINDS),
    joined: z
      .boolean()
      .openapi({ description: 'True where a run was already open and this request joined it.' }),
    href: z.string(),
  })
  .openapi('RunTicket')

export const CollectAnswer = z
  .object({
    full: RunTicketSchema,
    incremental: RunTicketSchema,
    joined: z.boolean().openapi({ description: 'True where both runs were already open.' }),
  })
  .openapi('CollectAnswer')

export const CommandAnswer = z
  .object({ integration_id: z.uuid(), phase: z.enum(PHASES), phase_label: z.string() })
  .openapi('CommandAnswer')

export const PauseBody = z
  .strictObject({ note: plainText(LONGEST_NOTE).optional() })
  .openapi('Pause', { description: 'The note is shown beside the paused Schedules.' })

/** For commands that take nothing: what somebody sends all the same was meant to mean something. */
export const NothingBody = z.strictObject({}).openapi('Nothing', { description: 'Takes no settings.' })

export const ticketView = (ticket: RunTicket): z.infer<typeof RunTicketSchema> => ({
  run_id: ticket.runId,
  run_no: ticket.runNo,
  kind: ticket.kind,
  joined: ticket.joined,
  href: `/api/v1/runs/${ticket.runId}`,
})

export const collectView = (result: CollectNowResult): z.infer<typeof CollectAnswer> => ({
  full: ticketView(result.full),
  incremental: ticketView(result.incremental),
  joined: result.full.joined && result.incremental.joined,
})

export const commandView = (
  integrationId: string,
  { phase }: CommandResult,
): z.infer<typeof CommandAnswer> => ({
  integration_id: integrationId,
  phase,
  phase_label: PHASE_LABEL[phase],
})
