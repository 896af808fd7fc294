import { expect, test } from 'vitest'
import { csvFormat } from './csv.ts'
import type { ExportedFinding } from './export-format.ts'
import { exportedFinding } from './exported.examples.ts'

const CONTEXT = { asOf: '2026-11-22T04:00:00Z', names: new Map(), version: '0.1.0' }

function csvOf(findings: readonly ExportedFinding[]): string {
  const writing = csvFormat.begin(CONTEXT)
  return writing.head + writing.page(findings) + writing.end()
}

const named = (name: string): ExportedFinding => {
  const finding = exportedFinding()
  return { ...finding, asset: { ...finding.asset, name } }
}

test.each(['=HYPERLINK("https://evil.example")', '+1', '-1', '@SUM(A1)', '\tx', '\rx'])(
  'a name that a spreadsheet would run (%j) is disarmed',
  (name) => {
    const [, row = ''] = csvOf([named(name)]).split('\r\n01890000')
    expect(row).toContain(`'${name.replaceAll('"', '""')}`)
  },
)

test('a name cannot steer the terminal that the text may be written to', () => {
  const csv = csvOf([named('a\u001b]52;c;eA==\u0007b\u009b2J')])
  expect(csv).toContain('a·]52;c;eA==·b·2J')
})

test('quotes, commas and line ends are quoted; columns keep their order', () => {
  const csv = csvOf([named('a "b", c\nd')])
  expect(csv.split('\r\n')[0]).toBe(
    'id,integration_id,rule_id,finding_type_id,title,category,severity,effective_severity,severity_reason,state,triage,asset_kind,asset_external_id,asset_name,first_seen_at,last_seen_at,due_at,overdue,assignee,owner,exception_id,excepted_until',
  )
  expect(csv).toContain('"a ""b"", c\nd"')
})

test('without findings there is still a header', () => {
  expect(csvOf([]).trimEnd().split('\r\n')).toHaveLength(1)
})

test('pages follow each other as rows of one table', () => {
  const writing = csvFormat.begin(CONTEXT)
  const pages = [writing.page([named('a')]), writing.page([named('b')])]
  expect(`${writing.head}${pages.join('')}`).toBe(csvOf([named('a'), named('b')]))
})
