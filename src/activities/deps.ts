import type { Client } from '@temporalio/client'
import type { Settings } from '../config.ts'
import type { Database } from '../db/client.ts'
import type { MasterKey } from '../db/seal/master-key.ts'
import type { HttpPool } from '../openai/http-pool.ts'
import type { Logger } from '../telemetry/logger.ts'

/** Everything that activities stand on; made once a process, handed to `createActivities`. */
export interface ActivityDeps {
  readonly database: Database
  readonly master: MasterKey
  readonly settings: Pick<
    Settings,
    | 'OPENAI_PLATFORM_URL'
    | 'OPENAI_COMPLIANCE_URL'
    | 'CASBAH_CONTENT_RETENTION_DAYS'
    | 'CASBAH_RATE_FACTOR'
    | 'CASBAH_PUBLIC_URL'
    | 'CASBAH_WEBHOOK_ALLOW_HOSTS'
    | 'CASBAH_WEBHOOK_TIMEOUT_SECONDS'
    | 'CASBAH_WEBHOOK_WAIT_FACTOR'
  >
  readonly logger: Logger
  readonly temporal: Client
  readonly pool: HttpPool
  readonly now: () => Date
  /** Aborted when this process is about to stop: slices then end at their next commit, and nothing is read twice. */
  readonly stopping: AbortSignal
}
