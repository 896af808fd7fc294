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

async function fileOf(path: string): Promise<Record<string, unknown>> {
  const parsed = await readDocument(path, 'kind or events, title, severity, expression')
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw usageError(
      `${path} is no YAML or JSON object.`,
      'It holds kind or events, title, severity, expression.',
    )
  return { ...parsed }
}
