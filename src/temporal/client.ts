import { fileURLToPath } from 'node:url'
import { Client, Connection } from '@temporalio/client'
import type { DataConverter } from '@temporalio/common'
import type { Settings } from '../config.ts'
import { createCodec } from './codec.ts'
import { payloadKey } from './payload-key.ts'
import { quietRetries } from './quiet-retries.ts'

type TemporalSettings = Pick<Settings, 'TEMPORAL_ADDRESS' | 'TEMPORAL_NAMESPACE' | 'CASBAH_MASTER_KEY'>

/** How everything of ours is written into Temporal and read from it: by clients, workers and the codec endpoint. */
export function createDataConverter(masterKey: string): DataConverter {
  return {
    payloadCodecs: [createCodec(payloadKey(masterKey))],
    failureConverterPath: fileURLToPath(new URL('./failure-converter.ts', import.meta.url)),
  }
}

export interface TemporalClient {
  readonly client: Client
  /** For what the client does not wrap: health, search attributes. */
  readonly connection: Connection
  close(): Promise<void>
}

/** One connection a process. It does not wait for the server: the first call does. */
export function openTemporal(settings: TemporalSettings): TemporalClient {
  const retries = quietRetries()
  const connection = Connection.lazy({
    address: settings.TEMPORAL_ADDRESS,
    interceptors: [retries.interceptor],
  })
  const client = new Client({
    connection,
    namespace: settings.TEMPORAL_NAMESPACE,
    dataConverter: createDataConverter(settings.CASBAH_MASTER_KEY),
  })
  return {
    client,
    connection,
    close: async () => {
      await retries.end()
      await connection.close()
    },
  }
}
