import { usageError } from '../cli-error.ts'
import { readDocument } from '../document.ts'

const EXAMPLE = 'For example: {"routes": [{"name": "the rest", "assignee": "secops@example.com"}]}'

/** The routes of a file: a list, or what `routes list --json` prints. The API looks at what they say. */
export async function routesOf(path: string): Promise<readonly unknown[]> {
  const parsed = await readDocument(path, 'routes')
  const list = Array.isArray(parsed) ? parsed : (parsed as { routes?: unknown } | null)?.routes
  if (!Array.isArray(list)) throw usageError(`${path} holds no list of routes in YAML or JSON.`, EXAMPLE)
  return list
}
