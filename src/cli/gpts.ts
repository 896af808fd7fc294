import type { Command } from 'commander'
import { addApproveGpt } from './gpts/approve.ts'
import { addDiffGpt } from './gpts/diff.ts'
import { addListGpts } from './gpts/list.ts'
import { addShowGpt } from './gpts/show.ts'
import { addGptVersions } from './gpts/versions.ts'
import { addWithdrawGpt } from './gpts/withdraw.ts'
import type { Io } from './io.ts'

export function addGpts(program: Command, io: Io): void {
  const gpts = program
    .command('gpts')
    .summary('what GPTs are, who approved that, and how far harm would reach')
    .description(
      'GPTs by their definition: instructions, tools, actions, knowledge files, audience. What differs from what was\n' +
        'approved is a finding of gpt.changed_after_approval.',
    )
  const commands = [addListGpts, addShowGpt, addGptVersions, addDiffGpt, addApproveGpt, addWithdrawGpt]
  for (const add of commands) add(gpts, io)
}
