import type { z } from 'zod'
import type { CollectAnswer } from '../api/schemas/command.ts'
import type { IntegrationDetailSchema, IntegrationSchema } from '../api/schemas/integration.ts'
import type { RunDetailSchema, RunSchema, RunStreamSchema } from '../api/schemas/run.ts'

/** What the API answers, by its own schemas. */
export type Integration = z.infer<typeof IntegrationSchema>
export type IntegrationDetail = z.infer<typeof IntegrationDetailSchema>
export type Run = z.infer<typeof RunSchema>
export type RunDetail = z.infer<typeof RunDetailSchema>
export type RunStream = z.infer<typeof RunStreamSchema>
export type CollectTickets = z.infer<typeof CollectAnswer>
