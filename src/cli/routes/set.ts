import type { Command } from 'commander'
import type { z } from 'zod'
import type { SavedRoutesSchema } from '../../api/schemas/assignment-route.ts'
import { clientFromEnv } from '../api-client.ts'
import { findIntegration } from '../integrations/find.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import type { PreviewView } from './describe.ts'
import { sayPreview } from './describe.ts'
import { routesOf } from './file.ts'

interface SetFlags {
  readonly file: string
  readonly apply?: boolean
  readonly json?: boolean
}

export function addSetRoutes(routes: Command, io: Io): void {
  routes
    .command('set <integration>')
    .summary('put a list of routes in place of the one before')
    .description(
      'The file holds the whole list, in its order; an empty one assigns nobody. A route has\n' +
        '  name        what histories call it\n' +
        '  match       categories, rules, least_severity, departments, owners: all that are\n' +
        '              named must hold; without any it takes every finding\n' +
        '  assignee    an e-mail address, a team; or\n' +
        '  assign_to   owner, or manager',
    )
    .requiredOption('--file <path>', 'YAML or JSON with the routes, in their order')
    .option('--apply', 'give away what is open and nobody’s, too, as the preview says that is shown first')
    .option('--json', 'as JSON')
    .action((name: string, flags: SetFlags) => setRoutes(io, name, flags))
}

async function setRoutes(io: Io, name: string, { file, apply = false, json }: SetFlags): Promise<void> {
  const list = await routesOf(file)
  const api = clientFromEnv(io.env)
  const { id } = await findIntegration(api, name)
  const base = `/api/v1/integrations/${id}/assignment-routes`
  let digest: string | undefined
  if (apply) {
    const preview = await api.post<PreviewView>(`${base}/preview`, { routes: list })
    digest = preview.digest
    if (!json) sayPreview(io, preview)
  }
  const body = { routes: list, apply_to_open: apply, expected_digest: digest }
  const saved = await api.put<z.infer<typeof SavedRoutesSchema>>(base, body)
  if (json) return io.out(jsonText(saved))
  const now = saved.assigned === null ? '' : `, ${saved.assigned} open findings assigned`
  return io.out(`${list.length} ${list.length === 1 ? 'route' : 'routes'} in effect${now}`)
}
