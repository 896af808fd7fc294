import { once } from 'node:events'
import type { Server } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Hook {
  readonly host: string
  readonly received: readonly string[]
  close(): Promise<void>
}

/** A receiver that answers nothing useful and a lot. */
export async function startHook(marker: string): Promise<Hook> {
  const received: string[] = []
  const server: Server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    received.push(`${JSON.stringify(request.headers)}\n${Buffer.concat(chunks).toString('utf8')}`)
    if (received.length % 3 === 0) return void response.destroy()
    response.writeHead(500, { 'x-said': marker }).end(`${marker} ${marker} `.repeat(20))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    host: `127.0.0.1:${port}`,
    received,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
