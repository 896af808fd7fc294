import type { Arrival } from '../clp/log-files.ts'
import type { LogType } from '../clp/types.ts'
import { parseIsoMicros } from '../tenant/time.ts'
import type { World } from '../world.ts'
import type { Holdings, StreamTruth } from './canonical.ts'
import { canonicalJson, digest } from './canonical.ts'
import { addChatgptLines } from './chatgpt-lines.ts'
import type { Cursors, Lines } from './lines.ts'
import type { Span } from './platform-lines.ts'
import { addPlatformLines } from './platform-lines.ts'
import type { StreamName } from './projections.ts'
import {
  fieldsOf,
  isChatgptStream,
  isPlatformStream,
  PROJECTIONS,
  STREAM_NAMES,
  streamOfType,
  typeOf,
} from './projections.ts'

// What a collector that made no mistake would hold now. State streams: every live object. Log streams: every file that
// ends at or before the cursor, each event once, each message in its newest version. Nothing is kept between calls;
// while it works, a call holds the ids of log records, and lines of objects.

function endOf(cursor: unknown): number | undefined {
  return typeof cursor === 'string' ? parseIsoMicros(cursor) : undefined
}

/** Arrivals of a window whose file ends within (after, upto]; whole windows without looking at their parts. */
function arrivalsWithin(world: World, type: LogType, window: number, after: number, upto: number): Arrival[] {
  const all = [...world.logs.arrivals(type, window)]
  if (world.logs.closeOf(type, window) <= upto && world.logs.closeOf(type, window - 1) >= after) return all
  let start = 0
  return world.logs.files(type, window).flatMap((file) => {
    const slice = all.slice(start, start + file.events)
    start += file.events
    return file.endMicros > after && file.endMicros <= upto ? slice : []
  })
}

function logHoldings(world: World, type: LogType, span: Span, now: number): Holdings {
  const stream = streamOfType(type)
  const last = world.logs.lastClosed(type, now)
  const upto = endOf(span.upto) ?? now
  const after = endOf(span.since) ?? 0
  const first = Math.max(world.logs.firstWindow(), world.logs.windowAt(after) - 1)
  const newest = new Map<string, Arrival>()
  for (let window = first; window <= Math.min(last, world.logs.windowAt(upto)); window++) {
    for (const arrival of arrivalsWithin(world, type, window, after, upto)) {
      const key = world.logs.keyOf(type, arrival)
      const known = newest.get(key)
      if (known === undefined || known.at < arrival.at) newest.set(key, arrival)
    }
  }
  return {
    ids: newest.keys(),
    lineOf: (id) => {
      const arrival = newest.get(id)
      if (!arrival) throw new Error(`no arrival for ${id}`)
      return canonicalJson(PROJECTIONS[stream](world.logs.recordOf(type, arrival)))
    },
  }
}

/** Holdings over lines that are already made. */
export function holdingsOf(lines: ReadonlyMap<string, string>): Holdings {
  return { ids: lines.keys(), lineOf: (id) => lines.get(id) ?? '' }
}

function collect(world: World, stream: StreamName, upto: Cursors, since: Cursors): Holdings {
  const lines: Lines = new Map()
  const span = { upto: upto[stream], since: since[stream] }
  if (isPlatformStream(stream)) addPlatformLines(lines, world, stream, span)
  else if (isChatgptStream(stream)) addChatgptLines(lines, world, stream)
  else return logHoldings(world, typeOf(stream), span, world.clock.now())
  return holdingsOf(lines)
}

export interface TruthSource {
  readonly holdings: (stream: StreamName, upto: Cursors, since: Cursors) => Holdings
}

export function tenantTruth(world: World): TruthSource {
  return { holdings: (stream, upto, since) => collect(world, stream, upto, since) }
}

export function truthOf(
  source: TruthSource,
  streams: readonly StreamName[],
  upto: Cursors,
  since: Cursors,
): Readonly<Record<string, StreamTruth>> {
  const wanted = streams.length > 0 ? streams : STREAM_NAMES
  return Object.fromEntries(
    wanted.map((stream) => [stream, digest(source.holdings(stream, upto, since), fieldsOf(stream))]),
  )
}
