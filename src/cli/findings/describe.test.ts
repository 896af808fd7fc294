import { expect, test } from 'vitest'
import type { FindingDetailView } from '../finding-view.ts'
import { describeFinding } from './describe.ts'
import { describeEvent } from './describe-event.ts'

type Event = FindingDetailView['history'][number]

const person = { id: 'p-1', email: 'ada@example.com', name: 'Ada', erased: false }
const event = (kind: Event['kind'], detail: Event['detail'], label?: string): Event => ({
  ...{ id: 'e', kind, detail, run_id: null, at: '2026-11-22T03:45:39.123456Z' },
  actor: label === undefined ? null : { kind: 'token', id: 't', label },
})

const finding: FindingDetailView = {
  id: 'f-1',
  integration_id: 'i-1',
  rule_id: 'custom.bots',
  rule_version: 2,
  finding_type_id: 't-1',
  title: 'Bots that own',
  cloudflare_name: null,
  category: 'Custom',
  severity: 'medium',
  effective_severity: 'high',
  severity_reason: 'an owner',
  state: 'reopened',
  triage: 'remediating',
  assignee: 'Blue Team',
  owner: { person, role: 'owner' },
  excepted: { exception_id: 'x-1', reason: 'A test\nbot', owner: 'Ada', expires_at: '2027-02-20T23:59:59Z' },
  asset: {
    ...{ id: 'a-1', kind: 'platform.service_account', kind_label: 'Service account' },
    ...{ external_id: 'svc_1', name: 'bot' },
  },
  evidence: {
    ...{ name: 'bot', owner_person_id: 'p-1', admin: true, last_used_at: null, hosts: ['a', 'b'] },
    parts: [{ api_key: 'k', live: false }],
  },
  people: { owner: person },
  fingerprint: '',
  first_seen_at: '2026-11-01T00:00:00Z',
  last_seen_at: '2026-11-22T00:00:00Z',
  last_evaluated_at: '2026-11-22T00:00:00Z',
  resolved_at: null,
  reopened_count: 1,
  due_at: '2026-11-15T00:00:00Z',
  overdue: true,
  run_id: 'r-1',
  parameters: {},
  judged: {},
  tickets: [{ kind: 'jira', key: 'SEC-12', url: 'https://acme.example/browse/SEC-12', state: 'open' }],
  history: [event('commented', { text: 'b' }, 'Ada'), event('opened', { severity: 'medium', reason: null })],
}

test('a finding is told from where it is to what was done about it', () => {
  const rule = {
    ...{ description: 'Bots may not own.', why: null, api: 'DELETE /bots' },
    steps: [{ text: 'Ask\nAda.', url: null }],
    references: [{ title: 'A list', url: 'https://example.com' }],
  }
  expect(describeFinding(finding, { integration: 'Acme', rule }, (_, text) => text)).toEqual([
    'Bots that own  custom.bots',
    '  severity: High (published as Medium: an owner)',
    '  state: reopened, due 2026-11-15 (overdue); first seen 2026-11-01, last 2026-11-22, reopened once',
    '  triage: remediating, for Blue Team',
    '  where: Service account bot, svc_1 (platform.service_account), in Acme',
    '  owner: ada@example.com (owner)',
    '  tolerated: until 2027-02-20, A test bot (Ada); exception x-1',
    '  ticket: SEC-12 (Jira, open)  https://acme.example/browse/SEC-12',
    '  why: Bots may not own.',
    '    owner: ada@example.com',
    '    admin: yes',
    '    last used at: not known',
    '    hosts: a, b',
    '    parts: api key k, live no',
    '  what to do:',
    '    1. Ask Ada.',
    '    by a script: DELETE /bots',
    '    see A list: https://example.com',
    '  history:',
    '    2026-11-22 03:45  found: medium',
    '    2026-11-22 03:45  said: b  (Ada)',
  ])
})

test.each<readonly [Event['kind'], Event['detail'], string]>([
  ['updated', { changed: ['last_used_at'], rule_version: 2 }, 'changed: last used at'],
  ['updated', { changed: [], rule_version: 2 }, 'judged otherwise'],
  ['resolved', { because: 'out_of_scope', reason: 'deactivated' }, 'resolved (out of scope: deactivated)'],
  ['resolved', { because: 'passes' }, 'resolved (passes)'],
  ['reopened', { severity: 'high', reason: 'an owner' }, 'found again: high (an owner)'],
  ['severity_changed', { from: 'low', to: 'high', reason: null }, 'severity: low → high'],
  ['triaged', { from: 'new', to: 'false_positive' }, 'triage: new → false positive'],
  ['assigned', { from: null, to: null }, 'for nobody'],
  ['assigned', { from: null, to_role: 'owner', route: 2 }, 'for its owner, by a route'],
  ['excepted', { exception_id: 'x', expires_at: null }, 'tolerated for ever, by exception x'],
  ['unexcepted', { exception_id: 'x' }, 'no longer tolerated, by exception x'],
  ['rechecked', { recheck_run_id: 'r' }, 'asked for once more'],
])('%s %j is %s', (kind, detail, words) => {
  expect(describeEvent(event(kind, detail))).toBe(`2026-11-22 03:45  ${words}`)
})
