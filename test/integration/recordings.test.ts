import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Report } from '../../src/cli/up/report.ts'
import type { Database } from '../../src/db/client.ts'
import { openDatabase } from '../../src/db/client.ts'
import type { StreamName } from '../../src/model/core/streams.ts'
import { STREAM_NAMES, STREAMS } from '../../src/model/core/streams.ts'
import { runCli } from '../support/cli.ts'
import type { Node } from '../support/openai-specs.ts'
import { at, isNode, readSpec, SPEC_FILES, skipWithoutSpecs, specsAreHere } from '../support/openai-specs.ts'
import { emptyDatabase } from '../support/postgres.ts'
import { scratchFolder } from '../support/scratch.ts'

// The nearest thing to real input that needs no tenant: the sample answers that OpenAI publishes, collected by the
// command that a person would use. What is expected is read from the document here, by nothing of the product.

// Each start brings up every service; on a machine that others use as well that takes a while.
const START_TIMEOUT_MS = 300_000

const LISTS = {
  'platform.users': '/organization/users',
  'platform.invites': '/organization/invites',
  'platform.projects': '/organization/projects',
  'platform.project_users': '/organization/projects/{project_id}/users',
  'platform.service_accounts': '/organization/projects/{project_id}/service_accounts',
  'platform.project_keys': '/organization/projects/{project_id}/api_keys',
  'platform.admin_keys': '/organization/admin_api_keys',
  'platform.groups': '/organization/groups',
  'platform.group_users': '/organization/groups/{group_id}/users',
  'platform.roles': '/organization/roles',
  'platform.user_roles': '/organization/users/{user_id}/roles',
  'platform.group_roles': '/organization/groups/{group_id}/roles',
  'platform.project_groups': '/organization/projects/{project_id}/groups',
  'platform.project_roles': '/projects/{project_id}/roles',
  'platform.project_user_roles': '/projects/{project_id}/users/{user_id}/roles',
  'platform.project_group_roles': '/projects/{project_id}/groups/{group_id}/roles',
  'platform.rate_limits': '/organization/projects/{project_id}/rate_limits',
  'platform.certificates': '/organization/certificates',
  'platform.project_certificates': '/organization/projects/{project_id}/certificates',
  'platform.audit_logs': '/organization/audit_logs',
} as const satisfies Partial<Record<StreamName, string>>

/** Settings are put together out of several answers, figures lie in buckets of days: neither is a list of records. */
const NO_LISTS = [
  'platform.organization_settings',
  'platform.project_settings',
  'platform.usage',
  'platform.costs',
] as const

type Recorded = keyof typeof LISTS
const RECORDED = Object.keys(LISTS) as Recorded[]

const answerOf = (document: Node, stream: Recorded): unknown =>
  at(document, document, 'paths', LISTS[stream], 'get', 'responses', '200', 'content', 'application/json')

function samples(document: Node, stream: Recorded): Node[] {
  const data = at(document, answerOf(document, stream), 'example', 'data')
  if (!Array.isArray(data) || !data.every(isNode)) throw new Error(`${LISTS[stream]} has no sample`)
  return data
}

/** Ids as they are held: those below a project, a group or a user are told apart by it. */
function expectedIds(document: Node, stream: Recorded): string[] {
  const own = samples(document, stream).map(({ id, group_id }) => String(id ?? group_id))
  const path = LISTS[stream]
  const nouns = [...path.matchAll(/(\w+)\/\{\w+\}/g)].map(([, noun]) => noun)
  const [first, second] = nouns
  const above = (name: Recorded) => samples(document, name).map(({ id, group_id }) => String(id ?? group_id))
  const LIST_OF: Readonly<Record<string, Recorded>> = {
    projects: 'platform.projects',
    groups: second === 'groups' ? 'platform.project_groups' : 'platform.groups',
    users: second === 'users' ? 'platform.project_users' : 'platform.users',
  }
  const listOf = (noun: string | undefined): string[] => {
    const list = LIST_OF[noun ?? '']
    return list === undefined ? [] : above(list)
  }
  const prefixes =
    first === undefined
      ? ['']
      : listOf(first).flatMap((one) =>
          second === undefined ? [`${one}/`] : listOf(second).map((two) => `${one}/${two}/`),
        )
  return prefixes.flatMap((prefix) => own.map((id) => `${prefix}${id}`)).sort()
}

/** Streams whose sample OpenAI's own schema refuses. */
function breakingTheirSchema(document: Node): Recorded[] {
  const ajv = new Ajv2020({ strict: false, validateSchema: false })
  addFormats.default(ajv)
  ajv.addFormat('unixtime', { type: 'number', validate: Number.isInteger })
  ajv.addSchema({ ...document }, 'platform')
  return RECORDED.filter((stream) => {
    const path = LISTS[stream].replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D')
    const schema = `platform#/paths/${path}/get/responses/200/content/application~1json/schema`
    return !ajv.compile({ $ref: schema })(at(document, answerOf(document, stream), 'example'))
  })
}

interface Start extends AsyncDisposable {
  readonly report: Report
  readonly database: Database
}

/** `casbah up --once` on a database that is still there afterwards. */
async function start(recordings: string, data: string): Promise<Start> {
  const { url, drop } = await emptyDatabase()
  const { code, stdout, stderr } = await runCli(
    ['up', '--once', '--json', '--data', data, '--recordings', recordings],
    { DATABASE_URL: url },
  )
  expect(stderr).not.toContain('next:')
  expect(code).toBe(0)
  const database = openDatabase(url, { max: 2 })
  return {
    report: JSON.parse(stdout),
    database,
    [Symbol.asyncDispose]: async () => {
      await database.close()
      await drop()
    },
  }
}

async function heldIds({ database: { sql } }: Start, stream: Recorded): Promise<string[]> {
  const { records } = STREAMS[stream]
  const rows =
    records.type === 'asset'
      ? await sql<{ id: string }[]>`
          select external_id as id from assets where kind = ${records.kind} and deleted_at is null`
      : await sql<{ id: string }[]>`select event_id as id from events where stream = ${stream}`
  return rows.map(({ id }) => id).sort()
}

async function expectWhole(started: Start, document: Node): Promise<void> {
  const { report, database } = started
  for (const stream of RECORDED) {
    const expected = expectedIds(document, stream)
    expect(await heldIds(started, stream), stream).toEqual(expected)
    expect(report.truth?.[stream], stream).toMatchObject({ matches: true, held: expected.length })
    expect(report.streams[stream], stream).toMatchObject({ state: 'completed', quarantined: 0, cause: null })
    // Each window of the audit log is answered with the same sample: events are read again and stored once.
    const read = report.streams[stream]?.records ?? 0
    if (STREAMS[stream].records.type === 'asset') expect(read, stream).toBe(expected.length)
    else expect(read, stream).toBeGreaterThanOrEqual(expected.length)
  }
  for (const stream of NO_LISTS) {
    expect(report.truth?.[stream], stream).toMatchObject({ matches: true })
    expect(report.truth?.[stream]?.held, stream).toBeGreaterThan(0)
  }
  expect(Object.keys(report.streams).sort()).toEqual([...RECORDED, ...NO_LISTS].sort())
  expect(report.runs.map(({ kind, state }) => [kind, state])).toEqual([
    ['full', 'completed'],
    ['incremental', 'completed'],
  ])
  expect(await database.sql`select * from quarantine`).toHaveLength(0)
  expect(await database.sql`select * from run_streams where state = 'failed'`).toHaveLength(0)
}

describe("OpenAI's published sample answers", () => {
  let folder: Awaited<ReturnType<typeof scratchFolder>>
  let document: Node

  beforeEach(skipWithoutSpecs)

  beforeAll(async () => {
    if (!specsAreHere) return
    folder = await scratchFolder('recordings')
    document = readSpec('platform')
  })

  afterAll(async () => {
    await folder?.[Symbol.asyncDispose]()
  })

  test('break their own schema in places', () => {
    expect(breakingTheirSchema(document).length).toBeGreaterThan(0)
  })

  test('are collected as they are, to the last', { timeout: START_TIMEOUT_MS }, async () => {
    await using started = await start(SPEC_FILES.platform, join(folder.path, 'published'))
    await expectWhole(started, document)

    const { report } = started
    // Every field of these samples is one that Casbah knows.
    expect(report.drift).toEqual([])
    expect(report.tenant).toEqual({ kind: 'recordings', recordings: SPEC_FILES.platform })

    // No workspace was recorded: what needs one is said to be missing, and is neither a pass nor a failure.
    const others = ['no_dlp_profile', 'warming_up']
    const judged = report.not_evaluated.filter(({ reason }) => !others.includes(reason))
    const missing = judged.map(({ rule_id, reason }) => [rule_id, reason])
    expect(missing.length).toBeGreaterThanOrEqual(5)
    expect(missing.filter(([, reason]) => reason !== 'needs_chatgpt_enterprise')).toEqual([])
    for (const { detail } of judged) expect(detail).toContain('compliance key')
    const absent = report.capabilities.filter(({ plane }) => plane === 'chatgpt').map(({ state }) => state)
    expect(new Set(absent)).toEqual(new Set(['absent']))

    // Keys of March 2024 are old by any threshold, and the two samples share one id without being one key.
    expect(report.findings.by_rule_id).toMatchObject({
      'key.admin_not_rotated': 1,
      'key.project_not_rotated': 1,
    })
  })

  test('with fields that nobody knows and without ones that are required are collected too, and the change is told', {
    timeout: START_TIMEOUT_MS,
  }, async () => {
    const changed = JSON.parse(await readFile(SPEC_FILES.platform, 'utf8'))
    for (const stream of RECORDED) {
      const { example } = answerOf(changed, stream) as { example: { data: Record<string, unknown>[] } }
      example.data = example.data.map(({ object: _, created_at: __, added_at: ___, owner, ...record }) => ({
        ...record,
        ...(isNode(owner) ? { owner: { ...owner, desk: { floor: 3 } } } : {}),
        brand_new: 'sk-secret-looking value',
      }))
    }
    const file = join(folder.path, 'changed.json')
    await writeFile(file, JSON.stringify(changed))

    await using started = await start(file, join(folder.path, 'changed'))
    await expectWhole(started, changed)
    const { drift } = started.report
    for (const stream of RECORDED) {
      const paths = drift.filter((one) => one.stream === stream).map(({ path }) => path)
      const isOwned = stream === 'platform.project_keys' || stream === 'platform.admin_keys'
      expect(paths.sort(), stream).toEqual(['brand_new', ...(isOwned ? ['owner.desk'] : [])])
    }
    expect(JSON.stringify(started.report)).not.toContain('secret-looking')
  })
})

test('every platform stream is among the recorded ones', () => {
  const platform = STREAM_NAMES.filter((stream) => STREAMS[stream].plane === 'platform')
  expect([...platform].sort()).toEqual([...RECORDED, ...NO_LISTS].sort())
})
