/** What a rule needs of an action's OpenAPI text: how much it can do, how, and where. */
export interface ActionSummary {
  readonly operations: number
  /** Lower case, sorted. */
  readonly methods: readonly string[]
  /** Hosts of `servers`, sorted. */
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
  const verbs = Object.values(document.paths)
    .filter(isObject)
    .flatMap((path) => METHODS.filter((method) => isObject(path[method])))
  const servers = Array.isArray(document.servers) ? document.servers : []
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

function hostOf(server: unknown): string | null {
  const url = isObject(server) ? server.url : null
  return typeof url === 'string' && URL.canParse(url) ? new URL(url).hostname : null
}
