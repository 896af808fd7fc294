import { z } from 'zod'
import type { Database } from '../../db/client.ts'
import { assetsById } from '../../db/findings/assets-by-id.ts'
import { compileEventExpression, compileExpression } from '../../rules/custom/compile.ts'
import type { Listening } from '../../rules/custom/event-deeds.ts'
import { LISTENED_STREAMS } from '../../rules/custom/event-deeds.ts'
import { judgeByExpression } from '../../rules/custom/judge.ts'
import { judgeEventByExpression } from '../../rules/custom/judge-event.ts'
import { CUSTOM_KIND_NAMES } from '../../rules/custom/kinds.ts'
import { bareBundles, inputsOfBare } from '../custom/bare-bundles.ts'
import { readJudged } from '../judged-inputs.ts'
import { assetDifferences, inputsOf } from './inputs.ts'
import type { JudgedAgain, Replayed } from './replay.ts'
import { GONE, NOT_RECORDED, UNUSABLE } from './replay.ts'
import type { EventJudging } from './replay-events.ts'
import { verdictOf } from './verdict-of.ts'

const MS_A_SECOND = 1_000

/**
 * Judges again by what people wrote. The expression of then stands among the finding's parameters, so a rule that was
 * changed or deleted since can still be held against what it said.
 */
export async function replayCustom({ sql }: Pick<Database, 'sql'>, finding: Replayed): Promise<JudgedAgain> {
  const { integrationId, assetId, parameters, judged, lastSeenAt } = finding
  const kind = CUSTOM_KIND_NAMES.find((name) => name === parameters.kind)
  const { expression } = parameters
  const compiled = kind && typeof expression === 'string' ? compileExpression(kind, expression) : null
  if (kind === undefined || compiled === null || !compiled.ok)
    return { verdict: null, inputs: [], differences: [UNUSABLE] }
  const then = readJudged(judged)
  const kept = await assetsById(sql, integrationId, [assetId])
  const [bundle] = await bareBundles(sql, integrationId, kind, kept)
  if (bundle === undefined) return { verdict: null, inputs: inputsOf(then, null), differences: [GONE] }
  const inputs = inputsOf(then, inputsOfBare(bundle))
  const verdict = judgeByExpression(compiled.program, bundle, Date.parse(lastSeenAt) / MS_A_SECOND)
  return {
    verdict: verdictOf(finding, verdict, false),
    inputs,
    differences: then === null ? [NOT_RECORDED] : assetDifferences(inputs, kept),
  }
}

const EventParameters = z.object({
  events: z.partialRecord(z.enum(LISTENED_STREAMS), z.array(z.string())),
  expression: z.string(),
  at_least: z.int(),
})

/** The same of a rule over events: what it listened to then, what it asked, and how much was enough. */
export function customJudging({ parameters }: Replayed): EventJudging | null {
  const given = EventParameters.safeParse(parameters)
  if (!given.success) return null
  const { expression, at_least: atLeast } = given.data
  const deeds: Listening = given.data.events
  const compiled = compileEventExpression(deeds, expression)
  if (!compiled.ok) return null
  const { program } = compiled
  return {
    ...{ deeds, atLeast },
    judge: { kind: 'single', judge: (event) => judgeEventByExpression(program, event, atLeast) },
  }
}
