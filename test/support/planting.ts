/** Rewrites upstream's answers so that a marker stands wherever a text may stand, and where no text should. */

/** Definitions: sealed in every mode, so in clear nowhere. */
const DEFINITION_TEXTS = new Set([
  'instructions',
  'description',
  'conversation_starters',
  'canonical_handle',
  'original_url',
  'display_name',
])
/** Objects whose `name` is a file's. */
const IS_FILE = /\.file(_info)?$/

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json }

const isObject = (value: Json): value is { readonly [name: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Before and after, since what is cut off or quoted may be either end. */
const around = (marker: string, text: string): string => `${marker} ${text} ${marker}`

/** Of an answer's JSON: every object gains fields that nobody has described, every definition's text the marker. */
export function plantInJson(value: Json, marker: string, field = ''): Json {
  if (typeof value === 'string') return plantInText(value, marker, field)
  if (Array.isArray(value)) return value.map((item: Json) => plantInJson(item, marker, field))
  if (!isObject(value)) return value
  const entries = Object.entries(value).map(([name, inner]) => {
    const isFileName = name === 'name' && typeof value.object === 'string' && IS_FILE.test(value.object)
    return [name, plantInJson(inner, marker, isFileName ? 'description' : name)] as const
  })
  return { ...Object.fromEntries(entries), ...undescribed(marker) }
}

function plantInText(text: string, marker: string, field: string): string {
  if (field === 'action_openapi_raw') return text.replaceAll('"summary":"', `"summary":"${marker} `)
  // What the simulated tenant has marked itself is of class content; upstream's lists never do.
  return DEFINITION_TEXTS.has(field) || text.includes(marker) ? around(marker, text) : text
}

/** A text, a text in a place, and a text as a name: e-mail addresses do come as names of fields. */
const undescribed = (marker: string) => ({
  nobody_lists_this: `${marker} ${marker}`,
  nor_this: { nested: [{ deep: `${marker} ${marker}` }] },
  [`said ${marker} to planted@example.com`]: marker,
})

/** Records that no schema fits, for the front of a page. */
export const misshapenItems = (marker: string): readonly Json[] => [
  `${marker} ${marker}`,
  [marker],
  { id: null, name: `${marker} ${marker}` },
  { id: { [`${marker} ${marker}`]: marker }, text: marker },
]

/** A log file's lines, planted, with wreckage in between. */
export function plantInLines(file: string, marker: string): string {
  const lines = file.split('\n').filter((line) => line !== '')
  // Several records on one line stay as they are.
  const planted = lines.map((line) =>
    isOne(line) ? JSON.stringify(plantInJson(JSON.parse(line), marker)) : line,
  )
  const first = lines.find(isOne)
  if (first !== undefined) planted.splice(1, 0, ...wreckage(first, marker))
  return `${planted.join('\n')}\n`
}

const isOne = (line: string): boolean => !line.includes('}{')

function wreckage(line: string, marker: string): string[] {
  const dense = Array.from({ length: 12 }, () => marker).join(' ')
  const record = JSON.parse(line) as Record<string, Json>
  return [
    dense,
    `{"event_id":"cut-off","message":{"content":{"value":"${dense}`,
    `{"event_id":"bare word","message":{"content":{"value":${dense}}}}`,
    `${line}${dense}{"text":"${dense}"}`,
    JSON.stringify([dense]),
    JSON.stringify({ ...record, event_id: { [dense]: dense } }),
    JSON.stringify({ ...record, event_id: 'wrong-time', timestamp: dense }),
    JSON.stringify({ ...record, event_id: 'wrong-type', type: { text: dense } }),
    JSON.stringify({
      ...record,
      event_id: 'wrong-parts',
      message: dense,
      conversation: [dense],
      actor: dense,
    }),
    // Passes for an instant until Postgres is asked.
    JSON.stringify({ ...withMarkedText(record, dense), event_id: 'no-such-month', timestamp: NO_SUCH_TIME }),
  ]
}

const NO_SUCH_TIME = '2026-13-45T10:00:00.000000Z'

function withMarkedText(record: Record<string, Json>, dense: string): Record<string, Json> {
  const { message } = record
  if (message === undefined || !isObject(message)) return record
  return {
    ...record,
    message: { ...message, id: 'message-of-no-month', content: { type: 'text', value: dense } },
  }
}
