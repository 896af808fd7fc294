import type { BatchDeps } from '../../src/activities/deliver-batch.ts'
import type { Database } from '../../src/db/client.ts'
import { openMasterKey } from '../../src/db/seal/master-key.ts'
import type { TestApi } from './api.ts'

/** Of windows, waits and days: all as good as none. */
export const NO_WAITS = 1e-9

/** What sends batches to receivers on this machine, without waiting for any, with the keys of this API. */
export const batchDeps = (
  { settings }: TestApi,
  { drizzle: db }: Database,
  more: Partial<BatchDeps> = {},
): BatchDeps => ({
  db,
  master: openMasterKey(settings.CASBAH_MASTER_KEY),
  allowedHosts: new Set(['127.0.0.1']),
  timeoutMs: 30_000,
  publicUrl: 'https://casbah.example',
  waitFactor: NO_WAITS,
  ...more,
})
