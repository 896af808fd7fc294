import { z } from 'zod'
import type { Cursor } from '../../model/core/slices.ts'
import { CapabilityDenied, UpstreamContractChanged } from '../failures.ts'
import type { LogPlace } from '../logs.ts'
import { mapLogActor } from './mapping/actors.ts'
import { logEnvelope } from './mapping/log-records.ts'
import type { LogStream } from './paging/log-stream.ts'
import { logStream } from './paging/log-stream.ts'
import type { ReadContext, ReadPage, StreamReader } from './stream-reader.ts'

/**
 * Types of log file that upstream has added since this version was made, named by a person (`other_log_types`). One
 * stream reads them all, one type after the other, each at a position of its own. Of a record only the envelope that
 * all types share is kept: who, when, which type. Every other field is drift, which is how a version learns what to
 * describe next; and what was held back is read again then, while upstream still has it.
 *
 * Whether a type is the workspace's or the organization's is found by asking. A type that neither place knows, or that
 * the key may not read, is noted as drift and holds up no other.
 */
const STREAM = 'logs.OTHER'
const PLACES = ['workspace', 'organization'] as const satisfies readonly LogPlace[]

const envelope = z.looseObject(logEnvelope)
type Envelope = z.infer<typeof envelope>

const streamOf = (eventType: string, place: LogPlace): StreamReader =>
  logStream({
    name: STREAM,
    eventType,
    place,
    schema: envelope,
    draft,
  } satisfies LogStream<Envelope>)

function draft(record: Envelope): ReturnType<LogStream<Envelope>['draft']> {
  return {
    type: 'event',
    eventId: record.event_id,
    occurredAt: record.timestamp,
    eventType: record.type,
    action: null,
    actor: mapLogActor(record.actor),
    attributes: {},
  }
}

export const logsOther: StreamReader = {
  name: STREAM,
  async sample(context) {
    const [type] = context.otherLogTypes ?? []
    return type === undefined
      ? { records: [], drift: [], ids: [] }
      : await streamOf(type, 'workspace').sample(context)
  },
  async *read(context) {
    let cursor = fromCursor(context.cursor)
    for (const type of context.otherLogTypes ?? []) {
      for await (const page of readType(context, type, cursor.types[type])) {
        cursor = { types: { ...cursor.types, [type]: page.position } }
        yield { ...page.page, cursor: toCursor(cursor), done: false }
      }
    }
    yield { ...NOTHING, cursor: toCursor(cursor), done: true }
  },
}

interface TypePage {
  readonly page: ReadPage
  readonly position: TypePosition
}

async function* readType(
  context: ReadContext,
  type: string,
  position: TypePosition | undefined,
): AsyncGenerator<TypePage> {
  for (const place of placesFor(context, position)) {
    try {
      const cursor = position?.cursor ?? null
      for await (const page of streamOf(type, place).read({ ...context, cursor })) {
        const drift = page.drafts.length === 0 ? [] : [{ path: `type ${type}`, count: page.drafts.length }]
        yield {
          page: { ...page, drift: [...page.drift, ...drift] },
          position: { place, cursor: page.cursor },
        }
      }
      return
    } catch (error) {
      if (!isRefusedType(error)) throw error
    }
  }
  const drift = [{ path: `type ${type} (refused)`, count: 1 }]
  yield {
    page: { ...NOTHING, fetched: 1, drift },
    position: position ?? { place: 'workspace', cursor: null },
  }
}

/** Once files were read from a place, the type is that place's. */
function placesFor({ ids }: ReadContext, position: TypePosition | undefined): readonly LogPlace[] {
  if (position !== undefined && position.cursor !== null) return [position.place]
  return PLACES.filter((place) => place === 'workspace' || ids.organizationId !== null)
}

const isRefusedType = (error: unknown): boolean =>
  (error instanceof UpstreamContractChanged && error.path === 'query.event_type') ||
  (error instanceof CapabilityDenied && error.code === 'missing_scope')

const NOTHING: ReadPage = {
  drafts: [],
  quarantined: [],
  drift: [],
  cursor: {},
  completed: [],
  done: false,
  fetched: 0,
  cursorTime: null,
  coveredFrom: null,
}

const position = z.object({
  place: z.enum(PLACES),
  cursor: z.custom<Cursor>((value) => typeof value === 'object' && value !== null).nullable(),
})
type TypePosition = z.infer<typeof position>

const cursorSchema = z.object({ types: z.record(z.string(), position) })
type OtherCursor = z.infer<typeof cursorSchema>

const toCursor = ({ types }: OtherCursor): Cursor => ({ types })

function fromCursor(cursor: Cursor | null): OtherCursor {
  const parsed = cursorSchema.safeParse(cursor)
  return parsed.success ? parsed.data : { types: {} }
}
