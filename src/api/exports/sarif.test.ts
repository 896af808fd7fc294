import { expect, test } from 'vitest'
import type { ExportedFinding } from './export-format.ts'
import { exportedFinding } from './exported.examples.ts'
import { sarifFormat } from './sarif.ts'

function sarifOf(...pages: readonly (readonly ExportedFinding[])[]) {
  const writing = sarifFormat.begin({ asOf: '2026-11-24T00:00:00Z', names: new Map(), version: '0.1.0' })
  return JSON.parse([writing.head, ...pages.map((page) => writing.page(page)), writing.end()].join(''))
}

test('however many pages, it is one document with each rule once', () => {
  const other = exportedFinding({ id: 'other', rule_id: 'user.inactive' })
  const { version, runs } = sarifOf([exportedFinding()], [], [exportedFinding({ id: 'again' }), other])
  expect(version).toBe('2.1.0')
  expect(runs).toHaveLength(1)
  const [{ results, tool }] = runs
  expect(results.map(({ properties }: { properties: { id: string } }) => properties.id)).toEqual([
    exportedFinding().id,
    'again',
    'other',
  ])
  expect(tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(['gpt.public_link', 'user.inactive'])
})

test('a result says how bad it is, where, and whether somebody tolerates it', () => {
  const excepted = { exception_id: 'e', reason: 'A test', owner: 'Ada', expires_at: null }
  const [result] = sarifOf([exportedFinding({ excepted })]).runs[0].results
  expect(result).toMatchObject({
    ruleId: 'gpt.public_link',
    level: 'error',
    kind: 'fail',
    locations: [{ logicalLocations: [{ fullyQualifiedName: 'chatgpt.gpt/g-1' }] }],
    partialFingerprints: { 'casbah/v1': 'f'.repeat(64) },
    suppressions: [{ kind: 'external', justification: 'A test' }],
  })
  const [resolved] = sarifOf([exportedFinding({ state: 'resolved', effective_severity: 'low' })]).runs[0]
    .results
  expect(resolved).toMatchObject({ kind: 'pass', level: 'none' })
})

test('without findings it is a document all the same', () => {
  expect(sarifOf().runs[0]).toMatchObject({ results: [], tool: { driver: { rules: [] } } })
})

test('a name cannot steer the terminal that the text may be written to', () => {
  const finding = exportedFinding()
  const writing = sarifFormat.begin({ asOf: '', names: new Map(), version: '0.1.0' })
  const name = 'a\u009b2J\u202eb'
  const text = writing.page([{ ...finding, asset: { ...finding.asset, name } }])
  expect(text).not.toMatch(/[\u009b\u202e]/)
  expect(JSON.parse(text).locations[0].logicalLocations[0].name).toBe(name)
})
