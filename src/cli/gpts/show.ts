import type { Command } from 'commander'
import type { GptDetailView } from '../../api/schemas/gpt.ts'
import { clientFromEnv } from '../api-client.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import { harmless } from '../render/table.ts'
import { describeApproval, describeBlast, describeDefinition } from './describe.ts'
import { findGpt } from './find-gpt.ts'

export interface GptFlags {
  readonly integration?: string
  readonly json?: boolean
}

export function addShowGpt(gpts: Command, io: Io): void {
  gpts
    .command('show <gpt>')
    .summary('one GPT: definition, approval, blast radius')
    .description(
      'What a GPT is, whether that is what somebody approved, and how far harm would reach, with every reason.',
    )
    .option('--integration <name or id>', 'of one integration')
    .option('--json', 'as JSON')
    .action(async (wanted: string, flags: GptFlags) => {
      const api = clientFromEnv(io.env)
      const { id } = await findGpt(api, wanted, flags.integration)
      const gpt = await api.get<GptDetailView>(`/api/v1/gpts/${id}`)
      io.out(flags.json ? jsonText(gpt) : describeGpt(gpt, io.paint).map(harmless).join('\n'))
    })
}

function describeGpt(gpt: GptDetailView, paint: Io['paint']): readonly string[] {
  const { definition, current, blast_radius: blast } = gpt
  const owner = gpt.owner?.email ?? gpt.owner?.name ?? 'nobody that is known'
  return [
    `${paint('bold', gpt.name ?? gpt.external_id)}  ${gpt.external_id}`,
    `  owner: ${owner}${gpt.deleted_at === null ? '' : `; gone at OpenAI since ${gpt.deleted_at}`}`,
    `  approval: ${describeApproval(gpt)}`,
    ...(definition === null
      ? ['  definition: not read yet']
      : [
          `  definition: version ${definition.version}, ${definition.hash}`,
          ...(definition.is_current ? [] : ['    OpenAI names a newer one, which was not read yet']),
        ]),
    ...(current === null ? [] : describeDefinition(current).map((line) => `    ${line}`)),
    `  blast radius: ${describeBlast(blast)}`,
    ...blast.factors.map(
      ({ factor, value, points, of, why }) =>
        `    ${`${points ?? '?'}`.padStart(2)}/${of} ${factor}: ${value} (${why})`,
    ),
    ...blast.path.map((words) => `    → ${words}`),
  ]
}
