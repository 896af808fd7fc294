import type { Command } from 'commander'
import type { z } from 'zod'
import type { AuditSchema } from '../../api/schemas/activity.ts'
import { clientFromEnv } from '../api-client.ts'
import type { Io } from '../io.ts'
import { parseLimit } from '../limit.ts'
import { actorText } from '../render/actor.ts'
import { renderTable } from '../render/table.ts'

type AuditView = z.infer<typeof AuditSchema>

const ROWS = 50
const SECONDS_END = 19

export function addListAudit(audit: Command, io: Io): void {
  audit
    .command('list')
    .summary('the newest commands first')
    .option('--limit <rows>', `at most so many; default ${ROWS}`, parseLimit)
    .option('--json', 'as JSON, a row a line')
    .action(async ({ limit = ROWS, json }: { limit?: number; json?: boolean }) => {
      const rows: AuditView[] = []
      for await (const row of clientFromEnv(io.env).list<AuditView>('/api/v1/audit-log')) {
        if (json) io.out(JSON.stringify(row))
        else rows.push(row)
        limit -= 1
        if (limit === 0) break
      }
      if (json) return
      const columns = ['No', 'At', 'Who', 'Did', 'To'].map((title) => ({ title }))
      io.out(
        renderTable(
          io,
          columns,
          rows.map(({ seq, at, actor, action, target }) => [
            String(seq),
            at.slice(0, SECONDS_END).replace('T', ' '),
            actorText(actor),
            action,
            target,
          ]),
        ),
      )
    })
}
