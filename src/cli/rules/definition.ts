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
}

export async function definitionOf({ file, ...flags }: DefinitionFlags): Promise<Record<string, unknown>> {
  const named = ['kind', 'title', 'description', 'severity', 'remediation', 'expression'] as const
  const given = named.flatMap((name) => (flags[name] === undefined ? [] : [[name, flags[name]] as const]))
  return { ...(file === undefined ? {} : await fileOf(file)), ...Object.fromEntries(given) }
}

async function fileOf(path: string): Promise<Record<string, unknown>> {
  const parsed = await readDocument(path, 'kind, title, severity, expression')
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed))
    throw usageError(`${path} is no YAML or JSON object.`, 'It holds id, kind, title, severity, expression.')
  return { ...parsed }
}
