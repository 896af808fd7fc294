import { z } from '@hono/zod-openapi'
import type { ListenedStream, Listening } from '../../rules/custom/event-deeds.ts'
import { isKnownDeed, LISTENED_STREAMS, streamsOf } from '../../rules/custom/event-deeds.ts'
import type { CustomKind } from '../../rules/custom/kinds.ts'
import { CUSTOM_KIND_NAMES } from '../../rules/custom/kinds.ts'
import { DEEDS_AT_MOST, OCCURRENCES_AT_MOST } from '../../rules/custom/limits.ts'

/** What a rule that people write is about: assets of a kind, or what happens. */

const deedsOf = (stream: ListenedStream) =>
  z
    .array(
      z
        .string()
        .refine(
          (deed) => isKnownDeed(stream, deed),
          `must be something that ${stream} tells of; docs/reference/custom-rules.md lists it`,
        ),
    )
    .min(1)
    .max(DEEDS_AT_MOST)
    .optional()

type EventsSchema = { readonly [Name in ListenedStream]: ReturnType<typeof deedsOf> }

/** A stream that nobody knows is refused as any unknown name is. */
const listening = z
  .strictObject(
    Object.fromEntries(
      LISTENED_STREAMS.map((stream) => [stream, deedsOf(stream)]),
    ) as unknown as EventsSchema,
    { error: (issue) => (issue.code === 'unrecognized_keys' ? NO_SUCH_STREAM : undefined) },
  )
  .refine((events) => streamsOf(told(events)).length > 0, 'names no stream to listen to')
  .openapi('ListenedTo', {
    description:
      'What a rule over events listens to: deeds by stream. docs/reference/custom-rules.md lists them.',
    example: { 'logs.AUDIT_LOG': ['WORKSPACE_TOGGLE_FEATURE'] },
  })

const NO_SUCH_STREAM = `names a stream that tells of no deeds; there are ${LISTENED_STREAMS.join(', ')}`

type Given = { readonly [Name in ListenedStream]?: readonly string[] | undefined }

/** Without the streams that were left out, and each deed once: what is the same is written the same. */
export const told = (events: Given): Listening =>
  Object.fromEntries(
    LISTENED_STREAMS.flatMap((stream) => {
      const deeds = events[stream]
      return deeds === undefined ? [] : [[stream, [...new Set(deeds)].toSorted()]]
    }),
  )

const at_least = z.int().min(1).max(OCCURRENCES_AT_MOST).openapi({
  description:
    'Over events: occurrences of one actor at one thing in one day (UTC) that make a finding. Default 1.',
})

const kind = z
  .enum(CUSTOM_KIND_NAMES)
  .openapi({ description: 'The kind of asset that it judges; never changes. Either this or `events`.' })

/** Fields of whatever writes a rule or tries one out. */
export const SUBJECT = { kind: kind.optional(), events: listening.optional(), at_least: at_least.optional() }

interface AnySubject {
  readonly kind?: CustomKind | undefined
  readonly events?: Given | undefined
  readonly at_least?: number | undefined
}

export const isOneSubject = ({ kind: asset, events }: AnySubject): boolean =>
  (asset === undefined) !== (events === undefined)
export const ONE_SUBJECT = { message: 'is needed, or kind is, and not both', path: ['events'] }
export const isThresholdOfEvents = ({ events, at_least: least }: AnySubject): boolean =>
  events !== undefined || least === undefined
export const THRESHOLD_OF_EVENTS = { message: 'is for rules over events', path: ['at_least'] }

export type RuleSubject =
  | { readonly kind: CustomKind; readonly events: null; readonly atLeast: null }
  | { readonly kind: null; readonly events: Listening; readonly atLeast: number }

/** What it judges, as definitions have it. */
export const subjectOf = ({ kind: asset, events, at_least: least }: AnySubject): RuleSubject =>
  asset === undefined
    ? { kind: null, events: told(events ?? {}), atLeast: least ?? 1 }
    : { kind: asset, events: null, atLeast: null }
