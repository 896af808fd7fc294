import { CAPABILITY_FACTS } from '../src/model/core/capabilities.ts'
import { STREAM_NAMES, STREAMS } from '../src/model/core/streams.ts'
import { COMPLIANCE_ROUTES, nameOfRoute, PLATFORM_ROUTES } from '../src/openai/routes.ts'
import { code, table } from './markdown.ts'
import type { UpstreamCall } from './observed-calls.ts'
import { observeCalls } from './observed-calls.ts'

/** The parts of docs/reference/upstream.md, from what the clients really ask when each stream is read. */
export async function upstreamSections(): Promise<Readonly<Record<string, string>>> {
  const calls = await observeCalls()
  return { routes: routes(calls), streams: streams(calls) }
}

const ROUTES = [...PLATFORM_ROUTES, ...Object.values(COMPLIANCE_ROUTES)].map(nameOfRoute)

function routes(calls: readonly UpstreamCall[]): string {
  const rows = ROUTES.map((name) => {
    const mine = calls.filter((call) => call.route === name)
    const [first] = mine
    if (first === undefined) throw new Error(`Nothing asks ${name}: take it out of src/openai/routes.ts.`)
    const readers = mine.flatMap(({ stream }) => (stream === null ? [] : [code(stream)]))
    const isProbed = mine.some(({ stream }) => stream === null)
    const scopes = mine.flatMap(({ stream }) => (stream === null ? [] : [scopeOf(stream)]))
    return [
      code(name),
      unique(mine.flatMap(({ parameters }) => parameters))
        .map(code)
        .join(', '),
      unique([...readers, ...(isProbed ? ['connection test'] : [])]).join(', '),
      unique(scopes).map(code).join(', '),
      limit(first),
    ]
  })
  return table(['route', 'query parameters', 'asked for', 'scope', 'requests a minute'], rows)
}

const scopeOf = (stream: (typeof STREAM_NAMES)[number]): string =>
  CAPABILITY_FACTS[STREAMS[stream].capability].scope

/** OpenAI documents limits for the workspace's routes; for the organization's it publishes no number. */
const limit = ({ plane, perMinute }: UpstreamCall): string =>
  plane === 'platform' ? `${perMinute}, assumed` : `${perMinute}, documented`

function streams(calls: readonly UpstreamCall[]): string {
  const rows = STREAM_NAMES.map((stream) => {
    const { capability, lane, parent, leastMode } = STREAMS[stream]
    const facts = CAPABILITY_FACTS[capability]
    const mine = calls.filter((call) => call.stream === stream)
    return [
      code(stream),
      unique(mine.map(({ route }) => code(route.replace('GET ', '')))).join(', '),
      code(capability),
      facts.label,
      lane,
      parent === undefined ? '' : code(parent),
      code(leastMode),
    ]
  })
  return table(
    [
      'stream',
      'routes',
      'capability',
      'what the key must be able to do',
      'lane',
      'one list for each of',
      'least mode',
    ],
    rows,
  )
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)]
