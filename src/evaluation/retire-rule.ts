import { randomUUIDv7 } from 'node:crypto'
import type { Sql } from '../db/client.ts'
import { forgetCounting } from '../db/custom-rules/event-cursors.ts'
import { withRuleLocked } from '../db/findings/rule-lock.ts'
import { standingFindings } from '../db/findings/stored-findings.ts'
import type { FindingId, IntegrationId } from '../model/core/ids.ts'
import { asRunId } from '../model/core/ids.ts'
import type { CustomRuleId } from '../model/core/rule-ids.ts'
import { resolveRows } from './apply-verdicts.ts'

/** Findings closed in one transaction. */
const CHUNK = 1_000

/** Closes what a rule found that judges no more: nobody would ever find out that it was mended. */
export async function resolveRetired(
  sql: Sql,
  integrationId: IntegrationId,
  ruleId: CustomRuleId,
): Promise<void> {
  const [runId, now] = [asRunId(randomUUIDv7()), new Date().toISOString()]
  const evaluation = { integrationId, ruleId, runId, now, mode: null }
  await withRuleLocked(sql, evaluation, (tx) => forgetCounting(tx, { integrationId, ruleId }, null))
  let after: FindingId | null = null
  for (;;) {
    const page = { integrationId, ruleId, after, limit: CHUNK }
    const last: FindingId | null = await withRuleLocked(sql, evaluation, async (tx) => {
      const rows = await standingFindings(tx, page)
      await resolveRows(tx, evaluation, rows, { because: 'rule_deleted' })
      return rows.at(-1)?.id ?? null
    })
    if (last === null) return
    after = last
  }
}
