import type { z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { isDatabaseAway } from '../db/away.ts'
import { ModeMoved } from '../db/findings/rule-lock.ts'
import type { Person } from '../db/people/get-people.ts'
import { getPeople } from '../db/people/get-people.ts'
import type { Happened, Move } from '../evaluation/finding-plan.ts'
import type { Foreseen } from '../evaluation/foreseen.ts'
import type { RuleToJudge } from '../evaluation/judge-now.ts'
import { foresee, judgeNow } from '../evaluation/judge-now.ts'
import type { IntegrationId, PersonId } from '../model/core/ids.ts'
import { compileEventExpression, compileExpression } from '../rules/custom/compile.ts'
import type { AssetRuleDefinition, EventRuleDefinition } from '../rules/custom/definition.ts'
import { BACKTEST_MS_AT_MOST } from '../rules/custom/limits.ts'
import { placeOf } from '../rules/custom/problem.ts'
import type { ApiEnv } from './context.ts'
import type { ApiDeps } from './deps.ts'
import { ApiProblem } from './problem.ts'
import type { BacktestSchema, EvaluationSchema } from './schemas/custom-rule.ts'
import { Turns } from './turns.ts'

/** What an expression is about. */
type Subject = Pick<AssetRuleDefinition, 'kind' | 'events'> | Pick<EventRuleDefinition, 'kind' | 'events'>

/** Walks over all that is stored at once, in this process: others wait their turn, and other requests are answered. */
const turns = new Turns()

export function refuseExpression(rule: Subject, expression: string): void {
  const compiled =
    rule.events === null
      ? compileExpression(rule.kind, expression)
      : compileEventExpression(rule.events, expression)
  if (compiled.ok) return
  const { problem } = compiled
  throw new ApiProblem('invalid-request', `The expression is not usable at ${placeOf(problem)}.`, {
    errors: [{ pointer: '/expression', detail: `${placeOf(problem)}: ${problem.detail}` }],
  })
}

export const isTimeout = (error: unknown): boolean =>
  error instanceof DOMException && error.name === 'TimeoutError'
const isBusy = (error: unknown): boolean => error instanceof ApiProblem && error.slug === 'busy'

/** What saving would do. An expression that takes too long is refused here, before anything is saved. */
export async function backtest(
  { database }: ApiDeps,
  context: Context<ApiEnv>,
  integrationId: IntegrationId,
  rule: RuleToJudge,
): Promise<Foreseen> {
  const deps = { sql: database.sql, db: database.drizzle }
  try {
    const foreseen = await turns.run(context, () =>
      foresee({ ...deps, signal: AbortSignal.timeout(BACKTEST_MS_AT_MOST) }, integrationId, rule),
    )
    if (foreseen === null) throw new ApiProblem('integration-closed', 'This integration was disconnected.')
    return foreseen
  } catch (error) {
    if (!isTimeout(error)) throw error
    const detail = `took longer than ${BACKTEST_MS_AT_MOST / 1_000} s on what is stored; ask for less`
    throw rule.by === 'custom'
      ? new ApiProblem('invalid-request', 'The expression is too slow.', {
          errors: [{ pointer: '/expression', detail }],
        })
      : new ApiProblem('busy', `This rule ${detail}.`, { headers: { 'Retry-After': '60' } })
  }
}

/** Judges what is stored by a rule that was saved. What does not come to its end now is done when the next run ends. */
export async function judgeSaved(
  { database }: ApiDeps,
  context: Context<ApiEnv>,
  integrationId: IntegrationId,
  rule: RuleToJudge,
): Promise<z.infer<typeof EvaluationSchema>> {
  const deps = { sql: database.sql, db: database.drizzle }
  try {
    const tally = await turns.run(context, () =>
      judgeNow({ ...deps, signal: AbortSignal.timeout(BACKTEST_MS_AT_MOST) }, integrationId, rule),
    )
    return { state: 'done', opened: tally?.opened ?? 0, resolved: tally?.resolved ?? 0 }
  } catch (error) {
    if (!isNoFault(error)) throw error
    return { state: 'deferred', opened: 0, resolved: 0 }
  }
}

/** The rule is saved: that nobody may judge now, or not by the mode of a moment ago, is no failure of that. */
const isNoFault = (error: unknown): boolean =>
  isTimeout(error) || isBusy(error) || error instanceof ModeMoved || isDatabaseAway(error)

export async function backtestView(
  { database }: ApiDeps,
  context: Context<ApiEnv>,
  foreseen: Foreseen,
): Promise<z.infer<typeof BacktestSchema>> {
  const { moves, counts, tally, obstacle, remark } = foreseen
  const selves = moves.flatMap(({ asset, happened }) =>
    [asset?.people.self, happened?.personId].filter(isThere),
  )
  const people = await getPeople(database.drizzle, context.get('caller').scope, selves)
  const nameOf = ({ name, asset }: Move): string | null =>
    name ?? (asset?.people.self && people.get(asset.people.self)?.email) ?? null
  return {
    judged: {
      passed: tally?.passed ?? 0,
      failed: tally?.failed ?? 0,
      not_evaluated: tally?.notEvaluated ?? 0,
      reason: obstacle?.reason ?? null,
      reason_detail: obstacle?.detail ?? remark,
      asset_reasons: tally?.reasons ?? {},
    },
    would: { ...counts },
    moves: moves.map((move) => ({
      move: move.move,
      fingerprint: move.fingerprint,
      asset: move.asset && {
        id: move.asset.id,
        kind: move.asset.kind,
        external_id: move.asset.externalId,
        name: nameOf(move),
      },
      severity: move.severity,
      happened: move.happened
        ? {
            day: move.happened.day,
            actor: whoOf(move.happened, people),
            occurrences: move.happened.occurrences,
          }
        : null,
    })),
  }
}

const isThere = <T>(value: T | null | undefined): value is T => value != null

/** An address, or a key as OpenAI redacts it; null where nobody knows. */
const whoOf = ({ personId, key }: Happened, people: ReadonlyMap<PersonId, Person>): string | null =>
  (personId === null ? null : people.get(personId)?.email) ?? key
