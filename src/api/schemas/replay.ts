import { z } from '@hono/zod-openapi'
import type { Finding } from '../../db/findings/list-findings.ts'
import type { Replay, ReplayVerdict } from '../../evaluation/replay/replay.ts'
import { DIFFERENCE_KINDS, INPUT_KINDS } from '../../evaluation/replay/replay.ts'
import { SEVERITIES } from '../../model/core/severity.ts'
import { anyRuleId, instant, JsonSchema, orNull } from './common.ts'

const VerdictSchema = z
  .object({
    result: z.enum(['pass', 'fail', 'not_evaluated', 'skipped']),
    reason: z.string().nullable().openapi({ description: 'Why it was not evaluated, or left out.' }),
    evidence: orNull(JsonSchema),
    effective_severity: z.enum(SEVERITIES).nullable(),
    severity_reason: z.string().nullable(),
  })
  .openapi('ReplayVerdict')

const InputSchema = z
  .object({
    kind: z.enum(INPUT_KINDS),
    id: z.string().openapi({
      description: 'Of an asset our id, of an event OpenAI’s; the name of what stood beside an asset.',
    }),
    of: z.string().openapi({ description: 'The kind of asset, or the stream.' }),
    hash_then: z.string().nullable().openapi({ description: 'Null: none was kept.' }),
    hash_now: z.string().nullable().openapi({ description: 'Null: it is no longer there.' }),
    same: z.boolean(),
  })
  .openapi('ReplayInput')

export const FindingReplaySchema = z
  .object({
    finding_id: z.uuid(),
    rule_id: anyRuleId,
    agrees: z.boolean().openapi({ description: 'The same inputs gave the same verdict.' }),
    judged_at: instant.openapi({ description: 'When it stood last: the time at which it is judged again.' }),
    rule_version: z.object({ recorded: z.int(), now: z.int() }),
    parameters: JsonSchema.openapi({ description: 'Those of then, with which it is judged again.' }),
    verdict: orNull(VerdictSchema).openapi({ description: 'Null: the inputs are not there to be judged.' }),
    recorded_verdict: VerdictSchema,
    inputs: z.array(InputSchema).openapi({ description: 'Of events the newest thousand.' }),
    differences: z.array(
      z.object({
        kind: z.enum(DIFFERENCE_KINDS),
        says: z.string().openapi({ description: 'In words.' }),
      }),
    ),
  })
  .openapi('FindingReplay')

export const replayView = (row: Finding, replay: Replay): z.infer<typeof FindingReplaySchema> => ({
  finding_id: row.id,
  rule_id: row.ruleId,
  agrees: replay.agrees,
  judged_at: replay.judgedAt,
  rule_version: { recorded: row.ruleVersion, now: replay.ruleVersionNow },
  parameters: row.parameters,
  verdict: replay.verdict && verdictView(replay.verdict),
  recorded_verdict: verdictView(replay.recorded),
  inputs: replay.inputs.map(({ hashThen, hashNow, ...input }) => ({
    ...input,
    hash_then: hashThen,
    hash_now: hashNow,
  })),
  differences: [...replay.differences],
})

const verdictView = ({ severity, severityReason, ...verdict }: ReplayVerdict) => ({
  ...verdict,
  effective_severity: severity,
  severity_reason: severityReason,
})
