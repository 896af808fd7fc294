import { readChange } from './changes.ts'
import type { Answer } from './http/message.ts'
import type { PaceView } from './http/pace.ts'
import type { Stats } from './http/stats.ts'
import type { ScenarioPatch } from './scenario.ts'
import { plantedObjects } from './tenant/planted-objects.ts'
import { OWN_DOMAINS } from './tenant/tenant.ts'
import { sortedLines } from './truth/canonical.ts'
import type { Cursors } from './truth/lines.ts'
import { isStreamName, STREAM_NAMES } from './truth/projections.ts'
import type { TruthSource } from './truth/truth.ts'
import { truthOf } from './truth/truth.ts'
import type { World } from './world.ts'

// The simulator's own routes, under /_sim: what tests in other processes steer it by. Never part of the tenant, never
// counted in its statistics.

export interface ControlRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly body: string
}

export interface ControlContext {
  readonly world: World
  readonly stats: Stats
  readonly pace: () => Readonly<Record<string, PaceView>>
  readonly truth: TruthSource
  readonly urls: () => {
    readonly platformUrl: string
    readonly complianceUrl: string
    readonly downloadUrl: string
  }
  readonly keys: () => Readonly<Record<string, string>>
}

class BadControl extends Error {
  override readonly name = 'BadControl'
}

function readObject(text: string, what: string): Readonly<Record<string, unknown>> {
  if (text === '') return {}
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new BadControl(`${what} is not JSON: ${text.slice(0, 80)}`, { cause })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new BadControl(`${what} must be a JSON object`)
  return Object.fromEntries(Object.entries(value))
}

function cursors(query: URLSearchParams, name: string): Cursors {
  return readObject(query.get(name) ?? '', name)
}

function info({ world, urls, keys }: ControlContext): Answer {
  const { clock: _clock, scenario: _scenario, ...options } = world.options
  const { organizationId, workspaceId, otherWorkspaceId } = world.tenant
  const now = new Date(world.clock.now() / 1000).toISOString()
  return {
    status: 200,
    body: {
      ...urls(),
      organizationId,
      workspaceId,
      otherWorkspaceId,
      ownDomains: OWN_DOMAINS,
      keys: keys(),
      options,
      planted: plantedObjects(world.tenant),
      now,
    },
  }
}

function streamsOf(query: URLSearchParams) {
  const names = query.getAll('stream').flatMap((value) => value.split(','))
  const unknown = names.find((name) => !isStreamName(name))
  if (unknown !== undefined)
    throw new BadControl(`Unknown stream "${unknown}". Known: ${STREAM_NAMES.join(', ')}.`)
  return names.filter(isStreamName)
}

function truth({ truth: source }: ControlContext, query: URLSearchParams): Answer {
  const streams = truthOf(source, streamsOf(query), cursors(query, 'upto'), cursors(query, 'since'))
  return { status: 200, body: { streams } }
}

function truthLines({ truth: source }: ControlContext, query: URLSearchParams): Answer {
  const [stream] = streamsOf(query)
  if (stream === undefined) throw new BadControl('Name a stream: /_sim/truth/lines?stream=platform.users')
  let text = ''
  for (const [id, line] of sortedLines(
    source.holdings(stream, cursors(query, 'upto'), cursors(query, 'since')),
  )) {
    text += `${id}\t${line}\n`
  }
  return { status: 200, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: Buffer.from(text) }
}

function changeScenario({ world }: ControlContext, body: string): Answer {
  return { status: 200, body: world.scenario.merge(readObject(body, 'the scenario') as ScenarioPatch) }
}

function moveClock({ world }: ControlContext, body: string): Answer {
  const { advanceMs } = readObject(body, 'the body')
  if (typeof advanceMs !== 'number' || !Number.isFinite(advanceMs) || advanceMs < 0) {
    throw new BadControl(
      'Give {"advanceMs": <milliseconds, not negative>}: log files that were listed cannot be unlisted.',
    )
  }
  world.clock.advance(advanceMs)
  return { status: 200, body: { now: new Date(world.clock.now() / 1000).toISOString() } }
}

/** Who changes things in the workspace: its first admin. */
const CHANGED_BY = 0

/** Makes something happen in the tenant, and says from when on upstream's audit log tells of it. */
function change({ world }: ControlContext, body: string): Answer {
  const { kind, index } = readChange(readObject(body, 'the change'), world.tenant)
  const now = world.clock.now()
  const { id, workspace, platformAt } = world.changes.make(kind, index, now)
  if (workspace !== null)
    world.calls.add({ at: now, ok: true, key: '', agent: 'Mozilla/5.0', by: CHANGED_BY, ...workspace })
  const told = platformAt ?? world.logs.closeOf('AUDIT_LOG', world.logs.windowAt(now))
  return { status: 200, body: { id, told_at: new Date(Math.ceil(told / 1000)).toISOString() } }
}

function dispatch(context: ControlContext, request: ControlRequest): Answer {
  switch (`${request.method} ${request.path}`) {
    case 'GET /_sim/info':
      return info(context)
    case 'GET /_sim/pace':
      return { status: 200, body: context.pace() }
    case 'GET /_sim/stats':
      return { status: 200, body: context.stats.view(context.world.calls.size) }
    case 'GET /_sim/truth':
      return truth(context, request.query)
    case 'GET /_sim/truth/lines':
      return truthLines(context, request.query)
    case 'GET /_sim/scenario':
      return { status: 200, body: context.world.scenario.current }
    case 'POST /_sim/scenario':
      return changeScenario(context, request.body)
    case 'POST /_sim/changes':
      return change(context, request.body)
    case 'POST /_sim/clock':
      return moveClock(context, request.body)
    default:
      return { status: 404, body: { error: `no such control: ${request.method} ${request.path}` } }
  }
}

export function control(context: ControlContext, request: ControlRequest): Answer {
  try {
    return dispatch(context, request)
  } catch (problem) {
    const message = problem instanceof Error ? problem.message : String(problem)
    return { status: 400, body: { error: message } }
  }
}
