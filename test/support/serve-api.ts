import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import type { TestApi } from './api.ts'

export interface ServedApi {
  /** What a command line is told to find it by. */
  readonly env: NodeJS.ProcessEnv
  close(): Promise<void>
}

/** The API of a test over HTTP on this machine, for whoever is a process of its own. */
export async function serveApi(
  api: Pick<TestApi, 'token'> & { readonly app: Pick<TestApi['app'], 'fetch'> },
): Promise<ServedApi> {
  const server = serve({ fetch: api.app.fetch, hostname: '127.0.0.1', port: 0 })
  if (server.address() === null) await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    env: { CASBAH_URL: `http://127.0.0.1:${port}`, CASBAH_TOKEN: api.token },
    close: async () => {
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
