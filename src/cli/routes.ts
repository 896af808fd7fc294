import type { Command } from 'commander'
import type { Io } from './io.ts'
import { addListRoutes } from './routes/list.ts'
import { addPreviewRoutes } from './routes/preview.ts'
import { addSetRoutes } from './routes/set.ts'

export function addRoutes(program: Command, io: Io): void {
  const routes = program
    .command('routes')
    .summary('to whom new findings go')
    .description(
      'An ordered list for each integration. A finding that opens without an assignee goes to whom the first route says\n' +
        'that matches it: a name, its owner, or the owner’s manager. Whom people have assigned stays.',
    )
  for (const add of [addListRoutes, addPreviewRoutes, addSetRoutes]) add(routes, io)
}
