import { InvalidArgumentError } from 'commander'
import { usageError } from '../cli-error.ts'
import { readDocument } from '../document.ts'

/** What a custom rule is written with: flags, or a file that they override. The API looks at what it says. */
export interface DefinitionFlags {
  readonly file?: string
  readonly kind?: string
  readonly title?: string
  readonly description?: string
  readonly severity?: string
  readonly remediation?: string
  readonly expression?: string
  readonly events?: ListenedTo
  readonly atLeast?: number
}

/** Deeds by stream. */
export type ListenedTo = Readonly<Record<string, readonly string[]>>

/** `logs.AUDIT_LOG:DOMAIN_CREATE,DOMAIN_DELETE`, given once a stream. */
export function listened(text: string, before: ListenedTo = {}): ListenedTo {
  const [stream = '', deeds = ''] = text.split(/:(.*)/s)
  const named = deeds.split(',').filter((deed) => deed !== '')
  if (stream === '' || named.length === 0)
    throw new InvalidArgumentError('It is <stream>:<deed>,<deed> … such as logs.AUDIT_LOG:DOMAIN_CREATE.')
  return { ...before, [stream]: [...(before[stream] ?? []), ...named] }
}

export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1 on.')
  return Number(text)
}

export async function definitionOf({ file, ...flags }: DefinitionFlags): Promise<Record<string, unknown>> {
  const named = ['kind', 'events', 'title', 'description', 'severity', 'remediation', 'expression'] as const
  const given = named.flatMap((name) => (flags[name] === undefined ? [] : [[name, flags[name]] as const]))
  const least = flags.atLeast === undefined ? {} : { at_least: flags.atLeast }
  return { ...(file === undefined ? {} : await fileOf(file)), ...Object.fromEntries(given), ...least }
}

const HOLDS = 'kind or events, title, severity, expression'
/** As the API has them; `id` is the argument's, and files that were exported have it. */
const FIELDS: ReadonlySet<string> = new Set([
  'id',
  'kind',
  'events',
  'at_least',
  'title',
  'description',
  'severity',
  'remediation',
  'expression',
])

async function fileOf(path: string): Promise<Record<string, unknown>> {
  const parsed = await readDocument(path, HOLDS)
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw usageError(`${path} is no YAML or JSON object.`, `It holds ${HOLDS}.`)
  const unknown = Object.keys(parsed).filter((name) => !FIELDS.has(name))
  if (unknown.length > 0)
    throw usageError(
      `${path} has what no rule has: ${unknown.join(', ')}.`,
      `There are ${[...FIELDS].join(', ')}.`,
    )
  return { ...parsed }
}
