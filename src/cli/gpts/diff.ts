import type { Command } from 'commander'
import { InvalidArgumentError } from 'commander'
import type { GptDetailView, GptDiffView } from '../../api/schemas/gpt.ts'
import type { ApiClient } from '../api-client.ts'
import { clientFromEnv } from '../api-client.ts'
import { CliError } from '../cli-error.ts'
import { EXIT } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { harmless } from '../render/table.ts'
import { describeChange, shortHash } from './describe.ts'
import { findGpt } from './find-gpt.ts'
import type { GptFlags } from './show.ts'

interface DiffFlags extends GptFlags {
  readonly from: string
  readonly to: string
}

export function addDiffGpt(gpts: Command, io: Io): void {
  gpts
    .command('diff <gpt>')
    .summary('what changed, by default since it was approved')
    .description(
      'What differs between two versions of the definition of a GPT. Texts are sealed: of them it says that they differ.',
    )
    .option('--from <version>', 'a version’s number, or "approved"', parseVersion, 'approved')
    .option('--to <version>', 'a version’s number, or "current"', parseVersion, 'current')
    .option('--integration <name or id>', 'of one integration')
    .option('--json', 'as JSON')
    .action((wanted: string, flags: DiffFlags) => diff(io, wanted, flags))
}

const NUMBER = /^[1-9]\d{0,5}$/

function parseVersion(text: string): string {
  if (text === 'approved' || text === 'current' || NUMBER.test(text)) return text
  throw new InvalidArgumentError('It must be the number of a version, "approved" or "current".')
}

/** The API asks for a number instead; what most people want is to approve. */
async function requireApproval(api: ApiClient, id: string): Promise<void> {
  const { external_id, live_approval, definition } = await api.get<GptDetailView>(`/api/v1/gpts/${id}`)
  if (live_approval !== null) return
  const hash = definition === null ? '<hash>' : shortHash(definition.hash)
  throw new CliError('Nothing of this GPT is approved yet, so there is nothing to compare with.', {
    next: `Look at it (casbah gpts show ${external_id}) and approve it: casbah gpts approve ${external_id} --hash ${hash} --reason "…". Or name two versions: --from 1 --to current.`,
    exitCode: EXIT.usage,
  })
}

async function diff(io: Io, wanted: string, flags: DiffFlags): Promise<void> {
  const api = clientFromEnv(io.env)
  const { id } = await findGpt(api, wanted, flags.integration)
  if ([flags.from, flags.to].includes('approved')) await requireApproval(api, id)
  const found = await api.get<GptDiffView>(`/api/v1/gpts/${id}/diff?from=${flags.from}&to=${flags.to}`)
  if (flags.json) return io.out(jsonText(found))
  const { from, to, changes } = found
  const title = `version ${from.version} → version ${to.version}`
  if (found.same) return io.out(`${title}: the same definition`)
  const lines = [`${title}:`, ...changes.map((change) => `  ${describeChange(change)}`)]
  return io.out(lines.map(harmless).join('\n'))
}
