import type { Command } from 'commander'
import { InvalidArgumentError } from 'commander'
import type { GptDetailView, WrittenGptApprovalView } from '../../api/schemas/gpt.ts'
import { clientFromEnv } from '../api-client.ts'
import { CliError } from '../cli-error.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { harmless } from '../render/table.ts'
import { shortHash } from './describe.ts'
import { findGpt } from './find-gpt.ts'
import type { GptFlags } from './show.ts'

interface ApproveFlags extends GptFlags {
  readonly hash: string
  readonly reason: string
}

export function addApproveGpt(gpts: Command, io: Io): void {
  gpts
    .command('approve <gpt>')
    .summary('approve what it is now')
    .description(
      'Approves the definition of a GPT that you have looked at, by its hash as "casbah gpts show" has it. Where the GPT\n' +
        'is something else by now, nothing is approved.',
    )
    .requiredOption('--hash <hash>', 'of the definition, or its first 8 characters and more', parseHash)
    .requiredOption('--reason <text>', 'why it is fine')
    .option('--integration <name or id>', 'of one integration')
    .option('--json', 'as JSON')
    .action((wanted: string, flags: ApproveFlags) => approve(io, wanted, flags))
}

const HASH_OR_START = /^[0-9a-f]{8,64}$/

function parseHash(text: string): string {
  const hash = text.toLowerCase()
  if (HASH_OR_START.test(hash)) return hash
  throw new InvalidArgumentError('It must be the hash of a definition, or at least its first 8 characters.')
}

async function approve(io: Io, wanted: string, flags: ApproveFlags): Promise<void> {
  const api = clientFromEnv(io.env)
  const { id } = await findGpt(api, wanted, flags.integration)
  const gpt = await api.get<GptDetailView>(`/api/v1/gpts/${id}`)
  const hash = gpt.definition?.hash
  if (!hash?.startsWith(flags.hash)) {
    throw new CliError('It is not what you have looked at, so nothing is approved.', {
      why: hash === undefined ? 'Its definition has not been read yet.' : `It is ${shortHash(hash)} now.`,
      next: `casbah gpts show ${gpt.external_id} says what it is, casbah gpts versions ${gpt.external_id} what it was.`,
    })
  }
  const body = { definition_hash: hash, reason: flags.reason }
  const made = await api.post<WrittenGptApprovalView>(`/api/v1/gpts/${id}/approvals`, body)
  if (flags.json) return io.out(jsonText(made))
  io.err(harmless(`${gpt.name ?? gpt.external_id}: approved as version ${made.version}, ${shortHash(hash)}.`))
  return io.out(made.id)
}
