/**
 * Names of inputs with open-ended power: whoever fills one in decides what is run, fetched or looked up, not the
 * API. Written as they are compared: lower case, words joined by underscores. `anywhere` is a parameter or a
 * property of the body.
 *
 * Left out for their many harmless meanings: `q` (each search box), `body` (each e-mail, issue and comment),
 * `text`, `input`, `data`, `filter`, `link`, `file`. `code` counts in a body alone: as a parameter it is a
 * country's or a coupon's.
 */
export const FREE_FORM_NAMES: ReadonlyMap<string, 'anywhere' | 'body'> = new Map([
  ['callback_url', 'anywhere'],
  ['cmd', 'anywhere'],
  ['code', 'body'],
  ['command', 'anywhere'],
  ['commands', 'anywhere'],
  ['endpoint', 'anywhere'],
  ['expression', 'anywhere'],
  ['file_path', 'anywhere'],
  ['filepath', 'anywhere'],
  ['formula', 'anywhere'],
  ['host', 'anywhere'],
  ['hostname', 'anywhere'],
  ['path', 'anywhere'],
  ['prompt', 'anywhere'],
  ['query', 'anywhere'],
  ['redirect_uri', 'anywhere'],
  ['script', 'anywhere'],
  ['shell', 'anywhere'],
  ['soql', 'anywhere'],
  ['source_code', 'anywhere'],
  ['sql', 'anywhere'],
  ['sql_query', 'anywhere'],
  ['statement', 'body'],
  ['target_url', 'anywhere'],
  ['uri', 'anywhere'],
  ['url', 'anywhere'],
  ['urls', 'anywhere'],
  ['webhook_url', 'anywhere'],
])

/** Characters: no name of the list is longer, before or after its words are joined. */
const LONGEST_NAME = 24

/**
 * The list's own name for an input, null where it has none. `targetUrl`, `target-url` and `TARGET_URL` are one
 * name.
 */
export function freeFormName(name: string, place: 'parameter' | 'body'): string | null {
  if (name.length > LONGEST_NAME) return null
  const joined = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[-. ]/g, '_')
    .toLowerCase()
  const where = FREE_FORM_NAMES.get(joined)
  return where === 'anywhere' || where === place ? joined : null
}
