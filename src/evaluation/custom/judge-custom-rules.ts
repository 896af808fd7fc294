import type { Sql } from '../../db/client.ts'
import type { CollectionMode } from '../../model/core/collection-mode.ts'
import type { IntegrationId, RunId } from '../../model/core/ids.ts'
import type { CustomKind } from '../../rules/custom/kinds.ts'
import type { Judgement } from '../apply-verdicts.ts'
import { chunksOf } from '../chunks.ts'
import type { Outcome } from '../outcome.ts'
import { Remarks } from '../remarks.ts'
import { Standing } from '../standing.ts'
import { Tally } from '../tally.ts'
import { bareBundles, inputsOfBare } from './bare-bundles.ts'
import { Budget, Turns } from './pace.ts'
import type { PreparedCustomRule } from './prepared-custom-rule.ts'

export interface CustomWalk {
  readonly sql: Sql
  readonly integrationId: IntegrationId
  readonly runId: RunId
  readonly mode: CollectionMode
  readonly now: Date
  readonly outcome: Outcome
  readonly chunk: number
  readonly heartbeat?: (() => void) | undefined
  readonly signal?: AbortSignal | undefined
}

interface Judging {
  readonly rule: PreparedCustomRule
  readonly tally: Tally
  readonly remarks: Remarks
  readonly budget: Budget
}

/**
 * Judges assets by what people wrote, kind by kind and chunk by chunk. Expressions are worked out in this process, for
 * some milliseconds before others have their turn: an API answers other requests meanwhile.
 */
export async function judgeCustomRules(
  walk: CustomWalk,
  rules: readonly PreparedCustomRule[],
): Promise<readonly Tally[]> {
  const judging = rules.map(
    (rule): Judging => ({
      rule,
      ...{ tally: new Tally(), remarks: new Remarks(), budget: new Budget() },
    }),
  )
  for (const kind of new Set(rules.map((rule) => rule.kind)))
    await walkKind(
      walk,
      kind,
      judging.filter(({ rule }) => rule.kind === kind),
    )
  for (const { rule, tally, remarks } of judging) {
    const evaluation = evaluationOf(walk, rule)
    tally.countNews(await walk.outcome.gone(evaluation, rule))
    await walk.outcome.result(evaluation, rule.entry, { tally, obstacle: null, remark: remarks.words })
  }
  return judging.map(({ tally }) => tally)
}

async function walkKind(walk: CustomWalk, kind: CustomKind, judging: readonly Judging[]): Promise<void> {
  const turns = new Turns(walk)
  const now = walk.now.getTime() / 1_000
  for await (const assets of chunksOf(walk.sql, walk.integrationId, kind, walk.chunk)) {
    const bundles = await bareBundles(walk.sql, walk.integrationId, kind, assets)
    const standing = await Standing.among(walk.sql, walk.integrationId, kind, bundles)
    for (const { rule, tally, remarks, budget } of judging) {
      const judgements: Judgement[] = []
      for (const bundle of bundles) {
        await turns.next()
        const verdict = budget.spend(() => rule.judge(bundle, now))
        tally.count(verdict)
        remarks.note(verdict)
        if (!standing.matters(rule.entry.id, bundle, verdict)) continue
        judgements.push({ bundle, verdict, inputs: () => inputsOfBare(bundle) })
      }
      if (judgements.length > 0)
        tally.countNews(await walk.outcome.verdicts(evaluationOf(walk, rule), rule, judgements))
      walk.heartbeat?.()
    }
  }
}

const evaluationOf = ({ integrationId, runId, mode, now }: CustomWalk, { entry }: PreparedCustomRule) => ({
  ...{ integrationId, runId, mode },
  ruleId: entry.id,
  now: now.toISOString(),
})
