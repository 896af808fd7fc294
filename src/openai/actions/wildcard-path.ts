/** Names that gateways and frameworks give to a parameter that takes the rest of a path, slashes and all. */
const REST_OF_PATH: readonly string[] = [
  'any',
  'catchall',
  'endpoint',
  'filepath',
  'path',
  'proxy',
  'resource_path',
  'rest',
  'route',
  'subpath',
  'uri',
  'url',
  'wildcard',
]

/** Characters at the end of a path that are looked at: more than any last segment. */
const LAST_SEGMENT = 200

/** Whether a path ends in something that takes any path: `*`, `{proxy+}`, `{path}`. */
export function isWildcardPath(path: string): boolean {
  const last = path.slice(-LAST_SEGMENT).replace(/\/$/, '').split('/').at(-1) ?? ''
  if (last.includes('*')) return true
  const name = /^\{([^{}]+)\}$/.exec(last)?.[1]
  if (name === undefined) return false
  // `{name+}`, `{+name}` and `{...name}` say so themselves.
  return /^\+|^\.\.\.|\+$/.test(name) || REST_OF_PATH.includes(name.toLowerCase())
}
