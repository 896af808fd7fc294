import type { Checkpoint } from '../../../db/checkpoints/list-checkpoints.ts'
import { listCheckpoints } from '../../../db/checkpoints/list-checkpoints.ts'
import type { Database } from '../../../db/client.ts'
import type { MasterKey } from '../../../db/seal/master-key.ts'
import type { IntegrationId } from '../../../model/core/ids.ts'
import type { JsonValue } from '../../../model/core/json.ts'
import type { Cursor } from '../../../model/core/slices.ts'
import type { StreamName } from '../../../model/core/streams.ts'
import { STREAMS } from '../../../model/core/streams.ts'
import { UNDESCRIBED_LOG_TYPE } from '../../../simulator/clp/types.ts'
import type { StreamTruth } from '../../../simulator/truth/canonical.ts'
import { digest } from '../../../simulator/truth/canonical.ts'
import { HeldStreams, holdingsOf } from './held.ts'

/** Whether the database holds exactly what a perfect collector would, stream by stream. */
export interface StreamComparison {
  readonly matches: boolean
  readonly held: number
  readonly truth: number
  readonly ids_match: boolean
  readonly fields_match: boolean
}

export interface TruthContext {
  readonly database: Database
  readonly master: MasterKey
  readonly integrationId: IntegrationId
  /** `http://127.0.0.1:P`, without `/v1`. */
  readonly simulatorOrigin: string
}

/**
 * State streams are compared as upstream stands now, log streams up to the cursor that was committed: the tenant
 * moves on (each of our calls is an audit event), so "now" would be another set every time.
 */
export async function compareWithTruth(
  context: TruthContext,
  streams: readonly StreamName[],
): Promise<Readonly<Partial<Record<StreamName, StreamComparison>>>> {
  const checkpoints = await listCheckpoints(context.database.drizzle, context.integrationId)
  const truth = await fetchTruth(context.simulatorOrigin, streams, cursorsOf(checkpoints))
  const held = await HeldStreams.open(context.database, context.master, context.integrationId)
  const compared: Partial<Record<StreamName, StreamComparison>> = {}
  for (const stream of streams) {
    const expected = truth[stream]
    if (expected === undefined) throw new Error(`The simulator says nothing of ${stream}.`)
    const found = digest(holdingsOf(await held.lines(stream)), expected.fields)
    const idsMatch = found.idsHash === expected.idsHash
    const fieldsMatch = found.fieldsHash === expected.fieldsHash
    compared[stream] = {
      matches: idsMatch && fieldsMatch && found.count === expected.count,
      held: found.count,
      truth: expected.count,
      ids_match: idsMatch,
      fields_match: fieldsMatch,
    }
  }
  return compared
}

/** Lines that only one side has, or that differ; for whoever looks for the fault. */
export async function differences(
  context: TruthContext,
  stream: StreamName,
  most: number,
): Promise<{ readonly id: string; readonly held: string | undefined; readonly truth: string | undefined }[]> {
  const checkpoints = await listCheckpoints(context.database.drizzle, context.integrationId)
  const held = await HeldStreams.open(context.database, context.master, context.integrationId)
  const [lines, truth] = await Promise.all([
    held.lines(stream),
    fetchTruthLines(context.simulatorOrigin, stream, cursorsOf(checkpoints)),
  ])
  const ids = [...new Set([...lines.keys(), ...truth.keys()])].sort()
  return ids
    .map((id) => ({ id, held: lines.get(id), truth: truth.get(id) }))
    .filter((line) => line.held !== line.truth)
    .slice(0, most)
}

interface Cursors {
  readonly upto: Readonly<Record<string, JsonValue>>
  readonly since: Readonly<Record<string, JsonValue>>
}

/** Only of each stream's own lane: log cursors live in one lane, state streams have none to compare at. */
export function cursorsOf(checkpoints: readonly Checkpoint[]): Cursors {
  const upto: Record<string, JsonValue> = {}
  const since: Record<string, JsonValue> = {}
  for (const { stream, lane, cursor, coveredFrom } of checkpoints) {
    if (STREAMS[stream].records.type === 'asset' || lane !== STREAMS[stream].lane || cursor === null) continue
    if (cursor.covered !== undefined) {
      // Ours is the end that is excluded, the simulator's the last second that is included.
      upto[stream] = { effective_at: Number(cursor.covered) - 1 }
      if (coveredFrom !== null)
        since[stream] = { effective_at: Math.floor(Date.parse(coveredFrom) / 1_000) - 1 }
    } else if (stream === 'logs.OTHER') {
      upto[stream] = otherLogsUpTo(cursor)
    } else if (cursor.after !== undefined) {
      upto[stream] = cursor.after
    }
  }
  return { upto, since }
}

/** The tenant has one type of log file that no stream describes; where nobody has named it, nothing of it is held. */
function otherLogsUpTo(cursor: Cursor): JsonValue {
  const types = cursor.types as Readonly<Record<string, { readonly cursor: Cursor | null }>> | undefined
  return types?.[UNDESCRIBED_LOG_TYPE]?.cursor?.after ?? NEVER
}

/** Before everything. */
const NEVER = '1970-01-01T00:00:00Z'

async function fetchTruth(
  origin: string,
  streams: readonly StreamName[],
  cursors: Cursors,
): Promise<Readonly<Record<string, StreamTruth>>> {
  const response = await ask(origin, '/_sim/truth', streams, cursors)
  const { streams: truth } = (await response.json()) as { streams: Readonly<Record<string, StreamTruth>> }
  return truth
}

async function fetchTruthLines(
  origin: string,
  stream: StreamName,
  cursors: Cursors,
): Promise<ReadonlyMap<string, string>> {
  const response = await ask(origin, '/_sim/truth/lines', [stream], cursors)
  const lines = (await response.text()).split('\n').filter((line) => line !== '')
  return new Map(lines.map((line) => [line.slice(0, line.indexOf('\t')), line.slice(line.indexOf('\t') + 1)]))
}

async function ask(
  origin: string,
  path: string,
  streams: readonly StreamName[],
  { upto, since }: Cursors,
): Promise<Response> {
  const query = new URLSearchParams({
    stream: streams.join(','),
    upto: JSON.stringify(upto),
    since: JSON.stringify(since),
  })
  const response = await fetch(`${origin}${path}?${query}`)
  if (!response.ok)
    throw new Error(`The simulator does not tell the truth: ${response.status} ${await response.text()}`)
  return response
}
