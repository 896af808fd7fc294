import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PROJECT_ROOT } from '../../src/cli/place.ts'
import type { Report } from '../../src/cli/up/report.ts'
import { runCli } from '../support/cli.ts'
import { recordedPlatform } from '../support/recordings.ts'
import { scratchFolder } from '../support/scratch.ts'

const START_TIMEOUT_MS = 300_000

/** OpenAI's own description with its samples, where it is at hand; it is not part of this project. */
const PUBLISHED = join(PROJECT_ROOT, '..', 'shared', 'openai', 'specs', 'platform-admin.openapi.json')

let folder: Awaited<ReturnType<typeof scratchFolder>>

beforeAll(async () => {
  folder = await scratchFolder('recordings')
})
afterAll(async () => {
  await folder?.[Symbol.asyncDispose]()
})

async function collect(name: string, recordings: string): Promise<Report> {
  const args = ['up', '--once', '--json', '--rate-factor', '1000', '--data', join(folder.path, name)]
  const { code, stdout, stderr } = await runCli([...args, '--recordings', recordings])
  expect(code, stderr).toBe(0)
  return JSON.parse(stdout)
}

function expectWhole(report: Report): void {
  const platform = Object.keys(report.streams).filter((stream) => stream.startsWith('platform.'))
  expect(Object.keys(report.streams).sort()).toEqual(platform.sort())
  expect(platform).toHaveLength(8)
  const states = Object.entries(report.streams).map(([stream, { state, quarantined }]) => ({
    stream,
    state,
    quarantined,
  }))
  expect(states.filter(({ state, quarantined }) => state !== 'completed' || quarantined > 0)).toEqual([])
  expect(Object.entries(report.truth ?? {}).filter(([, one]) => !one.matches)).toEqual([])
  expect(report.not_evaluated.map(({ rule_id }) => rule_id).sort()).toEqual([
    'gpt.code_interpreter',
    'gpt.custom_actions',
    'gpt.public_link',
    'gpt.public_store',
    'gpt.web_browsing',
  ])
  expect(new Set(report.not_evaluated.map(({ reason }) => reason))).toEqual(
    new Set(['needs_chatgpt_enterprise']),
  )
  expect(report.integration.workspace_id).toBeNull()
}

test('sample bodies that break their own schema are collected whole', {
  timeout: START_TIMEOUT_MS,
}, async () => {
  const file = join(folder.path, 'samples.json')
  await writeFile(file, JSON.stringify(recordedPlatform(new Date())))
  const report = await collect('made-up', file)
  expectWhole(report)
  const byRule = report.findings.by_rule_id
  expect(byRule['key.project_not_rotated']).toBe(1)
  expect(byRule['invite.high_privilege']).toBe(1)
  const unused = report.findings.by_rule.find(({ rule_id }) => rule_id === 'key.project_unused')
  expect(unused?.left_out).toMatchObject({ value_absent_upstream: 1 })
})

test.skipIf(!existsSync(PUBLISHED))(
  "OpenAI's published sample bodies are collected whole (skipped where they are not at hand)",
  { timeout: START_TIMEOUT_MS },
  async () => {
    expectWhole(await collect('published', PUBLISHED))
  },
)
