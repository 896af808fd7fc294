import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { UNDESCRIBED_LOG_TYPE } from '../../src/simulator/clp/types.ts'
import { runCli } from '../support/cli.ts'
import type { Stack } from '../support/stack.ts'
import { startStack } from '../support/stack.ts'

/**
 * OpenAI adds types of log file, and tells nobody which there are. A tenant that has one is read from the moment that
 * a person names it.
 */
const NAME = 'Acme'
const CANARY = 'canary-of-an-undescribed-type'

let stack: Stack
let id: string
let env: NodeJS.ProcessEnv
beforeAll(async () => {
  stack = await startStack()
  await stack.scenario({ canary: CANARY })
  ;({ id } = await stack.integrate({ display_name: NAME, other_log_types: [] }))
  env = {
    CASBAH_URL: stack.api.url,
    CASBAH_TOKEN_FILE: join(stack.folder, 'token'),
    CASBAH_DATA: stack.folder,
  }
})
afterAll(() => stack?.close())

const collect = async () => {
  const { full, incremental } = await stack.collect(id)
  await stack.ended(full.run_id, incremental.run_id)
}

const held = () =>
  stack.database.sql<{ type: string; attributes: object; count: number }[]>`
    select event_type as type, attributes, count(*)::int as count from events
    where integration_id = ${id} and stream = 'logs.OTHER' group by 1, 2`

const drift = async () =>
  (
    await stack.database.sql<{ path: string }[]>`
      select path from drift where integration_id = ${id} and stream = 'logs.OTHER' order by path`
  ).map(({ path }) => path)

test('a type that nobody has named is not read, and a name that cannot be one is refused', async () => {
  await collect()
  expect(await held()).toEqual([])
  const set = (...types: string[]) => runCli(['integrations', 'set-log-types', NAME, ...types], env)
  const wrong = await set('not a type')
  expect(wrong.code).not.toBe(0)
  expect(wrong.stderr).toContain('must be a type of log file')
  const described = await set('AUDIT_LOG')
  expect(described.code).not.toBe(0)
  expect(described.stderr).toContain('is read anyway')
})

test('once it is named, its events are held with who and when, what else they say is drift', async () => {
  const named = await runCli(
    ['integrations', 'set-log-types', NAME, UNDESCRIBED_LOG_TYPE.toLowerCase(), 'CHATGPT_NO_SUCH_LOG'],
    env,
  )
  expect(named).toMatchObject({ code: 0 })
  expect(named.stderr).toContain(`also ${UNDESCRIBED_LOG_TYPE}, CHATGPT_NO_SUCH_LOG`)
  await collect()
  expect(await held()).toMatchObject([{ type: UNDESCRIBED_LOG_TYPE, attributes: {} }])
  expect(await stack.mismatches(id)).toEqual([])
  expect(await drift()).toEqual([
    'browser_action',
    'page',
    `type ${UNDESCRIBED_LOG_TYPE}`,
    'type CHATGPT_NO_SUCH_LOG (refused)',
  ])
  const before = await held()
  await collect()
  expect(await held()).toEqual(before)
})

test('with no name left nothing more is read, and what is held stays', async () => {
  const before = await held()
  const none = await runCli(['integrations', 'set-log-types', NAME], env)
  expect(none.stderr).toContain('no other types of log file')
  await collect()
  expect(await held()).toEqual(before)
})
