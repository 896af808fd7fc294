import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asIntegrationId } from '../../model/core/ids.ts'
import { cefHead, cefValue } from '../../syslog/cef.ts'
import { cefFormat } from './cef.ts'
import type { ExportedFinding } from './export-format.ts'
import { exportedFinding } from './exported.examples.ts'

const lineOf = (finding: ExportedFinding, name = 'Acme'): string =>
  cefFormat
    .begin({ asOf: '', names: new Map([[asIntegrationId(finding.integration_id), name]]), version: '0.1.0' })
    .page([finding])

/** As a collector reads it: the head up to the seventh bar that is not escaped, then a key before each `=` that is not. */
function read(line: string): {
  readonly head: readonly string[]
  readonly fields: readonly (readonly [string, string])[]
} {
  const parts = line.trimEnd().split(/(?<=(?<!\\)(?:\\\\)*)\|/)
  const head = parts.slice(0, 7).map((part) => part.replaceAll(/\\([\\|])/g, '$1'))
  const extension = parts.slice(7).join('|')
  const keys = [...extension.matchAll(/(?:^| )([A-Za-z0-9]+)(?<!\\)=/g)]
  const fields = keys.map((match, at): readonly [string, string] => {
    const value = extension.slice(match.index + match[0].length, keys[at + 1]?.index)
    return [match[1] ?? '', value.replaceAll(/\\([\\=nr])/g, (_, c: string) => (c === 'n' ? '\n' : c))]
  })
  return { head, fields }
}

describe('a line', () => {
  test('has the head and the fields that a collector looks for', () => {
    const finding = exportedFinding()
    const { head, fields } = read(lineOf(finding))
    expect(head).toEqual(['CEF:0', 'Casbah', 'Casbah', '0.1.0', 'gpt.public_link', finding.title, '10'])
    expect(Object.fromEntries(fields)).toEqual({
      rt: String(Date.parse(finding.last_seen_at)),
      start: String(Date.parse(finding.first_seen_at)),
      externalId: finding.id,
      cat: 'GPT exposure',
      act: 'open',
      reason: 'it calls other hosts',
      deviceExternalId: finding.integration_id,
      ...{ cs1: 'chatgpt.gpt', cs1Label: 'assetKind', cs2: 'g-1', cs2Label: 'assetExternalId' },
      ...{ cs3: 'Helper', cs3Label: 'assetName', cs4: 'Acme', cs4Label: 'integration' },
      ...{ cs5: finding.finding_type_id, cs5Label: 'findingTypeId', cs6: 'new', cs6Label: 'triage' },
      deviceCustomDate1: String(Date.parse(finding.due_at)),
      deviceCustomDate1Label: 'dueAt',
    })
  })

  test.each([
    ['low', '3'],
    ['medium', '5'],
    ['high', '8'],
    ['critical', '10'],
  ] as const)('of severity %s counts %s of ten', (effective_severity, expected) => {
    expect(read(lineOf(exportedFinding({ effective_severity }))).head[6]).toBe(expected)
  })
})

/** What a name in a tenant may hold, with what CEF gives a meaning more often than chance would. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom('|', '\\', '=', '\n', '\r', ' act=', ' evil=', ' ', '\u001b[2J'),
      fc.string({ unit: 'binary' }),
    ),
  )
  .map((parts) => parts.join(''))

describe('whatever a name holds', () => {
  test('the line stays one line, its head has seven parts, and no field is added', () => {
    const keysOf = (line: string): string[] => read(line).fields.map(([key]) => key)
    const plain = keysOf(lineOf(exportedFinding()))
    fc.assert(
      fc.property(hostile, hostile, (text, title) => {
        const finding = exportedFinding({ title: `t${title}` })
        const name = `n${text}`
        const line = lineOf({ ...finding, asset: { ...finding.asset, name } }, `i${text}`)
        expect(line.indexOf('\n')).toBe(line.length - 1)
        expect([line.includes('\r'), line.includes('\u001b')]).toEqual([false, false])
        const { head } = read(line)
        expect(head).toHaveLength(7)
        expect(head[6]).toBe('10')
        // As a list: one that comes twice would take the place of ours.
        expect(keysOf(line)).toEqual(plain)
      }),
    )
  })

  test('what is no mark comes out as it went in', () => {
    const visible = fc
      .array(fc.constantFrom('|', '\\', '=', '\n', ' ', 'a', 'é', '漢'))
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(visible, (text) => {
        expect(cefValue(text).replaceAll(/\\([\\=n])/g, (_, c: string) => (c === 'n' ? '\n' : c))).toBe(text)
        expect(cefHead(text).replaceAll(/\\([\\|])/g, '$1')).toBe(text.replaceAll('\n', ' '))
      }),
    )
  })
})
