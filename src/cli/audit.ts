import type { Command } from 'commander'
import { addListAudit } from './audit/list.ts'
import { addVerifyAudit } from './audit/verify.ts'
import type { Io } from './io.ts'

export function addAudit(program: Command, io: Io): void {
  const audit = program
    .command('audit')
    .summary('who commanded what')
    .description('The log of commands. Each row is chained to the one before by its hash.')
  for (const add of [addListAudit, addVerifyAudit]) add(audit, io)
}
