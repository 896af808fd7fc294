import { afterAll, beforeAll, expect, test } from 'vitest'
import type { GptApprovalView, GptDetailView, GptView } from '../../src/api/schemas/gpt.ts'
import { commitBatch } from '../../src/db/batches/commit-batch.ts'
import type { TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import { runCli } from '../support/cli.ts'
import type { Tenant } from '../support/db-fixtures.ts'
import { Collector, newTenant } from '../support/db-fixtures.ts'
import type { Made } from '../support/gpt-drafts.ts'
import { configurationDraft, gptDraft } from '../support/gpt-drafts.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'
import type { ServedApi } from '../support/serve-api.ts'
import { serveApi } from '../support/serve-api.ts'

/** What GPTs are and who approved that, by the command line. */

let fresh: FreshDatabase
let api: TestApi
let served: ServedApi
let tenant: Tenant
let env: NodeJS.ProcessEnv
let runs = 0

beforeAll(async () => {
  fresh = await freshDatabase()
  api = await startTestApi(fresh.database)
  tenant = await newTenant(fresh.database)
  served = await serveApi(api)
  env = served.env
  await collect('g-one', FIRST)
  await collect('g-two', { ...FIRST, name: 'Twin' })
  await collect('g-three', { ...FIRST, name: 'Twin' })
})
afterAll(async () => {
  await served?.close()
  await api?.close()
  await fresh?.drop()
})

const [OK, ERROR, USAGE] = [0, 1, 2]
const FIRST: Made = { configuration: 'c1', name: 'Order \u202elookup', hosts: ['api.example.com'] }
const SECOND: Made = {
  ...FIRST,
  configuration: 'c2',
  tools: ['browser'],
  files: ['file-1'],
  visibility: 'workspace',
}

async function collect(id: string, made: Made): Promise<void> {
  runs += 1
  for (const stream of ['chatgpt.gpts', 'chatgpt.gpt_configs'] as const) {
    const collector = new Collector(tenant, stream)
    const fence = [runs, 1, 1] as const
    await collector.claim(fence)
    const draft = stream === 'chatgpt.gpts' ? gptDraft(id, made) : configurationDraft(id, made)
    await commitBatch(fresh.database.sql, collector.batch(fence, [draft]))
  }
}

const casbah = (...args: string[]) => runCli(['gpts', ...args], env)
async function json<T>(...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await casbah(...args, '--json')
  expect(code, stderr).toBe(OK)
  return JSON.parse(stdout) as T
}
const hashOf = async (id: string) => (await json<GptDetailView>('show', id)).definition?.hash ?? ''

test('a GPT is listed and shown with its approval and its blast radius, and its name moves no cursor', async () => {
  const table = await casbah('list')
  expect([table.code, table.stderr]).toEqual([OK, ''])
  expect(table.stdout).toContain('not approved')
  const shown = await casbah('show', 'g-one')
  expect(shown.stdout).toContain('blast radius: ')
  expect(shown.stdout).toContain('actions: api.example.com (oauth, 1 operations)')
  expect(shown.stdout).toContain('use: unknown (messages have not been read to their end yet)')
  for (const { stdout } of [table, shown]) expect(stdout).not.toMatch(/\u202e|Be kind|secret-path/)
})

test('it is approved by the hash that was looked at, changes, and the difference is told in words', async () => {
  const looked = await hashOf('g-one')
  const early = await casbah('diff', 'g-one')
  expect(early).toMatchObject({ code: USAGE, stdout: '' })
  expect(early.stderr).toContain('Nothing of this GPT is approved yet')
  expect(early.stderr).toContain(`casbah gpts approve g-one --hash ${looked.slice(0, 12)} --reason`)
  const approved = await casbah('approve', 'g-one', '--hash', looked.slice(0, 12), '--reason', 'Fine.')
  expect(approved.stderr).toContain('approved as version 1')
  expect(approved.code).toBe(OK)
  expect((await casbah('diff', 'g-one')).stdout).toContain('the same definition')
  await collect('g-one', SECOND)
  expect(
    (await json<GptView[]>('list', '--approval', 'changed')).map(({ external_id }) => external_id),
  ).toEqual(['g-one'])
  const { stdout } = await casbah('diff', 'g-one')
  expect(stdout.split('\n').filter((line) => line !== '')).toEqual([
    'version 1 → version 2:',
    '  reaches more, or lets them do more: invite-only, shared with 2, can_read → workspace, can_read',
    '  new tools: browser',
    '  new knowledge files (1): file-1',
  ])
  const stale = await casbah('approve', 'g-one', '--hash', looked, '--reason', 'Fine.')
  expect([stale.code, stale.stdout]).toEqual([ERROR, ''])
  expect(stale.stderr).toContain('It is not what you have looked at')
  const versions = await casbah('versions', 'g-one')
  expect(versions.stdout).toContain(looked.slice(0, 12))
})

test('an approval is withdrawn once', async () => {
  const ended = await json<GptApprovalView>('withdraw', 'g-one', '--reason', 'Not any more.')
  expect(ended).toMatchObject({ ended: 'withdrawn', version: 1 })
  const again = await casbah('withdraw', 'g-one', '--reason', 'Twice.')
  expect(again.code).toBe(ERROR)
  expect(again.stderr).toContain('No definition of this GPT is approved.')
})

test.each<[number, string, ...string[]]>([
  [USAGE, 'first 8 characters', 'approve', 'g-one', '--hash', 'zz', '--reason', 'x'],
  [USAGE, '--reason', 'approve', 'g-one', '--hash', 'abcdef0123'],
  [USAGE, 'number of a version', 'diff', 'g-one', '--from', '0'],
  [USAGE, 'Allowed choices', 'list', '--approval', 'maybe'],
  [USAGE, 'an id or its name', 'show', ' '],
  [ERROR, 'There is no GPT "g-none"', 'show', 'g-none'],
  [ERROR, '2 GPTs are called "Twin"', 'show', 'Twin'],
  [USAGE, 'no such version', 'diff', 'g-one', '--from', '99'],
  [USAGE, 'Nothing of this GPT is approved yet', 'diff', 'g-two'],
])('exit %d and "%s" for %s %s', async (code, words, ...args) => {
  const answer = await casbah(...args)
  expect(answer.stderr).toContain(words)
  expect([answer.code, answer.stdout]).toEqual([code, ''])
})
