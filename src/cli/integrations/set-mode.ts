import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from 'commander'
import { Argument } from 'commander'
import type { CollectionMode } from '../../model/core/collection-mode.ts'
import { COLLECTION_MODES } from '../../model/core/collection-mode.ts'
import type { ApiClient } from '../api-client.ts'
import { clientFromEnv } from '../api-client.ts'
import type { Io } from '../io.ts'
import type { IntegrationDetail } from '../run-view.ts'
import { findIntegration } from './find.ts'

const POLL_MS = 500

interface SetModeFlags {
  readonly reason?: string
  readonly wait: boolean
}

type ModeChange = NonNullable<IntegrationDetail['mode_change']>

export function addSetMode(integrations: Command, io: Io): void {
  integrations
    .command('set-mode <integration>')
    .addArgument(new Argument('<mode>', 'what conversation data may be kept').choices([...COLLECTION_MODES]))
    .description(
      'Changes what conversation data may be kept. A stricter mode deletes what it no longer allows, and this waits\n' +
        'until that is gone; a wider one needs a reason, and says from when on there will be data.',
    )
    .option('--reason <text>', 'why more may be kept; goes into the audit log')
    .option('--no-wait', 'do not wait until everything is deleted')
    .action((name: string, mode: CollectionMode, flags: SetModeFlags) => setMode(io, name, mode, flags))
}

async function setMode(io: Io, name: string, mode: CollectionMode, flags: SetModeFlags): Promise<void> {
  const api = clientFromEnv(io.env)
  const { id, display_name } = await findIntegration(api, name)
  const { mode_change: asked } = await api.patch<IntegrationDetail>(`/api/v1/integrations/${id}`, {
    collection_mode: mode,
    ...(flags.reason === undefined ? {} : { collection_mode_reason: flags.reason }),
  })
  if (!flags.wait || asked === null) {
    io.err(`${display_name}: "${mode}" is asked for.`)
    return
  }
  const change = await untilPurged(api, id, asked)
  const from = change.data_from === null ? '' : ` What it newly allows is kept from ${change.data_from} on.`
  io.err(
    change.to === mode
      ? `${display_name}: "${mode}" is in force, and nothing is left that it does not allow.${from}`
      : `${display_name}: "${change.to}" was asked for in the meantime, and holds.`,
  )
}

/** Waits as long as it takes: millions of rows go in small steps beside the collection, and Ctrl-C stops no deletion. */
async function untilPurged(api: ApiClient, id: string, asked: ModeChange): Promise<ModeChange> {
  for (;;) {
    const { mode_change: change } = await api.get<IntegrationDetail>(`/api/v1/integrations/${id}`)
    if (change !== null && (change.purged_at !== null || change.requested_at !== asked.requested_at))
      return change
    await sleep(POLL_MS)
  }
}
