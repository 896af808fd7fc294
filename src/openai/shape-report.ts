import type { Capability } from '../model/core/capabilities.ts'
import type { DriftNote } from '../model/core/records.ts'
import type { StreamName } from '../model/core/streams.ts'
import { STREAM_NAMES, STREAMS } from '../model/core/streams.ts'
import { isUpstreamFailure } from './failures.ts'
import { STREAM_READERS } from './streams/registry.ts'
import type { ReadContext } from './streams/stream-reader.ts'

/** One field as upstream wrote it: where, of which types, how often. Never a value. */
export interface FieldShape {
  readonly path: string
  /** How many values of each JSON type. */
  readonly types: Readonly<Record<string, number>>
  readonly count: number
}

export interface StreamShape {
  readonly stream: StreamName
  readonly records: number
  readonly fields: readonly FieldShape[]
  /** Fields that Casbah does not know yet. */
  readonly unknown: readonly DriftNote[]
  /** Why the stream could not be read; null where it was. */
  readonly failure: string | null
}

/** Everything but a cursor and parents: a report starts at the beginning and finds parents by itself. */
export type ShapeContext = Omit<ReadContext, 'cursor' | 'nextParent'>

/** Reads one page of every stream that may be read, and says what it looks like. Nothing is stored. */
export async function reportShapes(
  context: ShapeContext,
  granted: ReadonlySet<Capability>,
): Promise<StreamShape[]> {
  const parents = new Map<StreamName, readonly string[]>()
  const shapes: StreamShape[] = []
  for (const stream of STREAM_NAMES) {
    const { capability, parent } = STREAMS[stream]
    if (!granted.has(capability)) continue
    const known = parent === undefined ? [] : (parents.get(parent) ?? [])
    const nextParent = async (after: string | null) =>
      known[after === null ? 0 : known.indexOf(after) + 1] ?? null
    const { report, ids } = await sampleShape(stream, { ...context, cursor: null, nextParent })
    parents.set(stream, ids)
    shapes.push(report)
  }
  return shapes
}

async function sampleShape(
  stream: StreamName,
  context: ReadContext,
): Promise<{ report: StreamShape; ids: readonly string[] }> {
  try {
    const sample = await STREAM_READERS[stream].sample(context)
    const report = {
      stream,
      records: sample.records.length,
      fields: shapeOf(sample.records),
      unknown: sample.drift,
      failure: null,
    }
    return { report, ids: sample.ids }
  } catch (error) {
    if (!isUpstreamFailure(error)) throw error
    const report = { stream, records: 0, fields: [], unknown: [], failure: error.name }
    return { report, ids: [] }
  }
}

// Some objects have keys that are data (an id, an address): such names are not shown.
const FIELD_NAME = /^[A-Za-z_][A-Za-z_.-]{0,63}$/

/** Field names, types and counts of some records. */
export function shapeOf(records: readonly unknown[]): FieldShape[] {
  const tally = new Map<string, Map<string, number>>()
  for (const record of records) note(tally, '', record)
  return [...tally]
    .map(([path, types]) => ({
      path,
      types: Object.fromEntries(types),
      count: [...types.values()].reduce((sum, one) => sum + one, 0),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** Levels, and paths: a report is for a person to read, and a record may hold what it likes. */
const MOST_LEVELS = 100
const MOST_PATHS = 5_000

function note(tally: Map<string, Map<string, number>>, path: string, value: unknown, level = 0): void {
  if (level > MOST_LEVELS || (tally.size >= MOST_PATHS && !tally.has(path))) return
  if (path !== '') {
    const types = tally.get(path) ?? new Map<string, number>()
    types.set(typeOf(value), (types.get(typeOf(value)) ?? 0) + 1)
    tally.set(path, types)
  }
  if (Array.isArray(value)) {
    for (const item of value) note(tally, `${path}[]`, item, level + 1)
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value)) {
      const shown = FIELD_NAME.test(name) ? name : '(odd name)'
      note(tally, path === '' ? shown : `${path}.${shown}`, inner, level + 1)
    }
  }
}

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}
