import type { z } from 'zod'
import type { AssetKind } from '../model/core/assets.ts'
import type { NotEvaluatedReason } from '../model/core/findings.ts'
import type { PersonId } from '../model/core/ids.ts'
import type { JsonObject } from '../model/core/json.ts'
import type { EventRuleId } from '../model/core/rule-ids.ts'
import type { StreamName } from '../model/core/streams.ts'
import type { Escalation } from './verdict.ts'

/** One thing that happened, as it is stored. */
export interface JudgedEvent {
  readonly stream: StreamName
  readonly eventId: string
  /** ISO, to the microsecond. */
  readonly occurredAt: string
  /** The same in unix seconds, with a fraction. */
  readonly at: number
  /** Upstream's word for what was done: the action where the record has one, else its type. */
  readonly deed: string
  readonly actor: EventActorView
  readonly attributes: JsonObject
}

export type EventActorView =
  | {
      readonly kind: 'person'
      readonly personId: PersonId
      /** In lower case; absent where it is not known or nobody asks for it. */
      readonly address?: string | null
    }
  | { readonly kind: 'api_key' | 'system'; readonly key: string }
  | { readonly kind: 'unknown' }

/** What an occurrence is about; what cannot be found is told of the whole tenant. */
export interface EventAsset {
  readonly kind: AssetKind
  readonly externalId: string
}

/** What an event rule says of one event. */
export type EventVerdict =
  | { readonly result: 'pass' }
  | {
      readonly result: 'fail'
      /** Null: the organization or the workspace as a whole. */
      readonly asset: EventAsset | null
      /** What was done, in ids and words of configuration; no text and no addresses. */
      readonly detail: JsonObject
      readonly escalation: Escalation | null
    }
  | { readonly result: 'not_evaluated'; readonly reason: NotEvaluatedReason; readonly detail: string }

export interface EventContext<Parameters> {
  readonly parameters: Parameters
  /** Whether a redacted key is one of ours, of now or of before. */
  readonly isOwnKey: (redacted: string) => boolean
}

/** Judges one event by itself. */
export type EventJudge = (
  event: JudgedEvent,
  context: Pick<EventContext<unknown>, 'isOwnKey'>,
) => EventVerdict

/** Judges what one actor did in a stretch of time, oldest first: which of it is part of an occurrence. */
export type WindowJudge = (events: readonly JudgedEvent[]) => readonly JudgedEvent[]

/** Which deeds of which streams a rule looks at; of anything else it is not asked. */
export type Deeds = { readonly [Name in StreamName]?: readonly string[] }

export type PreparedJudge =
  | { readonly kind: 'single'; readonly judge: EventJudge }
  | {
      readonly kind: 'window'
      readonly parts: WindowJudge
      /** Seconds on either side of an event within which its actor's other events matter. */
      readonly windowSeconds: number
    }

export interface EventRule {
  readonly id: EventRuleId
  readonly deeds: Deeds
  readonly parameters: z.ZodType<JsonObject>
  prepare(parameters: JsonObject): PreparedJudge
}

interface Definition<Parameters extends JsonObject> {
  readonly id: EventRuleId
  readonly deeds: Deeds
  readonly parameters: z.ZodType<Parameters>
}

interface SingleDefinition<Parameters extends JsonObject> extends Definition<Parameters> {
  readonly judge: (event: JudgedEvent, context: EventContext<Parameters>) => EventVerdict
}

export function defineEventRule<Parameters extends JsonObject>({
  judge,
  ...definition
}: SingleDefinition<Parameters>): EventRule {
  return {
    ...definition,
    prepare: (given) => {
      const parameters = definition.parameters.parse(given)
      return { kind: 'single', judge: (event, context) => judge(event, { ...context, parameters }) }
    },
  }
}

interface WindowDefinition<Parameters extends JsonObject> extends Definition<Parameters> {
  readonly windowSeconds: (parameters: Parameters) => number
  readonly parts: (events: readonly JudgedEvent[], parameters: Parameters) => readonly JudgedEvent[]
}

/** A rule about what one actor did within some time. Of an actor who is unknown it cannot speak. */
export function defineWindowRule<Parameters extends JsonObject>({
  windowSeconds,
  parts,
  ...definition
}: WindowDefinition<Parameters>): EventRule {
  return {
    ...definition,
    prepare: (given) => {
      const parameters = definition.parameters.parse(given)
      return {
        kind: 'window',
        parts: (events) => parts(events, parameters),
        windowSeconds: windowSeconds(parameters),
      }
    },
  }
}

export const FINE: EventVerdict = { result: 'pass' }

interface Occurrence {
  readonly asset?: EventAsset | null
  readonly detail?: JsonObject
  readonly escalation?: Escalation | null
}

export const occurred = ({
  asset = null,
  detail = {},
  escalation = null,
}: Occurrence = {}): Extract<EventVerdict, { readonly result: 'fail' }> => ({
  result: 'fail',
  asset,
  detail,
  escalation,
})

export const notTold = (field: string): EventVerdict => ({
  result: 'not_evaluated',
  reason: 'value_absent_upstream',
  detail: `OpenAI did not send \`${field}\``,
})
