import { z } from '@hono/zod-openapi'
import type { TicketRow } from '../../db/tickets/look-at-ticket.ts'
import { SEVERITIES } from '../../model/core/severity.ts'
import { TICKET_SCOPES, TICKET_STATES } from '../../model/core/tickets.ts'
import { instant } from './common.ts'

export const TicketSchema = z
  .object({
    id: z.uuid(),
    destination_id: z.uuid(),
    integration_id: z.uuid(),
    per: z.enum(TICKET_SCOPES),
    finding_id: z.uuid().nullable().openapi({ description: 'Null where it is of all findings of a rule.' }),
    rule_id: z.string().nullable().openapi({ description: 'Null where it is of one finding.' }),
    state: z.enum(TICKET_STATES).openapi({
      description:
        'As Casbah left it. `opening`: it is being made, or looked for after a failure; `moving`: the same of closing it or opening it again; `none`: it was deleted there.',
    }),
    key: z.string().nullable().openapi({ description: 'As people name it.', example: 'SEC-12' }),
    url: z.string().nullable().openapi({ example: 'https://acme.atlassian.net/browse/SEC-12' }),
    open: z.int().openapi({ description: 'Findings that are open, as it was told last.' }),
    severity: z.enum(SEVERITIES).nullable().openapi({ description: 'Of the worst of them.' }),
    generation: z.int().openapi({ description: 'How many were made for it, one after the other.' }),
    created_at: instant,
    changed_at: instant,
  })
  .openapi('Ticket')

export function ticketView(row: TicketRow): z.infer<typeof TicketSchema> {
  const [per, of = ''] = row.key.split('/')
  const isOfFinding = per === 'finding'
  return {
    id: row.id,
    destination_id: row.destinationId,
    integration_id: row.integrationId,
    per: isOfFinding ? 'finding' : 'group',
    finding_id: isOfFinding ? of : null,
    rule_id: isOfFinding ? null : of,
    state: row.state,
    key: row.externalKey,
    url: row.url,
    open: row.toldOpen,
    severity: row.toldSeverity,
    generation: row.generation,
    created_at: row.createdAt,
    changed_at: row.changedAt,
  }
}
