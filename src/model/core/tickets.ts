import type { DestinationKind } from './destinations.ts'

/** Kinds of destinations that keep tickets. */
export const TICKET_KINDS = ['jira', 'servicenow'] as const satisfies readonly DestinationKind[]
export type TicketKind = (typeof TICKET_KINDS)[number]

/** What one ticket is about: one finding, or all findings of one rule in one integration. */
export const TICKET_SCOPES = ['finding', 'group'] as const
export type TicketScope = (typeof TICKET_SCOPES)[number]

/**
 * `none`: there is none, or it was deleted there. `opening`: one is being made, or was made by who died before writing that
 * down. `moving`: the same of closing it and opening it again. `open`, `closed`: as Casbah left it; people may have moved it
 * since.
 */
export const TICKET_STATES = ['none', 'opening', 'open', 'moving', 'closed'] as const
export type TicketState = (typeof TICKET_STATES)[number]
