import type { Command } from 'commander'
import { Option } from 'commander'
import type { GptView } from '../../api/schemas/gpt.ts'
import { APPROVAL_STATES } from '../../model/core/definitions.ts'
import { clientFromEnv } from '../api-client.ts'
import { findIntegration } from '../integrations/find.ts'
import type { Io } from '../io.ts'
import { parseLimit } from '../limit.ts'
import { jsonText } from '../render/json.ts'
import { renderTable } from '../render/table.ts'
import { APPROVAL_WORD, describeBlast } from './describe.ts'

interface ListFlags {
  readonly integration?: string
  readonly approval?: string
  readonly query?: string
  readonly limit?: number
  readonly json?: boolean
}

export function addListGpts(gpts: Command, io: Io): void {
  gpts
    .command('list')
    .summary('the GPTs, with approval and blast radius')
    .description('GPTs in the order in which they were first seen.')
    .option('--integration <name or id>', 'of one integration')
    .addOption(
      new Option('--approval <state>', 'those whose approval stands so').choices([...APPROVAL_STATES]),
    )
    .option('--query <text>', 'part of an id, a name, or its owner’s name or address')
    .option('--limit <n>', 'at most so many', parseLimit)
    .option('--json', 'as JSON')
    .action((flags: ListFlags) => list(io, flags))
}

async function list(io: Io, flags: ListFlags): Promise<void> {
  const api = clientFromEnv(io.env)
  const query = {
    integration:
      flags.integration === undefined ? undefined : (await findIntegration(api, flags.integration)).id,
    approval: flags.approval,
    q: flags.query,
  }
  const found: GptView[] = []
  for await (const one of api.list<GptView>('/api/v1/gpts', query)) {
    if (flags.limit !== undefined && found.length === flags.limit) break
    found.push(one)
  }
  if (flags.json) return io.out(jsonText(found))
  if (found.length === 0) return io.err('No GPT is there, or none that this asks for.')
  const columns = ['GPT', 'Name', 'Visibility', 'Version', 'Approval', 'Blast radius', 'Owner']
  io.out(
    renderTable(
      io,
      columns.map((title) => ({ title })),
      found.map(rowOf),
    ),
  )
}

const rowOf = (one: GptView): string[] => [
  one.external_id,
  one.name ?? '',
  one.visibility ?? '',
  one.definition === null ? '' : String(one.definition.version),
  APPROVAL_WORD[one.approval],
  describeBlast(one.blast_radius),
  one.owner?.email ?? one.owner?.name ?? '',
]
