import type { Command } from 'commander'
import type { z } from 'zod'
import type { AuditVerdictSchema } from '../../api/schemas/activity.ts'
import { clientFromEnv } from '../api-client.ts'
import { CliError, usageError } from '../cli-error.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'

type Verdict = z.infer<typeof AuditVerdictSchema>

const WHY: Record<Extract<Verdict, { intact: false }>['why'], string> = {
  altered: 'was altered',
  missing: 'is missing',
  not_chained: 'does not follow from the row before',
}
const HASH = /^[0-9a-f]{64}$/

export function addVerifyAudit(audit: Command, io: Io): void {
  audit
    .command('verify')
    .summary('whether the chain of rows is whole')
    .description(
      'Works out every row’s hash anew. Prints the hash of the last row: noted elsewhere, it shows the next time\n' +
        '(--head) whether rows at the end were cut off or the whole log was written anew.',
    )
    .option('--head <hash>', 'a head that was noted before, which must be in the chain')
    .option('--json', 'as JSON')
    .action((flags: { head?: string; json?: boolean }) => verify(io, flags))
}

async function verify(io: Io, { head, json }: { head?: string; json?: boolean }): Promise<void> {
  if (head !== undefined && !HASH.test(head)) {
    throw usageError(
      'A head is the hash of a row: 64 hexadecimal digits.',
      '"casbah audit verify" prints it.',
    )
  }
  const query = head === undefined ? '' : `?head=${head}`
  const verdict = await clientFromEnv(io.env).get<Verdict>(`/api/v1/audit-log/verification${query}`)
  if (json) io.out(jsonText(verdict))
  if (!verdict.intact) {
    throw new CliError(`The audit log was changed: row ${verdict.seq} ${WHY[verdict.why]}.`, {
      next: 'Compare with the last backup, and find out who may write to the database.',
    })
  }
  if (verdict.head_found === false) {
    throw new CliError(
      'The chain is whole, and the head that was noted is not in it: rows were cut off or written anew.',
      {
        next: 'Compare with the last backup, and find out who may write to the database.',
      },
    )
  }
  if (json) return
  io.out(`${verdict.rows} rows, each as it was written. Head: ${verdict.head}`)
}
