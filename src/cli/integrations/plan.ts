import type { Command } from 'commander'
import type { z } from 'zod'
import type { CollectionPlanSchema } from '../../api/schemas/plan.ts'
import { clientFromEnv } from '../api-client.ts'
import type { Io } from '../io.ts'
import { describeCount, describeDuration } from '../render/duration.ts'
import { jsonText } from '../render/json.ts'
import { renderTable } from '../render/table.ts'
import { findIntegration } from './find.ts'

type Plan = z.infer<typeof CollectionPlanSchema>
type Range = Plan['requests']

const BASIS: Record<Plan['streams'][number]['basis'], string> = {
  ended: 'read',
  last_collection: 'the last collection',
  parents: 'what it is read below',
  unknown: 'a least; not read to its end yet',
}

const MS_A_SECOND = 1_000

export function addPlan(integrations: Command, io: Io): void {
  integrations
    .command('plan <integration>')
    .description('What a full collection would cost: requests, and time at the known rate limits.')
    .option('--json', 'as JSON')
    .action(async (name: string, { json }: { json?: boolean }) => {
      const api = clientFromEnv(io.env)
      const { id } = await findIntegration(api, name)
      const plan = await api.get<Plan>(`/api/v1/integrations/${id}/plan`)
      io.out(json ? jsonText(plan) : planText(io, plan))
    })
}

/** Dearest streams first: they decide how long it takes. */
function planText(io: Io, plan: Plan): string {
  const columns = [{ title: 'Stream' }, { title: 'Requests' }, { title: 'Time' }, { title: 'Known from' }]
  const rows = plan.streams
    .toSorted((a, b) => b.seconds.from - a.seconds.from)
    .map(({ stream, requests, seconds, basis }) => [stream, counts(requests), times(seconds), BASIS[basis]])
  return `${renderTable(io, columns, rows)}\n${planLine(plan)}`
}

export const planLine = ({ requests, seconds }: Pick<Plan, 'requests' | 'seconds'>): string =>
  `A full collection takes ${counts(requests)} requests, ${times(seconds)} at the known rate limits.`

const counts = (range: Range): string => shown(range, describeCount)
const times = (range: Range): string => shown(range, (seconds) => describeDuration(seconds * MS_A_SECOND))

function shown({ from, to }: Range, show: (value: number) => string): string {
  if (to === null) return `at least ${show(from)}`
  return from === to ? show(from) : `${show(from)} to ${show(to)}`
}
