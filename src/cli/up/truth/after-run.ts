import { openDatabase } from '../../../db/client.ts'
import { openMasterKey } from '../../../db/seal/master-key.ts'
import { asIntegrationId } from '../../../model/core/ids.ts'
import type { StreamName } from '../../../model/core/streams.ts'
import type { RunDetail } from '../../run-view.ts'
import { readMasterKey } from '../roles.ts'
import type { System } from '../system.ts'
import { compareWithTruth } from './compare.ts'

/** Compares the streams that these runs completed. */
export async function compareAfterRun(
  { databaseUrl, places, simulator }: System,
  integrationId: string,
  runs: readonly RunDetail[],
) {
  const completed = runs.flatMap((run) => run.streams.filter(({ state }) => state === 'completed'))
  const streams: readonly StreamName[] = [...new Set(completed.map(({ stream }) => stream))]
  const database = openDatabase(databaseUrl, { max: 2, applicationName: 'casbah up' })
  try {
    return await compareWithTruth(
      {
        database,
        master: openMasterKey(readMasterKey(places)),
        integrationId: asIntegrationId(integrationId),
        simulatorOrigin: new URL(simulator.platformUrl).origin,
      },
      streams,
    )
  } finally {
    await database.close()
  }
}
