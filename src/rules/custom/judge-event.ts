import type { JsonObject, JsonValue } from '../../model/core/json.ts'
import type { EventVerdict, JudgedEvent } from '../event-rule.ts'
import { occurred } from '../event-rule.ts'
import type { EventProgram } from './compile.ts'
import { targetOf } from './event-target.ts'
import { unsaid, valueAt } from './judge.ts'
import { celValue, Measure } from './values.ts'

/**
 * What an expression says of an event; true is an occurrence. It is told what is stored of the event and who did it, and
 * nothing that moves: asked again, or in another order, it says the same.
 */
export function judgeEventByExpression(
  program: EventProgram,
  event: JudgedEvent,
  /** How many occurrences make a finding. */
  atLeast: number,
): EventVerdict {
  if (atLeast > 1 && event.actor.kind === 'unknown') return WHO
  const measure = new Measure()
  const told = celValue(toldOf(event), measure, 'fractions')
  const tooCostly = program.shape.cost.problemOn(measure)
  if (tooCostly !== null)
    return { result: 'not_evaluated', reason: 'expression_too_costly', detail: tooCostly }
  let answer: unknown
  try {
    answer = program.run({ event: told })
  } catch (error) {
    return unsaid(program, error)
  }
  if (answer === false) return { result: 'pass' }
  if (answer === true) return occurred({ asset: targetOf(event), detail: detailOf(program, event) })
  return {
    result: 'not_evaluated',
    reason: 'expression_error',
    detail: 'the expression came to neither true nor false',
  }
}

/** Whoever is unknown may be one or many: they are not counted together. */
const WHO: EventVerdict = {
  result: 'not_evaluated',
  reason: 'value_absent_upstream',
  detail: 'OpenAI did not say who did it, so it is not counted with others',
}

const LOGS = 'logs.'

/** `event` as the reference documents it. What is not there is left out, so that `has()` can ask. */
function toldOf(event: JudgedEvent): Readonly<Record<string, unknown>> {
  const { stream, deed, at, actor, attributes } = event
  const target = targetOf(event)
  return {
    stream,
    type: stream.startsWith(LOGS) ? stream.slice(LOGS.length) : deed,
    action: deed,
    time: Math.floor(at),
    actor: actorOf(actor),
    target: target === null ? undefined : { kind: target.kind, id: target.externalId },
    data: attributes,
  }
}

function actorOf(actor: JudgedEvent['actor']) {
  const { kind } = actor
  if (kind === 'api_key' || kind === 'system') return { kind, key: actor.key }
  const email = kind === 'person' ? (actor.address ?? undefined) : undefined
  return { kind, email, domain: email?.slice(email.lastIndexOf('@') + 1) }
}

/** Where a person was: that stays in the event and is forgotten with it. Who did it is said by id. */
const NOT_SHOWN = ['actor', 'data.request_metadata', 'data.session']

/** What was done, and the single values that the expression reads. Nothing is worked out for it. */
export function detailOf({ shape }: EventProgram, event: JudgedEvent): JsonObject {
  const told = toldOf(event)
  const detail: Record<string, JsonValue> = { action: event.deed }
  for (const path of shape.paths) {
    if (NOT_SHOWN.some((hidden) => path === hidden || path.startsWith(`${hidden}.`))) continue
    if (!path.startsWith('data.') && !path.startsWith('target.')) continue
    const value = valueAt(told, path)
    if (value === undefined || (typeof value === 'object' && value !== null)) continue
    detail[path] = value as JsonValue
  }
  return detail
}
