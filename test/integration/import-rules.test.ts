import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { brokenBorders } from '../../scripts/check-imports.ts'

let root: string

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'casbah-imports-')))
  await put('package.json', '{"type":"module","dependencies":{"zod":"*"},"devDependencies":{"ajv":"*"}}')
})

afterEach(() => rm(root, { recursive: true, force: true }))

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true })
  await writeFile(join(root, path), text)
}

async function check(from: string, statement: string, target?: string): Promise<string[]> {
  if (target !== undefined) await put(target, 'export const a = 1\nexport type A = 1\n')
  await put(from, `${statement}\n`)
  return brokenBorders(root).lines
}

test.each([
  ['src/model/core/x.ts', "import { a } from '../schema/y.ts'", 'src/model/schema/y.ts', 'model/core: code'],
  ['src/model/core/x.ts', "import { z } from 'zod'", undefined, 'model/core: package'],
  ['src/model/core/x.ts', "import { join } from 'node:path'", undefined, 'model/core: package'],
  ['src/workflows/x.ts', "import { a } from '../activities/y.ts'", 'src/activities/y.ts', 'workflows: code'],
  ['src/workflows/x.ts', "export { a } from '../activities/y.ts'", 'src/activities/y.ts', 'workflows: code'],
  [
    'src/workflows/x.ts',
    "import { a } from '../model/schema/y.ts'",
    'src/model/schema/y.ts',
    'workflows: code',
  ],
  ['src/workflows/x.ts', "import { readFile } from 'node:fs'", undefined, 'workflows: package'],
  ['src/workflows/x.ts', "import { z } from 'zod'", undefined, 'workflows: package'],
  ['src/workflows/x.ts', "import type { A } from '../db/y.ts'", 'src/db/y.ts', 'workflows: types'],
  ['src/db/x.ts', "import { a } from '../privacy/y.ts'", 'src/privacy/y.ts', 'db: code'],
  ['src/openai/x.ts', "import { a } from '../db/y.ts'", 'src/db/y.ts', 'openai: code'],
  ['src/openai/x.ts', "import type { A } from '../db/y.ts'", 'src/db/y.ts', 'openai: types'],
  ['src/api/x.ts', "import { a } from '../activities/y.ts'", 'src/activities/y.ts', 'api: code'],
  ['src/api/x.ts', "import { a } from '../workflows/y.ts'", 'src/workflows/y.ts', 'api: code'],
  ['src/console/x.ts', "import { a } from '../api/y.ts'", 'src/api/y.ts', 'console: code'],
  ['src/cli/findings.ts', "import { a } from '../db/y.ts'", 'src/db/y.ts', 'cli: code'],
  ['src/cli/findings.ts', "const m = await import('../db/y.ts')", 'src/db/y.ts', 'cli: code'],
  ['src/api/x.ts', "import { a } from '../simulator/y.ts'", 'src/simulator/y.ts', 'api: code'],
  ['src/cli/api-client.ts', "import { a } from '../db/y.ts'", 'src/db/y.ts', 'cli: code'],
  ['src/cli/up.ts', "import { a } from '../console/y.ts'", 'src/console/y.ts', 'cli: a command'],
  ['src/db/x.ts', "type A = import('../openai/y.ts').A", 'src/openai/y.ts', 'db: types'],
  ['src/db/x.ts', "export * from '../openai/y.ts'", 'src/openai/y.ts', 'db: code'],
  ['src/db/x.ts', "import { type A } from '../privacy/y.ts'", 'src/privacy/y.ts', 'db: code'],
  [
    'src/db/x.ts',
    "async function f(g: AsyncDisposable) { await using h = g; await import('../openai/y.ts') }",
    'src/openai/y.ts',
    'db: code',
  ],
  ['src/simulator/x.ts', "import { a } from '../openai/y.ts'", 'src/openai/y.ts', 'simulator: code'],
  ['src/db/x.ts', "import { a } from '../../test/support/y.ts'", 'test/support/y.ts', 'src: outside'],
  ['src/db/x.ts', "import { Ajv } from 'ajv'", undefined, 'src: development package'],
  ['src/db/x.ts', "import { a } from '../helpers/y.ts'", 'src/helpers/y.ts', 'src: no such room'],
])('%s: %s is refused', async (from, statement, target, rule) => {
  const lines = await check(from, statement, target)
  expect(lines.join('\n')).toContain(`\n    ${rule}`)
  expect(lines[0]).toContain(from)
})

test('a type import beside a value import of the same file does not hide the value import', async () => {
  const both = "import type { A } from '../activities/y.ts'\nimport { a } from '../activities/y.ts'"
  const lines = await check('src/workflows/x.ts', both, 'src/activities/y.ts')
  expect(lines.join('\n')).toContain('workflows: code')
})

test.each([
  ['src/workflows/x.ts', "import type { A } from '../activities/y.ts'", 'src/activities/y.ts'],
  ['src/workflows/x.ts', "import { a } from '../model/core/y.ts'", 'src/model/core/y.ts'],
  ['src/workflows/x.ts', "import { sleep } from '@temporalio/workflow'", undefined],
  ['src/workflows/x.ts', "import { log } from '@temporalio/common'", undefined],
  ['src/db/x.ts', "import type { A } from '../privacy/y.ts'", 'src/privacy/y.ts'],
  ['src/activities/x.ts', "import { a } from '../openai/y.ts'", 'src/openai/y.ts'],
  ['src/api/x.ts', "import type { A } from '../workflows/y.ts'", 'src/workflows/y.ts'],
  ['src/console/x.ts', "import type { A } from '../api/y.ts'", 'src/api/y.ts'],
  ['src/cli/up.ts', "import { a } from '../embedded/y.ts'", 'src/embedded/y.ts'],
  ['src/cli/worker-role.ts', "import { a } from '../activities/y.ts'", 'src/activities/y.ts'],
  ['src/cli/doctor/x.ts', "import { a } from '../../db/y.ts'", 'src/db/y.ts'],
  ['src/rules/x.ts', "import { a } from '../config.ts'", 'src/config.ts'],
  ['src/model/core/x.test.ts', "import { expect } from 'vitest'", undefined],
])('%s: %s is allowed', async (from, statement, target) => {
  expect(await check(from, statement, target)).toEqual([])
})

test('what others install imports its own files and what its own manifest names, and nothing of ours', async () => {
  await put('src/model/core/y.ts', 'export const a = 1\n')
  await put('clients/lang/package.json', '{"dependencies":{"openapi-fetch":"*"}}')
  const file = 'clients/lang/src/x.ts'
  const other = "import { b } from './y.ts'\nimport create from 'openapi-fetch'"
  expect(await check(file, other, 'clients/lang/src/y.ts')).toEqual([])
  const wrong = ['../../../src/model/core/y.ts', 'zod', 'node:fs', '../test/z.ts']
  for (const from of wrong) {
    expect(await check(file, `import type { a } from '${from}'`)).toEqual([
      expect.stringContaining('clients:'),
    ])
  }
})
