import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { createServer } from 'node:tls'
import { expect, test } from 'vitest'
import { sendTest } from '../../src/destinations/registry.ts'
import { certificateFor } from '../support/certificate.ts'

/** Collectors that took nothing, whatever it looked like: what is told them must be told again. */

const OWN = certificateFor()
/** Milliseconds, of connections on loopback. */
const SOON = 50
const TIMEOUT = 600

const over = (meet: (socket: TLSSocket) => void) =>
  createServer({ ...OWN, allowHalfOpen: true }, (socket) => {
    socket.on('error', () => undefined)
    meet(socket)
  })

test.each([
  ['reads nothing', () => over((socket) => socket.pause())],
  [
    'reads all and does not close',
    () =>
      over((socket) => {
        socket.resume()
        const talk = setInterval(() => socket.write('.'), SOON)
        socket.on('close', () => clearInterval(talk))
      }),
  ],
  [
    'breaks off when all was written',
    () => {
      const connections: Socket[] = []
      const server = over((socket) => {
        socket.pause()
        setTimeout(() => connections.at(-1)?.resetAndDestroy(), SOON)
      })
      return server.on('connection', (socket) => connections.push(socket))
    },
  ],
])('a collector that %s has taken nothing', async (_what, make) => {
  const server = make().listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    const target = {
      ...{ url: `tls://127.0.0.1:${(server.address() as AddressInfo).port}`, token: '', publicUrl: null },
      ...{ settings: { ca: OWN.cert }, allowedHosts: new Set(['127.0.0.1']), timeoutMs: TIMEOUT },
    }
    const { answer } = await sendTest('syslog', target, null)
    expect(answer).toMatchObject({ kind: 'unreachable' })
  } finally {
    server.close()
  }
})
