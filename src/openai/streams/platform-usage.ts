import { z } from 'zod'
import type { EventActor, EventDraft, QuarantinedRecord } from '../../model/core/records.ts'
import type { Cursor } from '../../model/core/slices.ts'
import { BATCH_LIMITS } from '../../model/core/slices.ts'
import { NotThere, TOO_LARGE, UpstreamContractChanged } from '../failures.ts'
import type { ListPage } from '../list-page.ts'
import type { DailyQuery, PlatformClient } from '../platform.ts'
import { COST_DIMENSIONS, USAGE_DIMENSIONS, USAGE_ENDPOINTS } from '../usage-calls.ts'
import { ignored, text } from './mapping/fields.ts'
import { isoOfSeconds } from './mapping/instants.ts'
import { personOf } from './mapping/people.ts'
import { present } from './mapping/present.ts'
import { stepAfter } from './paging/cursors.ts'
import { DriftTally } from './paging/drift.ts'
import { LenientReader } from './paging/lenient.ts'
import { fromStartIfRefused, unlessGone, withRestarts } from './paging/turn.ts'
import type { ReadContext, ReadPage, StreamReader } from './stream-reader.ts'

/**
 * What was used and what it cost, by day. Upstream serves buckets that still grow while their day goes on, and an event
 * here never changes once it is stored. So only days are read that ended some hours ago: the cursor is the first day
 * not read yet, and a run that finds no new settled day asks for nothing. Days are taken a window at a time, in it one
 * endpoint after the other, each paged to its end; `covered` moves once the window's last page is in.
 *
 * An event's id is where its figure stands: endpoint, day, and the values it is grouped by. What is read again after a
 * crash is then the same event.
 */
interface Position {
  /** Unix seconds, the beginning of a UTC day. */
  readonly covered: number
  readonly window: Window | null
}

interface Window {
  readonly until: number
  /** Position in the stream's parts. */
  readonly part: number
  readonly page: string | null
  readonly restarts?: number
}

const DAY_S = 86_400
/** Seconds after its end until a day is read: upstream does not say when its figures are final. */
const SETTLED_AFTER = 6 * 3_600
/** Days in a window; a month is the most that usage serves in one page. */
const WINDOW_DAYS = 31
/** Days a page. Each holds a result for every key and model that were used, so a page of a busy month could be large. */
const DAYS_A_PAGE = 7

/** One list within the stream, and what becomes of its results. */
interface Part {
  readonly name: string
  readonly dimensions: readonly Dimension[]
  list(client: PlatformClient, query: DailyQuery): Promise<ListPage>
}

type Dimension = (typeof DIMENSIONS)[number]
const DIMENSIONS = ['project_id', 'user_id', 'api_key_id', 'model', 'line_item'] as const

/** What upstream counts, by any of its endpoints. */
const FIGURES = [
  'num_model_requests',
  'num_requests',
  'num_sessions',
  'input_tokens',
  'input_cached_tokens',
  'input_uncached_tokens',
  'input_cache_write_tokens',
  'output_tokens',
  'input_audio_tokens',
  'output_audio_tokens',
  'images',
  'characters',
  'seconds',
  'usage_bytes',
  'quantity',
] as const

/** Parts of the figures above, by what the tokens were of. */
const BY_MODALITY = [
  'input_text_tokens',
  'input_image_tokens',
  'input_cached_text_tokens',
  'input_cached_image_tokens',
  'input_cached_audio_tokens',
  'input_cache_write_12h_tokens',
  'input_cache_write_30m_tokens',
  'output_text_tokens',
  'output_image_tokens',
] as const

const figure = z.number().nullish()

const result = z.looseObject({
  object: ignored,
  ...(Object.fromEntries(DIMENSIONS.map((name) => [name, text])) as Record<Dimension, typeof text>),
  ...(Object.fromEntries(FIGURES.map((name) => [name, figure])) as Record<
    (typeof FIGURES)[number],
    typeof figure
  >),
  quantity_unit: text,
  // A number by the specification; money is often sent as text.
  amount: z.looseObject({ value: z.union([z.number(), z.string()]).nullish(), currency: text }).nullish(),
  ...(Object.fromEntries(BY_MODALITY.map((name) => [name, ignored])) as Record<
    (typeof BY_MODALITY)[number],
    typeof ignored
  >),
  batch: ignored,
  service_tier: ignored,
  size: ignored,
  source: ignored,
  vector_store_id: ignored,
  context_level: ignored,
  api_source: ignored,
  organization_id: ignored,
  organization_name: ignored,
  project_name: ignored,
})
type Result = z.infer<typeof result>

const bucket = z.looseObject({
  object: ignored,
  start_time: z.number().int().min(0).max(253_402_300_799),
  end_time: ignored,
  results: z.array(z.unknown()),
})

const buckets = new LenientReader(bucket)
const results = new LenientReader(result)

const USAGE_PARTS: readonly Part[] = USAGE_ENDPOINTS.map((endpoint) => ({
  name: endpoint,
  dimensions: USAGE_DIMENSIONS[endpoint],
  list: (client, query) => client.usage(endpoint, query),
}))

const COST_PARTS: readonly Part[] = [
  { name: 'costs', dimensions: COST_DIMENSIONS, list: (client, query) => client.costs(query) },
]

export const platformUsage = dailyStream('platform.usage', USAGE_PARTS)
export const platformCosts = dailyStream('platform.costs', COST_PARTS)

function dailyStream(name: 'platform.usage' | 'platform.costs', parts: readonly Part[]): StreamReader {
  const [first] = parts as readonly [Part, ...Part[]]
  return {
    name,
    async sample(context) {
      const client = context.upstream.platform('platform.usage_read')
      const now = Math.floor(context.now().getTime() / 1_000)
      const startTime = dayOf(now) - DAYS_A_PAGE * DAY_S
      const page = await first.list(client, { startTime, endTime: null, page: null, limit: DAYS_A_PAGE })
      return { records: page.records, drift: readBuckets(page, first, null).drift, ids: [] }
    },
    async *read(context) {
      const now = Math.floor(context.now().getTime() / 1_000)
      const settled = dayOf(now - SETTLED_AFTER)
      const resumed = fromCursor(context.cursor)
      let position = resumed ?? { covered: Math.min(firstDay(context), settled), window: null }
      let coveredFrom = resumed === null ? isoOfSeconds(position.covered) : null
      for (;;) {
        if (position.window === null && position.covered >= settled) {
          yield { ...NOTHING, cursor: toCursor(position), done: true, coveredFrom, ...standing(position) }
          return
        }
        const window = position.window ?? openWindow(position.covered, settled)
        const part = parts[window.part] ?? first
        const { page, next, restarts } = await readPart(context, part, position.covered, window)
        yield* inChunks(page, toCursor(position), position)
        position = advanced(position.covered, { ...window, restarts }, next, parts.length)
        const done = position.window === null && position.covered >= settled
        yield {
          ...page,
          drafts: lastChunk(page),
          cursor: toCursor(position),
          done,
          coveredFrom,
          ...standing(position),
        }
        coveredFrom = null
        if (done) return
      }
    },
  }
}

/**
 * A page may hold a result for every key and model of a week, and a transaction a thousand records: all but the last
 * thousand go first, with the cursor where it was. A worker that is lost between them reads the page again.
 */
function* inChunks(page: PageBody, cursor: Cursor, position: Position): Generator<ReadPage> {
  const rest = { quarantined: [], drift: [], completed: [], fetched: 0 }
  for (let at = 0; at + BATCH_LIMITS.records < page.drafts.length; at += BATCH_LIMITS.records) {
    const drafts = page.drafts.slice(at, at + BATCH_LIMITS.records)
    yield { ...rest, drafts, cursor, done: false, coveredFrom: null, ...standing(position) }
  }
}

const lastChunk = ({ drafts }: PageBody): PageBody['drafts'] =>
  drafts.length === 0
    ? drafts
    : drafts.slice(Math.floor((drafts.length - 1) / BATCH_LIMITS.records) * BATCH_LIMITS.records)

const dayOf = (seconds: number): number => seconds - (seconds % DAY_S)

const firstDay = ({ since }: ReadContext): number => dayOf(Math.floor(Date.parse(since) / 1_000))

const openWindow = (covered: number, settled: number): Window => ({
  until: Math.min(covered + WINDOW_DAYS * DAY_S, settled),
  part: 0,
  page: null,
})

function advanced(covered: number, window: Window, next: string | null, parts: number): Position {
  if (next !== null) return { covered, window: { ...window, page: next } }
  if (window.part + 1 < parts)
    return { covered, window: { until: window.until, part: window.part + 1, page: null } }
  return { covered: window.until, window: null }
}

const standing = ({ covered }: Position) => ({ cursorTime: isoOfSeconds(covered) })

type PageBody = Pick<ReadPage, 'drafts' | 'quarantined' | 'drift' | 'completed' | 'fetched'>

const NOTHING: PageBody = { drafts: [], quarantined: [], drift: [], completed: [], fetched: 0 }

async function readPart(
  context: ReadContext,
  part: Part,
  startTime: number,
  { until, page, restarts = 0 }: Window,
): Promise<{ page: PageBody; next: string | null; restarts: number }> {
  const client = context.upstream.platform('platform.usage_read')
  const where = `platform usage: ${part.name}`
  const found = await unlessGone(() =>
    fromStartIfRefused({ after: page, restarts }, where, async (from) => ({
      from,
      list: await listDays(part, client, { startTime, endTime: until, page: from, limit: DAYS_A_PAGE }),
    })),
  )
  // An endpoint that a tenant is not offered has no figures.
  if (found instanceof NotThere) return { page: { ...NOTHING, fetched: 1 }, next: null, restarts: 0 }
  const { list, from } = found.turn
  const { next } = stepAfter(list, from, 'next', where)
  const body = { ...readBuckets(list, part, from), completed: [], fetched: 1 }
  return { page: body, next, restarts: next === null ? 0 : found.restarts }
}

/** A busy organization's week may be more than one answer holds; then its days are asked for one by one. */
async function listDays(part: Part, client: PlatformClient, query: DailyQuery): Promise<ListPage> {
  try {
    return await part.list(client, query)
  } catch (error) {
    if (!(error instanceof UpstreamContractChanged) || error.path !== TOO_LARGE) throw error
    return part.list(client, { ...query, limit: 1 })
  }
}

function readBuckets(
  page: ListPage,
  part: Part,
  pageCursor: string | null,
): Pick<ReadPage, 'drafts' | 'quarantined' | 'drift'> {
  const drift = new DriftTally()
  const drafts: EventDraft[] = []
  const quarantined: QuarantinedRecord[] = []
  let index = 0
  for (const day of page.records) {
    const read = buckets.readOne(day, { fileId: null, pageCursor, index }, drift)
    if ('aside' in read) {
      quarantined.push(read.aside)
      index += 1
      continue
    }
    for (const one of read.record.results) {
      const figures = results.readOne(one, { fileId: null, pageCursor, index }, drift)
      index += 1
      if ('aside' in figures) quarantined.push(figures.aside)
      else drafts.push(draftOf(part, read.record.start_time, figures.record))
    }
  }
  return { drafts, quarantined, drift: drift.notes() }
}

function draftOf(part: Part, startTime: number, record: Result): EventDraft {
  const occurredAt = isoOfSeconds(startTime)
  const day = occurredAt.slice(0, 'YYYY-MM-DD'.length)
  const grouped = part.dimensions.map((name) => encodeURIComponent((record[name] ?? '').toWellFormed()))
  return {
    type: 'event',
    eventId: [part.name, day, ...grouped].join('/'),
    occurredAt,
    eventType: part.name === 'costs' ? 'costs' : `usage.${part.name}`,
    action: null,
    actor: actorOf(record),
    attributes: {
      day,
      ...present(record, part.dimensions),
      ...present(record, FIGURES),
      ...present(record, ['quantity_unit']),
      ...(record.amount ? { amount: present(record.amount, ['value', 'currency']) } : {}),
    },
  }
}

/** A key is what was used, whoever it belongs to; without one a person was at the dashboard. */
function actorOf({ api_key_id: key, user_id: user }: Result): EventActor {
  const person = typeof user === 'string' ? personOf({ id: user }) : null
  if (typeof key === 'string' && key !== '') return { kind: 'api_key', key, person }
  return person === null ? { kind: 'unknown' } : { kind: 'person', person }
}

function toCursor({ covered, window }: Position): Cursor {
  if (window === null) return { covered }
  const { until, part, page, restarts = 0 } = window
  return { covered, window: { until, part, page, ...withRestarts(restarts) } }
}

const cursorSchema = z.object({
  covered: z.number().int(),
  window: z
    .object({
      until: z.number().int(),
      part: z.number().int(),
      page: z.string().nullable(),
      restarts: z.number().int().default(0),
    })
    .nullable()
    .default(null),
})

function fromCursor(cursor: Cursor | null): Position | null {
  const parsed = cursorSchema.safeParse(cursor)
  return parsed.success ? parsed.data : null
}
