import type { Command } from 'commander'
import { clientFromEnv, FOLLOWING_PATIENCE_MS } from '../api-client.ts'
import { EXIT } from '../exit-codes.ts'
import { followRuns } from '../follow.ts'
import type { Io } from '../io.ts'
import { jsonText } from '../render/json.ts'
import type { CollectTickets } from '../run-view.ts'
import { findIntegration } from './find.ts'
import { planLine } from './plan.ts'

export function addCollect(integrations: Command, io: Io): void {
  integrations
    .command('collect <integration>')
    .description('Collect Now: state and logs. Joins runs that are open.')
    .option('--follow', 'stay until both runs have ended')
    .option('--json', 'as JSON')
    .action(async (name: string, { follow, json }: { follow?: boolean; json?: boolean }) => {
      const api = clientFromEnv(io.env, follow ? { patienceMs: FOLLOWING_PATIENCE_MS } : {})
      const { id } = await findIntegration(api, name)
      const plan = await api.get<Parameters<typeof planLine>[0]>(`/api/v1/integrations/${id}/plan`)
      io.err(planLine(plan))
      const tickets = await api.post<CollectTickets>(`/api/v1/integrations/${id}/collect`)
      for (const ticket of [tickets.full, tickets.incremental]) {
        io.err(
          `run ${ticket.run_no} ${ticket.kind}: ${ticket.joined ? 'was open already; joined' : 'started'}`,
        )
      }
      if (!follow) return io.out(json ? jsonText(tickets) : tickets.full.run_id)
      const runs = await followRuns(io, api, [tickets.full.run_id, tickets.incremental.run_id], {
        signal: new AbortController().signal,
      })
      if (json) io.out(jsonText(runs))
      if (runs.some(({ state }) => state === 'failed' || state === 'cancelled')) process.exitCode = EXIT.error
    })
}
