import type { z } from 'zod'
import type { summarize } from '../api/routes/summary.ts'
import type { AssetSchema } from '../api/schemas/asset.ts'
import type {
  CustomRuleDetailSchema,
  CustomRuleSchema,
  SavedCustomRuleSchema,
} from '../api/schemas/custom-rule.ts'
import type { ExceptionSchema, WrittenExceptionSchema } from '../api/schemas/exception.ts'
import type { FindingDetailSchema, FindingSchema } from '../api/schemas/finding.ts'
import type { FindingReplaySchema } from '../api/schemas/replay.ts'
import type { RuleSchema } from '../api/schemas/rule.ts'
import type { TriagedSchema } from '../api/schemas/triage.ts'

/** Findings and rules as the API answers them. */
export type FindingView = z.infer<typeof FindingSchema>
/** With its history. */
export type FindingDetailView = z.infer<typeof FindingDetailSchema>
export type AssetView = z.infer<typeof AssetSchema>
export type ExceptionView = z.infer<typeof ExceptionSchema>
export type WrittenExceptionView = z.infer<typeof WrittenExceptionSchema>
export type TriagedView = z.infer<typeof TriagedSchema>
export type FindingReplay = z.infer<typeof FindingReplaySchema>
export type RuleView = z.infer<typeof RuleSchema>
export type CustomRuleView = z.infer<typeof CustomRuleSchema>
export type CustomRuleDetailView = z.infer<typeof CustomRuleDetailSchema>
export type SavedCustomRuleView = z.infer<typeof SavedCustomRuleSchema>
export type FindingSummary = ReturnType<typeof summarize>
export type RuleSummary = FindingSummary['rules'][number]
