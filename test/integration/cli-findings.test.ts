import { afterAll, beforeAll, expect, test } from 'vitest'
import type {
  ExceptionView,
  FindingDetailView,
  FindingView,
  RuleView,
  TriagedView,
} from '../../src/cli/finding-view.ts'
import { RULE_IDS } from '../../src/model/core/rule-ids.ts'
import { CATALOGUE } from '../../src/rules/catalogue/catalogue.ts'
import type { TestApi } from '../support/api.ts'
import { startTestApi } from '../support/api.ts'
import type { SeededTenant } from '../support/api-fixtures.ts'
import { narrowToken, seededTenant } from '../support/api-fixtures.ts'
import { runCli } from '../support/cli.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'
import type { ServedApi } from '../support/serve-api.ts'
import { serveApi } from '../support/serve-api.ts'

/** What people say of findings, by the command line. */

let fresh: FreshDatabase
let api: TestApi
let served: ServedApi
let tenant: SeededTenant
let env: NodeJS.ProcessEnv

beforeAll(async () => {
  fresh = await freshDatabase()
  api = await startTestApi(fresh.database)
  tenant = await seededTenant(fresh.database)
  served = await serveApi(api)
  env = served.env
})
afterAll(async () => {
  await served?.close()
  await api?.close()
  await fresh?.drop()
})

const [OK, ERROR, USAGE, FINDINGS, AUTH] = [0, 1, 2, 3, 4]
const casbah = (...args: string[]) => runCli(args, env)
async function json<T>(...args: string[]): Promise<T> {
  const { code, stdout, stderr } = await casbah(...args, '--json')
  expect(code, stderr).toBe(OK)
  return JSON.parse(stdout) as T
}
const day = (ahead: number): string => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10)

test('a finding is triaged, assigned and commented on, and the list says so', async () => {
  const [id = ''] = tenant.findingIds
  const triaged = await casbah('findings', 'triage', id, 'in_review', '--note', 'Asked the owner.')
  expect([triaged.code, triaged.stderr]).toEqual([OK, `${id}: in review; it is open.\n`])
  expect(await json<TriagedView>('findings', 'assign', id, 'Blue Team')).toMatchObject({
    assignee: 'Blue Team',
  })
  expect((await casbah('findings', 'comment', id, 'Rotated on Friday.')).code).toBe(OK)
  const table = await casbah('findings', '--assignee', 'Blue Team')
  expect(table.stdout).toContain(id)
  expect(table.stdout).toContain('in review, Blue Team')
  const found = await json<FindingView[]>('findings', '--triage', 'in_review', 'remediating', '--overdue')
  expect(found.map((one) => one.id)).toEqual([id])
  const nobody = await casbah('findings', 'assign', id, '--nobody')
  expect(nobody.stderr).toContain('for nobody')
  const { text } = await api.call('GET', `/api/v1/findings/${id}`)
  for (const words of ['Asked the owner.', 'Rotated on Friday.']) expect(text).toContain(words)
})

test('one is shown whole: where, whose, why, what to do, and its history, oldest first', async () => {
  const id = tenant.findingIds[RULE_IDS.indexOf('gpt.public_link')] ?? ''
  await casbah('findings', 'triage', id, 'in_review', '--note', 'Asked\nthe owner.')
  const { code, stdout, stderr } = await casbah('findings', 'show', id)
  expect(code, stderr).toBe(OK)
  const { title, asset, people } = (await api.call('GET', `/api/v1/findings/${id}`))
    .json as never as FindingView
  const name = (await api.call('GET', `/api/v1/integrations/${tenant.integrationId}`)).json.display_name
  const [step] = CATALOGUE['gpt.public_link'].remediation.steps
  const parts = [
    `${title}  gpt.public_link`,
    'severity: High',
    'triage: in review, for nobody',
    `where: ${asset.kind_label} ${asset.name}, ${asset.external_id} (${asset.kind}), in ${name}`,
    `owner: ${people.self?.email} (self)`,
    'role: reader',
    `person: ${people.self?.email}`,
    `1. ${step?.text}`,
    'history:',
    '2026-11-22 03:45  found',
    'triage: new → in review',
    'said: Asked the owner.',
  ]
  let from = -1
  for (const part of parts) {
    const at = stdout.indexOf(part, from + 1)
    expect(at, `${part}, in its place in\n${stdout}`).toBeGreaterThan(from)
    from = at
  }
  const shown = await json<FindingDetailView & { rule: RuleView }>('findings', 'show', id)
  expect(shown).toMatchObject({ id, rule: { id: 'gpt.public_link' }, history: { length: 3 } })
})

test('what was done is told apart in the table by whom and when', async () => {
  const id = tenant.findingIds[RULE_IDS.indexOf('share.conversation_public')] ?? ''
  const [who] = await fresh.database.sql<
    { id: string }[]
  >`select id from people where email = 'u0@example.com'`
  const evidence = { actor_person_id: who?.id ?? null, day: '2026-11-20', detail: {} }
  await fresh.database
    .sql`update findings set evidence = ${JSON.stringify(evidence)}::text::jsonb where id = ${id}`
  const { stdout } = await casbah('findings', '--rule', 'share.conversation_public')
  expect(stdout).toContain('Platform user: u0@example.com, 2026-11-20')
  expect((await casbah('findings', 'show', id)).stdout).toContain('    actor: u0@example.com')
})

test('one is tolerated, listed, left out of --fail-on, and taken back', async () => {
  const [, id = ''] = tenant.findingIds
  const { rule_id, severity } = (await api.call('GET', `/api/v1/findings/${id}`)).json
  const failing = ['findings', '--rule', String(rule_id), '--fail-on', String(severity)]
  expect((await casbah(...failing)).code).toBe(FINDINGS)
  const why = ['--reason', 'A test\nkey.', '--owner', 'Platform team']
  const added = await casbah('exceptions', 'add', '--finding', id, ...why, '--until', day(30))
  expect(added.stderr).toContain(`finding ${id}: tolerated until ${day(30)}; 1 standing finding.`)
  const exception = added.stdout.trim()
  const after = await casbah(...failing)
  expect(after.code).toBe(OK)
  expect(after.stdout).toContain(`excepted until ${day(30)}`)
  expect(await json('findings', '--rule', String(rule_id), '--excepted', 'exclude')).toEqual([])
  const listed = await casbah('exceptions', 'list', '--expiring-within', '31')
  expect(listed.stdout).toContain(exception)
  expect(listed.stdout).toContain('A test key.')
  const { display_name } = (await api.call('GET', `/api/v1/integrations/${tenant.integrationId}`)).json
  expect(listed.stdout).toContain(String(display_name))
  expect((await casbah('exceptions', 'list', '--expiring-within', '29')).stderr).toContain(
    'No live exception ends within 29 days.',
  )
  expect((await casbah('exceptions', 'disable', exception)).stderr).toContain('no longer tolerated')
  expect((await casbah(...failing)).code).toBe(FINDINGS)
  const [old] = await json<ExceptionView[]>('exceptions', 'list', '--state', 'any')
  expect(old).toMatchObject({ id: exception, state: 'disabled' })
})

test('a rule on an asset is tolerated somewhere or everywhere, which is said', async () => {
  const why = ['--reason', 'r', '--owner', 'o', '--until', day(9)]
  const about = ['--rule', 'gpt.public_link', '--asset', 'chatgpt.gpt/g-1/2']
  const made = await json<ExceptionView>('exceptions', 'add', ...about, '--everywhere', ...why)
  expect(made).toMatchObject({
    integration_id: null,
    asset: { kind: 'chatgpt.gpt', external_id: 'g-1/2' },
    expires_at: `${day(9)}T23:59:59Z`,
  })
  const name = (await api.call('GET', `/api/v1/integrations/${tenant.integrationId}`)).json.display_name
  const own = await json<ExceptionView>('exceptions', 'add', ...about, '--integration', String(name), ...why)
  expect(own.integration_id).toBe(tenant.integrationId)
  const unused = await json<ExceptionView[]>('exceptions', 'list', '--unused', '--integration', String(name))
  expect(unused.map(({ id }) => id)).toEqual([own.id, made.id])
})

test('an asset that nobody knows is tolerated, and told to be unknown', async () => {
  const [asset] = (await json<FindingView[]>('findings', '--limit', '1')).map((one) => one.asset)
  const add = (key: string) => {
    const why = ['--reason', 'r', '--owner', 'o', '--until', day(9)]
    return casbah('exceptions', 'add', '--asset', key, '--integration', tenant.integrationId, ...why)
  }
  const known = await add(`${asset?.kind}/${asset?.external_id}`)
  expect([known.code, known.stderr]).toEqual([OK, expect.not.stringContaining('is known')])
  const slip = await add('chatgpt.gpt/g-nope')
  expect([slip.code, slip.stderr]).toEqual([
    OK,
    expect.stringContaining('No asset chatgpt.gpt/g-nope is known'),
  ])
  // Part of an id is none.
  expect((await add(`${asset?.kind}/u`)).stderr).toContain('is known')
  for (const { stdout } of [known, slip]) await casbah('exceptions', 'disable', stdout.trim())
})

test('names with marks that nobody sees are shown with them', async () => {
  const [id = ''] = tenant.findingIds
  const assigned = await casbah('findings', 'assign', id, 'ada\u200bgrace')
  expect(assigned.stderr).toBe(`${id} is for ada·grace.\n`)
  await casbah('findings', 'assign', id, '--nobody')
  const why = ['--everywhere', '--reason', 'r', '--owner', 'o', '--until', day(9)]
  const added = await casbah('exceptions', 'add', '--asset', 'chatgpt.gpt/g-\u200b1', ...why)
  expect(added.stderr).toContain('chatgpt.gpt/g-·1: tolerated until')
  const disabled = await casbah('exceptions', 'disable', added.stdout.trim())
  expect(disabled.stderr).toContain('chatgpt.gpt/g-·1: no longer')
})

test('what cannot be is refused in words, with the exit code for it', async () => {
  const [id = ''] = tenant.findingIds
  const why = ['--reason', 'r', '--owner', 'o']
  const rule = ['--rule', 'gpt.public_link']
  const refused: readonly [string[], number, string][] = [
    [['findings', 'triage', id, 'accepted'], USAGE, 'in_review'],
    [['findings', 'triage', '../rules', 'new'], USAGE, 'by its id'],
    [['findings', 'show', id.slice(0, 8)], USAGE, 'by its id'],
    [['findings', 'show', tenant.runId], ERROR, 'no such finding'],
    [['findings', 'triage', tenant.runId, 'new'], ERROR, 'no such finding'],
    [['findings', 'assign', id], USAGE, '--nobody'],
    [['findings', 'assign', id, 'Ada', '--nobody'], USAGE, '--nobody'],
    [['findings', 'comment', id, ' '], USAGE, '/text'],
    [['exceptions', 'add', ...why, '--until', day(9)], USAGE, 'what is tolerated'],
    [['exceptions', 'add', ...rule, ...why, '--until', day(9)], USAGE, '--everywhere'],
    [['exceptions', 'add', ...rule, '--everywhere', ...why], USAGE, '--until'],
    [['exceptions', 'add', '--finding', id, ...rule, ...why, '--until', day(9)], USAGE, '--finding'],
    [['exceptions', 'add', ...rule, '--everywhere', ...why, '--until', '2027-02-30'], USAGE, 'a day like'],
    [['exceptions', 'add', ...rule, '--everywhere', ...why, '--until', day(500)], USAGE, '400 days ahead'],
    [['exceptions', 'add', ...rule, '--everywhere', ...why, '--for-ever'], USAGE, '400 days ahead'],
    [['exceptions', 'add', '--asset', 'g-1', '--everywhere', ...why, '--until', day(9)], USAGE, 'kind/id'],
    [['exceptions', 'disable', 'gpt.public_link'], USAGE, 'by its id'],
    [['exceptions', 'list', '--expiring-within', 'soon'], USAGE, 'whole number'],
  ]
  for (const [args, code, words] of refused) {
    const said = await casbah(...args)
    expect([said.code, said.stdout], args.join(' ')).toEqual([code, ''])
    expect(said.stderr, args.join(' ')).toContain(words)
  }
  const token = await narrowToken(fresh.database, [tenant.integrationId])
  const args = ['exceptions', 'add', ...rule, '--everywhere', ...why, '--until', day(9)]
  expect((await runCli(args, { ...env, CASBAH_TOKEN: token })).code).toBe(AUTH)
})

test('what is not there is answered with where it would be listed', async () => {
  const nothing = tenant.runId
  const looked: readonly [string[], string][] = [
    [['findings', 'show', nothing], 'casbah findings.'],
    [['exceptions', 'disable', nothing], 'casbah exceptions list --state any.'],
    [['rules', 'custom', 'show', tenant.integrationId, 'custom.nope'], 'casbah rules custom list'],
    [['gpts', 'show', nothing], 'casbah gpts list.'],
    [['integrations', 'get', nothing], 'casbah integrations list,'],
  ]
  for (const [args, list] of looked) {
    const { code, stderr } = await casbah(...args)
    expect([code, stderr], args.join(' ')).toEqual([
      ERROR,
      expect.stringContaining(`next: List what there is: ${list}`),
    ])
  }
})

test('coverage says why of what was judged in part, and what would change that', async () => {
  const { stdout } = await casbah('coverage', '--integration', tenant.integrationId)
  const row = stdout.split('\n').find((line) => line.includes('key.admin_unused'))
  expect(row).toMatch(/fail: 1 of 12, 2 not evaluated .* 2 lack a value .* OpenAI has to send/)
})

test('an option behind a word of rules is that word’s own', async () => {
  const args = ['rules', 'set', tenant.integrationId, 'key.admin_not_rotated', 'maxAgeDays=60']
  expect(await json(...args)).toMatchObject({ parameters: { maxAgeDays: 60 } })
})

test('--fail-on goes by what stands and is not tolerated, whatever is shown or taken, of lists and of exports', async () => {
  const all = (await api.call('GET', '/api/v1/findings?state=open&severity=critical,high&limit=200')).json
  const [worst, other] = all.data as unknown as FindingView[]
  const one = ['--rule', String(worst?.rule_id)]
  const severity = String(worst?.effective_severity)
  const exits = async (...flags: string[]): Promise<readonly (number | null)[]> => [
    (await casbah('findings', ...flags)).code,
    (await casbah('export', 'findings', ...flags)).code,
  ]
  expect(await exits(...one, '--fail-on', severity)).toEqual([FINDINGS, FINDINGS])
  expect(await exits(...one, '--fail-on', severity, '--severity', 'low')).toEqual([OK, OK])
  expect(await exits(...one, '--fail-on', severity, '--state', 'resolved')).toEqual([OK, OK])
  const until = ['--reason', 'r', '--owner', 'o', '--until', day(20)]
  const made = await casbah('exceptions', 'add', '--finding', String(worst?.id), ...until)
  expect(await exits(...one, '--fail-on', severity)).toEqual([OK, OK])
  expect(await exits(...one, '--fail-on', severity, '--excepted', 'only')).toEqual([OK, OK])
  // The first is tolerated; the second is left out of what is shown, and fails all the same.
  const both = ['--rule', String(worst?.rule_id), String(other?.rule_id), '--limit', '1']
  expect(await exits(...both, '--fail-on', String(other?.effective_severity))).toEqual([FINDINGS, FINDINGS])
  expect((await casbah('exceptions', 'disable', made.stdout.trim())).code).toBe(OK)
})
