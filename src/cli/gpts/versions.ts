import type { Command } from 'commander'
import type { GptVersionView } from '../../api/schemas/gpt.ts'
import { clientFromEnv } from '../api-client.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { renderTable } from '../render/table.ts'
import { describeDefinition, minutes, shortHash } from './describe.ts'
import { findGpt } from './find-gpt.ts'
import type { GptFlags } from './show.ts'

export function addGptVersions(gpts: Command, io: Io): void {
  gpts
    .command('versions <gpt>')
    .summary('what its definition has been')
    .description('Each differs from the one before; the newest first. Times are when Casbah first saw it.')
    .option('--integration <name or id>', 'of one integration')
    .option('--json', 'as JSON')
    .action((wanted: string, flags: GptFlags) => versions(io, wanted, flags))
}

async function versions(io: Io, wanted: string, flags: GptFlags): Promise<void> {
  const api = clientFromEnv(io.env)
  const { id } = await findGpt(api, wanted, flags.integration)
  const found: GptVersionView[] = []
  for await (const one of api.list<GptVersionView>(`/api/v1/gpts/${id}/versions`)) found.push(one)
  if (flags.json) return io.out(jsonText(found))
  if (found.length === 0) return io.err('No definition of this GPT has been read yet.')
  const columns = ['Version', 'First seen', 'Hash', 'What', 'By']
  io.out(
    renderTable(
      io,
      columns.map((title) => ({ title })),
      found.map(rowOf),
    ),
  )
}

const rowOf = (one: GptVersionView): string[] => [
  String(one.version),
  minutes(one.first_seen_at),
  shortHash(one.definition_hash),
  describeDefinition(one).join('; '),
  one.configured_by?.email ?? one.configured_by?.name ?? '',
]
