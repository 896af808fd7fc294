import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asFindingId } from '../../model/core/ids.ts'
import { documentOf, summaryOf, wikiOf } from '../jira/text.ts'
import { plainOf, titleOf } from '../servicenow/text.ts'
import { toldEvent, toldFinding } from '../told.examples.ts'
import type { OfFinding } from './marker.ts'
import { markerOf } from './marker.ts'
import { authorizationOf, baseOf } from './requests.ts'
import { commentLines, ticketText } from './text.ts'

const LINK = 'https://casbah.example/api/v1/findings/f-1'

/** Texts that somebody might choose to be read as something else, and any others. */
const hostile = fc.oneof(
  fc.constantFrom(
    '[~admin] {noformat} [Log in|https://evil.example]',
    '[code]<a href="https://evil.example">Log in</a>[/code]',
    'h1. a\n{code}b',
    '!https://evil.example/x.png!',
    '\u202eevil',
  ),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc.string({ unit: 'binary', maxLength: 400 }),
)

const openedOf = (count: number, name: string | null = null): OfFinding[] =>
  Array.from(
    { length: count },
    (_, at) => toldEvent({ finding: toldFinding({ id: asFindingId(`f-${at}`), name }) }) as OfFinding,
  )

describe('a ticket', () => {
  test('says what is wrong, how bad, how often and where it is shown', () =>
    expect(ticketText(openedOf(3), { open: 12, severity: 'critical' }, 'https://casbah.example')).toEqual({
      title: '[critical] GPT is in the public store – Acme',
      lines: [
        'Rule: GPT is in the public store (gpt.public_store)',
        'Category: GPT exposure',
        'Severity: critical',
        'Integration: Acme',
        'Open: 12 findings',
        'About: GPT',
      ],
      link: 'https://casbah.example/api/v1/findings?integration=i-1&rule=gpt.public_store&state=open%2Creopened',
    }))

  test('names things where names are told, and links to one finding where it is of one', () => {
    const { lines, link } = ticketText(
      openedOf(1, 'Helper'),
      { open: 1, severity: 'high' },
      'https://c.example',
    )
    expect(lines).toContain('Named: Helper')
    expect(link).toBe('https://c.example/api/v1/findings/f-0')
    expect(ticketText(openedOf(1), { open: 1, severity: 'high' }, null).link).toBeNull()
    // One that tells of the last of them, and is of all that are open.
    expect(ticketText(openedOf(1), { open: 3, severity: 'high' }, 'https://c.example').link).toContain('?')
  })

  test('is commented on in a line or two', () => {
    const standing = { open: 3, severity: 'critical' } as const
    expect(commentLines({ do: 'comment', more: 2, from: 'high' }, standing, openedOf(1, 'Helper'))).toEqual([
      '2 more: 3 findings open.',
      'Named: Helper',
      'Severity: high → critical.',
    ])
    expect(commentLines({ do: 'reopen' }, standing, [])).toEqual(['Open again: 3 findings, critical.'])
  })
})

test('in a document of Jira, text is text and the one link is ours', () => {
  fc.assert(
    fc.property(fc.array(hostile, { maxLength: 12 }), (lines) => {
      const written = JSON.stringify(documentOf(lines, LINK))
      const types = [...written.matchAll(/(?<!\\)"type":"(\w+)"/g)].map(([, type]) => type)
      expect(new Set(types)).toEqual(new Set(['doc', 'paragraph', 'text', 'link']))
      expect(written.match(/(?<!\\)"href":/g)).toHaveLength(1)
      expect(written.match(/(?<!\\)"marks":/g)).toHaveLength(1)
    }),
  )
})

test('in wiki markup, nothing that is named ends the block in which nothing is read', () => {
  fc.assert(
    fc.property(fc.array(hostile, { maxLength: 12 }), (lines) => {
      const written = wikiOf(lines, LINK)
      expect(written.match(/[{}]/g)).toHaveLength(4)
      expect(written.split('\n')).toHaveLength(lines.length + 3 + (lines.length === 0 ? 1 : 0))
      expect(written.endsWith(`{noformat}\n${LINK}`)).toBe(true)
    }),
  )
})

test('in ServiceNow, nothing that is named is a tag', () => {
  fc.assert(
    fc.property(fc.array(hostile, { maxLength: 12 }), hostile, (lines, title) => {
      expect(plainOf(lines, null)).not.toMatch(/[[\]]/)
      expect(titleOf(title)).not.toMatch(/[[\]\n]/)
      expect(titleOf(title).length).toBeLessThanOrEqual(160)
      expect(summaryOf(title).length).toBeLessThanOrEqual(255)
      expect(summaryOf(title)).not.toContain('\n')
    }),
  )
})

test('a marker is of one destination, one thing and one ticket, and fits a label', () => {
  const marker = markerOf('d-1', 'finding/f-1', 1)
  expect(marker).toMatch(/^casbah-[0-9a-f]{32}-1$/)
  const others = [
    markerOf('d-2', 'finding/f-1', 1),
    markerOf('d-1', 'finding/f-2', 1),
    markerOf('d-1', 'finding/f-1', 2),
  ]
  expect(new Set([marker, ...others]).size).toBe(4)
})

test('a name and a secret let in as Basic, a token alone as Bearer', () => {
  expect(authorizationOf('ada@acme.example:s3cret')).toBe('Basic YWRhQGFjbWUuZXhhbXBsZTpzM2NyZXQ=')
  expect(authorizationOf('OTk4NzY1')).toBe('Bearer OTk4NzY1')
})

test.each([
  ['https://acme.atlassian.net', 'https://acme.atlassian.net'],
  ['https://jira.acme.example/jira/', 'https://jira.acme.example/jira'],
])('%s is called below %s', (given, base) => expect(baseOf(given)).toBe(base))
