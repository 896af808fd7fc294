/** What a rule needs of an action's OpenAPI text: how much it can do, how, and where. */
export interface ActionSummary {
  readonly operations: number
  /** Lower case, sorted. */
  readonly methods: readonly string[]
  /** Hosts of all `servers`, of the document, its paths and its operations, sorted. */
  readonly servers: readonly string[]
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'] as const

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Reads an action's schema where it is JSON. Builders also paste YAML: that is not read, the summary is
 * null, and rules then know only the action's host.
 */
export function summarizeAction(raw: string): ActionSummary | null {
  const document = parse(raw)
  if (!isObject(document) || !isObject(document.paths)) return null
  const paths = Object.values(document.paths).filter(isObject)
  const verbs = paths.flatMap((path) => METHODS.filter((method) => isObject(path[method])))
  const operations = paths.flatMap((path) => METHODS.map((method) => path[method]).filter(isObject))
  const servers = [document, ...paths, ...operations].flatMap((one) =>
    Array.isArray(one.servers) ? one.servers : [],
  )
  return {
    operations: verbs.length,
    methods: [...new Set(verbs)].sort(),
    servers: [...new Set(servers.map(hostOf).filter((host) => host !== null))].sort(),
  }
}

function parse(raw: string): unknown {
  try {
    return JSON.parse(raw)
  } catch {
    return null
  }
}

/** No host is written so: it is on no list. */
const UNREADABLE = '(unreadable)'

/** Null for what is relative to the action's own host. */
function hostOf(server: unknown): string | null {
  const url = isObject(server) ? server.url : null
  if (typeof url !== 'string' || !/^([a-z][a-z0-9+.-]{0,30}:)?[/\\]{2}/i.test(url)) return null
  const absolute = /^[/\\]/.test(url) ? `https:${url}` : url
  return URL.canParse(absolute) ? new URL(absolute).hostname : UNREADABLE
}
