import { expect, test } from 'vitest'
import type { FindingView } from '../finding-view.ts'
import { findingsCsv } from './findings-csv.ts'

const finding = (name: string): FindingView => ({
  id: '01890000-0000-7000-8000-000000000001',
  integration_id: '01890000-0000-7000-8000-000000000002',
  rule_id: 'gpt.public_link',
  rule_version: 1,
  finding_type_id: 'de460c9f-55c0-4131-9cdf-e4c3b84f9549',
  title: 'A GPT is open to anybody who has its link',
  cloudflare_name: 'x',
  category: 'GPT exposure',
  severity: 'high',
  effective_severity: 'high',
  severity_reason: null,
  state: 'open',
  triage: 'new',
  assignee: null,
  owner: null,
  excepted: null,
  asset: { id: 'a', kind: 'chatgpt.gpt', kind_label: 'GPT', external_id: 'g-1', name },
  evidence: {},
  people: {},
  fingerprint: 'f',
  first_seen_at: '2026-11-22T03:45:39Z',
  last_seen_at: '2026-11-22T03:45:39Z',
  last_evaluated_at: '2026-11-22T03:45:39Z',
  resolved_at: null,
  reopened_count: 0,
  due_at: '2026-11-29T03:45:39Z',
  overdue: false,
  run_id: 'r',
})

test.each(['=HYPERLINK("https://evil.example")', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])(
  'a name that a spreadsheet would run (%j) is disarmed',
  (name) => {
    const [, row = ''] = findingsCsv([finding(name)]).split('\r\n01890000')
    expect(row).toContain(`'${name.replaceAll('"', '""')}`)
  },
)

test('a name cannot steer the terminal that the text may be written to', () => {
  const csv = findingsCsv([finding('a\u001b]52;c;eA==\u0007b\u009b2J')])
  expect(csv).toContain('a·]52;c;eA==·b·2J')
})

test('quotes, commas and line ends are quoted; columns keep their order', () => {
  const csv = findingsCsv([finding('a "b", c\nd')])
  expect(csv.split('\r\n')[0]).toBe(
    'id,integration_id,rule_id,finding_type_id,title,category,severity,effective_severity,severity_reason,state,triage,asset_kind,asset_external_id,asset_name,first_seen_at,last_seen_at,due_at,overdue,assignee,owner,exception_id,excepted_until',
  )
  expect(csv).toContain('"a ""b"", c\nd"')
})

test('without findings there is still a header', () => {
  expect(findingsCsv([]).trimEnd().split('\r\n')).toHaveLength(1)
})
