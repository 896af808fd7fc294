import type { Command } from 'commander'
import type { GptDetailView, WrittenGptApprovalView } from '../../api/schemas/gpt.ts'
import { clientFromEnv } from '../api-client.ts'
import { CliError } from '../cli-error.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { harmless } from '../render/table.ts'
import { findGpt } from './find-gpt.ts'
import type { GptFlags } from './show.ts'

interface WithdrawFlags extends GptFlags {
  readonly reason: string
}

export function addWithdrawGpt(gpts: Command, io: Io): void {
  gpts
    .command('withdraw <gpt>')
    .summary('withdraw its approval')
    .description('Withdraws the live approval of a GPT. It stays in the history as withdrawn.')
    .requiredOption('--reason <text>', 'why it is not fine any more')
    .option('--integration <name or id>', 'of one integration')
    .option('--json', 'as JSON')
    .action((wanted: string, flags: WithdrawFlags) => withdraw(io, wanted, flags))
}

async function withdraw(io: Io, wanted: string, flags: WithdrawFlags): Promise<void> {
  const api = clientFromEnv(io.env)
  const { id } = await findGpt(api, wanted, flags.integration)
  const gpt = await api.get<GptDetailView>(`/api/v1/gpts/${id}`)
  const live = gpt.live_approval
  if (live === null) {
    throw new CliError('No definition of this GPT is approved.', { next: 'There is nothing to withdraw.' })
  }
  const path = `/api/v1/gpts/${id}/approvals/${live.id}/withdraw`
  const ended = await api.post<WrittenGptApprovalView>(path, { reason: flags.reason })
  if (flags.json) return io.out(jsonText(ended))
  return io.err(
    harmless(`${gpt.name ?? gpt.external_id}: its approval (version ${ended.version}) is withdrawn.`),
  )
}
