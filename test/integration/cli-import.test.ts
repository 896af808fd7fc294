import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Parity } from '../../src/cli/import/report.ts'
import type { FindingId } from '../../src/model/core/ids.ts'
import type { RuleId } from '../../src/model/core/rule-ids.ts'
import { RULE_IDS } from '../../src/model/core/rule-ids.ts'
import { CATALOGUE } from '../../src/rules/catalogue/catalogue.ts'
import type { TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import type { SeededTenant } from '../support/api-fixtures.ts'
import { narrowToken, seededTenant } from '../support/api-fixtures.ts'
import type { CliResult } from '../support/cli.ts'
import { runCli } from '../support/cli.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'
import { scratchFolder } from '../support/scratch.ts'
import type { ServedApi } from '../support/serve-api.ts'
import { serveApi } from '../support/serve-api.ts'

/** What Cloudflare CASB found, compared with what is here, by the command line. */

const opened = new AsyncDisposableStack()
let fresh: FreshDatabase
let api: TestApi
let served: ServedApi
let tenant: SeededTenant
let folder: string
let assets: ReadonlyMap<string, string>
beforeAll(async () => {
  folder = opened.use(await scratchFolder('import')).path
  fresh = await freshDatabase()
  opened.defer(() => fresh.drop())
  api = await startTestApi(fresh.database)
  opened.defer(() => api.close())
  tenant = await seededTenant(fresh.database)
  await seededTenant(fresh.database)
  const rows = await fresh.database.sql<{ rule_id: string; asset_external_id: string }[]>`
    select rule_id, asset_external_id from findings where integration_id = ${tenant.integrationId}`
  assets = new Map(rows.map((row) => [row.rule_id, row.asset_external_id]))
  served = await serveApi(api)
  opened.defer(() => served.close())
})
afterAll(() => opened.disposeAsync())

const [OK, USAGE, GAP] = [0, 2, 3]
const casbah = (...args: string[]) => runCli(args, served.env)
const compare = (file: string, ...flags: string[]): Promise<CliResult> =>
  casbah('import', 'cloudflare', file, '--integration', tenant.integrationId, ...flags)

const findingOf = (ruleId: RuleId): FindingId => {
  const id = tenant.findingIds[RULE_IDS.indexOf(ruleId)]
  if (id === undefined) throw new Error('the fixture has a finding of each rule')
  return id
}

/** What the finding of a rule is on, by its id at OpenAI. */
const assetOf = (ruleId: RuleId): string => assets.get(ruleId) ?? ''

const line = (ruleId: RuleId, change: object = {}): object => ({
  FindingTypeID: CATALOGUE[ruleId].cloudflareFindingTypeId,
  FindingTypeDisplayName: CATALOGUE[ruleId].cloudflareName,
  FindingTypeSeverity: 'High',
  AssetExternalID: assetOf(ruleId),
  DetectedTimestamp: '2026-11-23T00:00:00Z',
  InstanceID: `cf-${ruleId}`,
  IntegrationID: 'cf-1',
  IntegrationDisplayName: 'Acme at Cloudflare',
  IntegrationPolicyVendor: 'OpenAI',
  ...change,
})

let files = 0
async function fileOf(lines: readonly (object | string)[], pack = (text: string) => Buffer.from(text)) {
  files += 1
  const file = join(folder, `casb-${files}.ndjson`)
  const text = lines.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n')
  await writeFile(file, pack(text))
  return file
}

async function parityOf(file: string, ...flags: string[]): Promise<Parity> {
  const { code, stdout, stderr } = await compare(file, '--json', ...flags)
  expect(code, stderr).toBe(OK)
  return JSON.parse(stdout) as Parity
}

describe('an export of ours', () => {
  test('is on both sides, every line of it', async () => {
    const file = join(folder, 'ours.ndjson')
    const exported = await casbah('export', 'findings', '--format', 'cloudflare', '--out', file)
    expect(exported.code, exported.stderr).toBe(OK)
    const { counts, items, file: about } = await parityOf(file)
    expect(counts).toEqual({ both: tenant.findingIds.length, only_theirs: 0, only_ours: 0, gaps: 0 })
    expect(items.map(({ finding_id }) => finding_id).toSorted()).toEqual(tenant.findingIds.toSorted())
    // The other tenant's, which the file holds too.
    expect(about.other_integrations).toBe(tenant.findingIds.length)
    expect((await compare(file, '--fail-on-gap')).code).toBe(OK)
  })
})

describe('a file of Logpush', () => {
  test('is compared line by line, and each that is missing here is told with its reason', async () => {
    const { sql } = fresh.database
    const resolved = findingOf('gpt.public_store')
    await sql`update findings set state = 'resolved', resolved_at = now() where id = ${resolved}`
    await sql`delete from findings where id in ${sql([findingOf('gpt.code_interpreter'), findingOf('user.inactive')])}`
    const off = await casbah('rules', 'set', tenant.integrationId, 'invite.stale', '--off')
    expect(off.code, off.stderr).toBe(OK)
    await sql`update rule_results set reason = 'capability_denied', reason_detail = 'The key may not read keys.'
      where rule_id = 'key.admin_unused'`
    const file = await fileOf([
      line('gpt.public_link'),
      line('gpt.public_link', { DetectedTimestamp: '2026-11-22T00:00:00Z' }),
      line('gpt.public_store'),
      line('gpt.code_interpreter'),
      line('user.inactive'),
      line('invite.stale', { AssetExternalID: 'invite-9' }),
      line('key.admin_unused', { AssetExternalID: 'key-9' }),
      line('gpt.web_browsing', { AssetExternalID: 'g-nowhere' }),
      line('gpt.public_link', {
        FindingTypeID: '00000000-0000-4000-8000-000000000000',
        AssetExternalID: 'x',
      }),
      line('gpt.public_link', { IntegrationPolicyVendor: 'Slack' }),
      '{"broken',
      line('gpt.public_link', { AssetExternalID: undefined }),
      '',
    ])
    const parity = await parityOf(file)
    expect(parity.file).toMatchObject({
      lines: 12,
      repeated: 1,
      other_vendors: { Slack: 1 },
      bad_lines: [
        { line: 11, why: 'is no JSON' },
        { line: 12, why: 'is without a usable AssetExternalID' },
      ],
    })
    const theirs = parity.items.filter(({ status }) => status !== 'only_ours')
    expect(theirs.map(({ line: no, status, why }) => [no, status, why])).toEqual([
      [1, 'both', null],
      [3, 'only_theirs', 'resolved_since'],
      [4, 'only_theirs', 'threshold_differs'],
      [5, 'only_theirs', 'threshold_differs'],
      [6, 'only_theirs', 'rule_disabled'],
      [7, 'only_theirs', 'capability_missing'],
      [8, 'only_theirs', 'asset_not_collected'],
      [9, 'only_theirs', 'no_such_rule'],
    ])
    expect(parity.counts).toMatchObject({ both: 1, only_theirs: 7, gaps: 8 })
    const only = parity.items.filter(({ status }) => status === 'only_ours')
    expect(only.find(({ rule_id }) => rule_id === 'gpt.risky_combination')?.why).toBe('not_cloudflares')
    expect(only.find(({ rule_id }) => rule_id === 'gpt.custom_actions')?.why).toBe('not_in_file')
    const shown = await compare(file, '--fail-on-gap')
    expect(shown.code).toBe(GAP)
    expect(shown.stdout).toContain('no such thing was collected here')
    expect(shown.stdout).toContain('let the key')
    expect(shown.stderr).toContain('line 11 is no JSON')
    expect(shown.stderr).toContain('1 lines are of Slack')
  })

  test('may be packed by gzip, and one that is cut off is told', async () => {
    const whole = gzipSync(`${JSON.stringify(line('gpt.public_link'))}\n`)
    expect((await parityOf(await fileOf([], () => whole))).counts.both).toBe(1)
    const { code, stderr } = await compare(await fileOf([], () => whole.subarray(0, -9)))
    expect([code, stderr]).toEqual([1, expect.stringContaining('damaged')])
  })

  test('with many assets is looked up in one reading of them', async () => {
    const lines = Array.from({ length: 30 }, (_, at) =>
      line('gpt.web_browsing', { AssetExternalID: `u${at}`, InstanceID: '' }),
    )
    const { items } = await parityOf(await fileOf(lines))
    const own = assetOf('gpt.web_browsing')
    for (const { asset_external_id: id, status, why } of items.filter((item) => item.status !== 'only_ours'))
      expect([id, status, why]).toEqual(
        id === own ? [id, 'both', null] : [id, 'only_theirs', 'threshold_differs'],
      )
  })

  test('of several integrations asks which', async () => {
    const two = await fileOf([
      line('gpt.public_link'),
      line('gpt.public_link', { IntegrationID: 'cf-2', IntegrationDisplayName: 'Other' }),
    ])
    const asked = await compare(two)
    expect([asked.code, asked.stderr]).toEqual([USAGE, expect.stringContaining('Other (cf-2)')])
    expect((await parityOf(two, '--theirs', 'Other')).file.other_integrations).toBe(1)
    expect((await compare(two, '--theirs', 'None')).code).toBe(USAGE)
    expect((await compare(join(folder, 'nowhere'))).code).toBe(USAGE)
  })
})

describe('what people decided at Cloudflare', () => {
  const day = (ahead: number): string => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10)

  test('is told and not done without --apply, and done with it, once', async () => {
    const file = await fileOf([
      line('gpt.public_link', { Hidden: true, SeverityOverride: 'Critical' }),
      line('gpt.web_browsing', { Hidden: 'true', AssetExternalID: 'g-nowhere' }),
    ])
    const count = async () => (await fresh.database.sql`select from exceptions`).length
    const told = await compare(file)
    expect([told.code, await count()]).toEqual([OK, 0])
    expect(told.stdout).toContain('Severity of gpt.public_link: high → critical')
    expect(told.stdout).toContain('Exception: gpt.public_link on')
    expect(told.stderr).toContain('line 2 is not carried over')
    expect(told.stderr).toContain('Nothing was changed')

    const incomplete = await compare(file, '--apply')
    expect([incomplete.code, await count()]).toEqual([USAGE, 0])
    expect(incomplete.stderr).toContain('--owner')

    const flags = ['--apply', '--owner', 'Ada', '--until', day(20)]
    const done = await compare(file, ...flags)
    expect([done.code, await count()], done.stderr).toEqual([OK, 1])
    expect(done.stderr).toContain('Carried over: 1 severities, 1 exceptions.')
    const finding = await api.call('GET', `/api/v1/findings/${findingOf('gpt.public_link')}`)
    expect(finding.json.excepted).toMatchObject({ reason: 'Hidden in Cloudflare CASB', owner: 'Ada' })
    const { json } = await api.call('GET', `/api/v1/rules?integration=${tenant.integrationId}`)
    const rules = json.data as unknown as { id: string; setting: { severity: string } }[]
    expect(rules.find(({ id }) => id === 'gpt.public_link')?.setting.severity).toBe('critical')

    const again = await compare(file, ...flags)
    expect([again.code, await count()], again.stderr).toEqual([OK, 1])
    expect(again.stderr).toContain('2 decisions of theirs are so here already')
    const [both] = (await parityOf(file)).items
    expect(both).toMatchObject({ status: 'both', why: 'excepted' })
  })

  test('is not done by a token that may only read', async () => {
    const reads = ['findings:read', 'rules:read', 'assets:read', 'integrations:read'] as const
    const token = await narrowToken(fresh.database, [tenant.integrationId], reads)
    const env = { ...served.env, CASBAH_TOKEN: token }
    const file = await fileOf([line('gpt.public_link', { SeverityOverride: 'Low' })])
    const args = ['import', 'cloudflare', file, '--integration', tenant.integrationId]
    expect((await runCli(args, env)).code).toBe(OK)
    const refused = await runCli([...args, '--apply'], env)
    expect([refused.code, refused.stderr]).toEqual([4, expect.stringContaining('rules:write')])
  })
})
