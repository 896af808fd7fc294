import type { z } from 'zod'
import type { AssetKind } from '../model/core/assets.ts'
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
  | { readonly kind: 'person'; readonly personId: PersonId }
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
      /** Ids of other events that make it what it is: the failures before a sign-in, the deletions beside this one. */
      readonly beside: readonly string[]
    }
  | { readonly result: 'not_evaluated'; readonly reason: 'value_absent_upstream'; readonly detail: string }

export interface EventContext<Parameters> {
  readonly parameters: Parameters
  /** Events of the same actor within the rule's window on either side, oldest first, this one among them. */
  readonly around: readonly JudgedEvent[]
  /** Whether a redacted key is one of ours. */
  readonly isOwnKey: (redacted: string) => boolean
}

export type EventJudge = (
  event: JudgedEvent,
  context: Pick<EventContext<unknown>, 'around' | 'isOwnKey'>,
) => EventVerdict

/** Which deeds of which streams a rule looks at; of anything else it is not asked. */
export type Deeds = { readonly [Name in StreamName]?: readonly string[] }

export interface EventRule {
  readonly id: EventRuleId
  readonly deeds: Deeds
  /** Seconds on either side of an event whose actor's other events the judge wants to see; 0: none. */
  windowSeconds(parameters: JsonObject): number
  readonly parameters: z.ZodType<JsonObject>
  prepare(parameters: JsonObject): EventJudge
}

interface Definition<Parameters extends JsonObject> {
  readonly id: EventRuleId
  readonly deeds: Deeds
  readonly windowSeconds?: (parameters: Parameters) => number
  readonly parameters: z.ZodType<Parameters>
  readonly judge: (event: JudgedEvent, context: EventContext<Parameters>) => EventVerdict
}

export function defineEventRule<Parameters extends JsonObject>(
  definition: Definition<Parameters>,
): EventRule {
  const { id, deeds, parameters, judge, windowSeconds } = definition
  return {
    id,
    deeds,
    parameters,
    windowSeconds: (given) => windowSeconds?.(parameters.parse(given)) ?? 0,
    prepare: (given) => {
      const settings = parameters.parse(given)
      return (event, context) => judge(event, { ...context, parameters: settings })
    },
  }
}

export const FINE: EventVerdict = { result: 'pass' }

interface Occurrence {
  readonly asset?: EventAsset | null
  readonly detail?: JsonObject
  readonly escalation?: Escalation | null
  readonly beside?: readonly string[]
}

export const occurred = ({
  asset = null,
  detail = {},
  escalation = null,
  beside = [],
}: Occurrence = {}): EventVerdict => ({ result: 'fail', asset, detail, escalation, beside })

export const notTold = (field: string): EventVerdict => ({
  result: 'not_evaluated',
  reason: 'value_absent_upstream',
  detail: `OpenAI did not send \`${field}\``,
})
