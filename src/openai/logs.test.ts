import { beforeEach, describe, expect, test } from 'vitest'
import { asCredentialId } from '../model/core/ids.ts'
import { UpstreamContractChanged } from './failures.ts'
import type { ReadRequest } from './http-pool.ts'
import type { LogFile, LogsClient } from './logs.ts'
import { createLogsClient } from './logs.ts'
import { createTransport } from './transport.ts'

const signal = new AbortController().signal
const budget = {
  acquire: async () => undefined,
  rejected: async () => undefined,
  release: async () => undefined,
}
const FILE = { id: 'f', end_time: '2026-11-22T12:00:00Z' } as const satisfies LogFile

let reads: ReadRequest[]

beforeEach(() => {
  reads = []
})

async function* content(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('{}')
}

/** Upstream that answers a download with this link. */
function logsWith(baseUrl: string, location: string): LogsClient {
  const pool = {
    async read(request: ReadRequest) {
      reads.push(request)
      if (reads.length > 1) return { status: 200, headers: new Headers(), body: content() }
      return { status: 307, headers: new Headers({ location }), body: null }
    },
    listSkills: () => Promise.reject(new Error('a download is a GET')),
    close: async () => undefined,
  }
  const credential = { id: asCredentialId('c'), kind: 'compliance_key', secret: 'none' } as const
  const context = {
    ...{ credential, capability: 'chatgpt.logs.AUTH_LOG' as const, acceptedBefore: true },
    ...{ baseUrl, budgetScope: 'workspace:w', rateFactor: 1 },
  }
  return createLogsClient(createTransport(pool, budget, signal), context, 'workspace', 'w')
}

describe('the link to a log file', () => {
  test.each([
    ['https://upstream.invalid/v1', 'https://files.invalid/f'],
    ['http://127.0.0.1:1/v1', 'http://127.0.0.1:2/f'],
    ['http://127.0.0.1:1/v1', 'https://files.invalid/f'],
  ])('from %s to %s is followed, without the key', async (base, link) => {
    await logsWith(base, link).download(FILE)
    expect(reads[1]).toMatchObject({ url: link, headers: {} })
  })

  test.each([
    'http://files.invalid/f',
    'http://169.254.169.254/latest',
    'data:text/plain,x',
    'file:///f',
    'https://',
  ])('to %s is not followed: it leaves TLS, or leads nowhere', async (link) => {
    const download = logsWith('https://upstream.invalid/v1', link).download(FILE)
    await expect(download).rejects.toThrow(UpstreamContractChanged)
    expect(reads).toHaveLength(1)
  })
})
