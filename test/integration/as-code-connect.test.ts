import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { runCli } from '../support/cli.ts'
import type { Stack } from '../support/stack.ts'
import { startStack } from '../support/stack.ts'

/** An integration that a document makes: connected by its entity, with its rules, and its keys replaced. */

let stack: Stack
let env: NodeJS.ProcessEnv
let file: string

beforeAll(async () => {
  stack = await startStack()
  file = join(stack.folder, 'casbah.yaml')
  env = {
    CASBAH_URL: stack.api.url,
    CASBAH_TOKEN_FILE: join(stack.folder, 'token'),
    ADMIN: stack.simulator.keys.admin,
  }
  await writeFile(join(stack.folder, 'compliance'), `${stack.simulator.keys.compliance}\n`)
  await writeFile(
    file,
    stringify({
      version: 1,
      integrations: [
        {
          name: 'Acme',
          organization_id: stack.simulator.organizationId,
          workspace_id: stack.simulator.workspaceId,
          own_domains: ['example.com'],
          severity_escalation: 'off',
          credentials: { admin_key: { from_env: 'ADMIN' }, compliance_key: { from_file: 'compliance' } },
          rules: { 'key.admin_not_rotated': { parameters: { maxAgeDays: 60 } } },
        },
      ],
      exceptions: [
        {
          ...{ key: 'browsing', integration: 'Acme', rule: 'gpt.web_browsing', reason: 'r', owner: 'o' },
          until: new Date(Date.now() + 20 * 86_400_000).toISOString(),
        },
      ],
    }),
  )
})
afterAll(async () => {
  await stack?.close()
})

const audit = async (): Promise<number> =>
  (await stack.database.sql<{ n: number }[]>`select count(*)::int as n from audit_log`)[0]?.n ?? -1
const apply = (more: NodeJS.ProcessEnv = {}) => runCli(['apply', '-f', file, '--yes'], { ...env, ...more })

test('what is new needs its secrets, and says which', async () => {
  const { ADMIN: _admin, ...without } = env
  const { code, stderr } = await runCli(['apply', '-f', file, '--yes'], without)
  expect([code, stderr]).toEqual([2, expect.stringContaining('needs ADMIN, which is not set')])
})

test('it is connected, what is of it comes after it, and a second time nothing is sent', async () => {
  const first = await apply()
  expect(first.code, first.stderr).toBe(0)
  expect(first.stdout).toContain('3 done.')
  for (const key of [stack.simulator.keys.admin, stack.simulator.keys.compliance]) {
    expect(first.stdout + first.stderr).not.toContain(key)
  }
  const tested = await runCli(['integrations', 'test', 'Acme'], env)
  expect(tested.stdout).toContain('✓ read GPTs')
  const before = await audit()
  const again = await apply()
  expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('0 to create, 0 to change')])
  expect(await audit()).toBe(before)
})

test('another key is said to be changed, and replaces the one before', async () => {
  const other = { ADMIN: `${stack.simulator.keys.admin.slice(0, -4)}zzzz` }
  const { code, stdout, stderr } = await apply(other)
  expect(code, stderr).toBe(0)
  expect(stdout).toContain('credentials.admin_key: changed')
  expect(stdout + stderr).not.toContain(other.ADMIN)
  const shown = await runCli(['integrations', 'get', 'Acme', '--json'], env)
  expect(shown.stdout).toContain('…zzzz')
})
