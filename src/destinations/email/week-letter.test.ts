import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { IntegrationWeek, WeekNumbers } from '../../model/core/week-numbers.ts'
import type { ToldWeek } from '../sender.ts'
import { BATCH_ID } from '../told.examples.ts'
import { HOSTILE_NAMES, TAG_OF_OURS } from './letter.examples.ts'
import { weekLetter } from './week-letter.ts'

const PUBLIC = 'https://casbah.example'
const NONE = { critical: 0, high: 0, medium: 0, low: 0 }
const QUIET: IntegrationWeek = {
  ...{ integration_id: 'i-1', open: NONE, open_before: NONE, excepted: 0 },
  ...{ opened: 0, resolved: 0, reopened: 0, newly_excepted: 0, aged: { days_30: 0, days_90: 0 } },
  ...{
    rules: [],
    oldest: [],
    completed_runs: 7,
    failed_runs: 0,
    degraded: 0,
    credentials_refused: 0,
    rules_not_judged: 0,
    gaps: 0,
  },
}
const BUSY: IntegrationWeek = {
  ...QUIET,
  ...{
    open: { critical: 14, high: 70, medium: 0, low: 3 },
    open_before: { critical: 12, high: 71, medium: 1, low: 3 },
  },
  ...{ excepted: 7, opened: 12, resolved: 11, reopened: 1, newly_excepted: 2 },
  aged: { days_30: 4, days_90: 1 },
  rules: [{ rule_id: 'gpt.custom_actions', open: 14, open_before: 12 }],
  oldest: [
    {
      ...{ finding_id: 'f-1', rule_id: 'gpt.custom_actions', severity: 'critical' },
      // The next day in Berlin.
      first_seen_at: '2026-07-31T22:30:00Z',
    },
  ],
  ...{ failed_runs: 2, degraded: 1, credentials_refused: 1, rules_not_judged: 3, gaps: 1 },
}

function told(weeks: readonly IntegrationWeek[], more: Partial<WeekNumbers> = {}, name = 'Acme'): ToldWeek {
  return {
    numbers: {
      ...{ destination_id: 'd-1', week: '2026-11-30', time_zone: 'Europe/Berlin', integrations: weeks },
      is_filtered: false,
      ...{ from: '2026-11-23T07:00:00Z', until: '2026-11-30T07:00:00Z' },
      others: { integrations: 0, open: 0, open_before: 0, changed: 0, hindered: 0 },
      exceptions: { ending: 0, unused: 0 },
      ...more,
    },
    integrations: new Map(weeks.map((week) => [week.integration_id, name])),
    titleOf: () => 'A GPT can call a host',
    findings: new Map([['f-1', null]]),
  }
}

test('says what is open, what changed, what is oldest, and what went wrong', () => {
  const { subject, text, html } = weekLetter(
    PUBLIC,
    BATCH_ID,
    told([BUSY], { exceptions: { ending: 2, unused: 1 } }),
  )
  expect(subject).toBe('Casbah, week to 2026-11-30: 87 open findings of Acme')
  expect(text).toBe(`From 2026-11-23 08:00 to 2026-11-30 08:00 (Europe/Berlin)

Acme
  - Open: 14 critical (+2), 70 high (−1), 0 medium (−1), 3 low
  - Tolerated by exceptions: 7
  - In this week: 12 opened, 11 resolved, 1 opened again, 2 tolerated by an exception
  - A GPT can call a host ×14 (+2)
  - Critical or high, and first seen 30 days ago or more: 4; 90 days: 1
  - Of the oldest: critical, since 2026-08-01, A GPT can call a host
  - 2 collections failed
  - It needed somebody once
  - 1 credential refused by OpenAI, to be replaced
  - Of 1 stream something was lost before it was read
  - 3 rules could not judge: casbah coverage says why
  https://casbah.example/api/v1/findings?integration=i-1&state=open%2Creopened&excepted=exclude

Exceptions
  - 2 exceptions to end within 7 days
  - 1 exception about nothing that stands

Batch ${BATCH_ID}. Whom a finding is about is told in Casbah alone.

`)
  expect(html).toContain('<h3>Acme</h3>\n<ul><li>Open: 14 critical (+2), 70 high (−1)')
  expect(html).toContain(
    '<a href="https://casbah.example/api/v1/findings?integration=i-1&amp;state=open%2Creopened&amp;excepted=exclude">',
  )
})

test('says that nothing changed, and links to nowhere where nobody said where Casbah is', () => {
  const same = { ...QUIET, open: { ...NONE, high: 5 }, open_before: { ...NONE, high: 5 } }
  const { subject, text, html } = weekLetter(null, BATCH_ID, told([same]))
  expect(subject).toBe('Casbah, week to 2026-11-30: nothing changed, 5 open findings of Acme')
  expect(text).toContain('Acme\n  - Open: 5 high\n  - Nothing changed\n')
  expect(text + html).not.toMatch(/https?:/)
  // As many as before, and others.
  const turned = { ...same, opened: 1, resolved: 1 }
  expect(weekLetter(null, BATCH_ID, told([turned])).subject).not.toContain('nothing changed')
  expect(weekLetter(null, BATCH_ID, told([{ ...same, failed_runs: 1 }])).subject).not.toContain('nothing')
  expect(weekLetter(null, BATCH_ID, told([QUIET])).text).toContain('Acme\n  - Nothing is open\n')
})

test('says of no week that nothing changed in which nobody could have seen it', () => {
  const stopped = { ...QUIET, completed_runs: 0 }
  for (const week of [stopped, { ...QUIET, credentials_refused: 1 }, { ...QUIET, gaps: 1 }]) {
    const { subject, text } = weekLetter(null, BATCH_ID, told([week]))
    expect(subject + text).not.toMatch(/nothing changed/i)
  }
  expect(weekLetter(null, BATCH_ID, told([stopped])).text).toContain(
    'No collection was completed in this week: what is told here may be out of date',
  )
  const others = { integrations: 9, open: 4, open_before: 4, changed: 2, hindered: 0 }
  expect(weekLetter(null, BATCH_ID, told([QUIET], { others })).subject).not.toMatch(/nothing changed/)
  expect(weekLetter(null, BATCH_ID, told([QUIET], { others: { ...others, changed: 0 } })).subject).toMatch(
    /nothing changed/,
  )
})

test('says where it is of some findings alone', () => {
  const { text } = weekLetter(null, BATCH_ID, told([QUIET], { is_filtered: true }))
  expect(text).toContain(
    '(Europe/Berlin)\n  - Only of findings that this mailbox asks for: there may be others\n',
  )
  expect(weekLetter(null, BATCH_ID, told([QUIET])).text).not.toContain('Only')
})

test('says nothing of what a destination does not ask to be told of', () => {
  const asked = { ...BUSY, resolved: null, failed_runs: null, degraded: null, credentials_refused: null }
  const { text } = weekLetter(null, BATCH_ID, told([{ ...asked, rules_not_judged: null }]))
  expect(text).toContain('In this week: 12 opened, 1 opened again')
  expect(text).not.toMatch(/resolved|failed|needed|refused|judge/)
})

test('counts what there was no room for, and tells nothing of what is gone', () => {
  const others = { integrations: 950, open: 10, open_before: 8, changed: 4, hindered: 3 }
  const { subject, text } = weekLetter(
    null,
    BATCH_ID,
    told([BUSY, { ...QUIET, integration_id: 'i-2' }], { others }),
  )
  expect(subject).toBe('Casbah, week to 2026-11-30: 97 open findings (+2) of 952 integrations')
  expect(text).toContain(
    'And 950 more integrations: 10 open (+2)\n  - Of 3 of them something kept Casbah from seeing all',
  )
  const gone = { ...told([BUSY]), integrations: new Map(), findings: new Map() }
  expect(weekLetter(null, BATCH_ID, gone)).toMatchObject({
    subject: 'Casbah, week to 2026-11-30: nothing changed, 0 open findings of 0 integrations',
    text: expect.not.stringContaining('GPT'),
  })
  expect(weekLetter(null, BATCH_ID, { ...told([BUSY]), findings: new Map() }).text).not.toContain('oldest')
})

const hostile = fc.oneof(fc.constantFrom(...HOSTILE_NAMES), fc.string({ unit: 'binary', maxLength: 300 }))

test('holds no markup, no line of a header and no address but its own, whatever things are called', () => {
  fc.assert(
    fc.property(hostile, hostile, hostile, (title, name, place) => {
      const week = { ...told([BUSY], {}, place), titleOf: () => title, findings: new Map([['f-1', name]]) }
      const { subject, html } = weekLetter(PUBLIC, BATCH_ID, week)
      expect(subject).not.toMatch(/[\r\n]/)
      expect(subject.length).toBeLessThanOrEqual(150)
      for (const tag of new Set(html.match(/<[^>]*>/g))) expect(tag).toMatch(TAG_OF_OURS)
    }),
  )
})
