import { expect, test } from 'vitest'
import { asFindingId, asIntegrationId } from '../model/core/ids.ts'
import { digestOf, digestTitle, groupLink, groupTitle } from './digest.ts'
import { noticeText } from './notice-text.ts'
import type { ToldEvent } from './sender.ts'
import { openedFindings, toldEvent, toldFinding } from './told.examples.ts'

const notice = (type: string, data: object = {}) =>
  toldEvent({
    type,
    finding: null,
    payload: { type, timestamp: '2026-11-22T03:45:39Z', data: data as never },
  })

/** By what the link of the first group filters. */
function linked(events: readonly ToldEvent[]): Record<string, string> {
  const [group] = digestOf(events).groups
  if (!group) throw new Error('no group')
  return Object.fromEntries(new URL(groupLink('https://casbah.example', group) ?? '').searchParams)
}

test('findings of one category, severity and integration are one group, each counted once', () => {
  const events = [...openedFindings(12), ...openedFindings(2), ...openedFindings(3, { severity: 'low' })]
  const { groups } = digestOf(events)
  expect(groups.map(groupTitle)).toEqual([
    '12 new high findings in GPT exposure',
    '3 new low findings in GPT exposure',
  ])
  expect(groups[0]?.rules).toEqual([{ title: 'GPT is in the public store', count: 12 }])
})

test('other integrations and other things that happened are groups of their own, the worst and newest first', () => {
  const other = { id: asIntegrationId('i-2'), name: 'Other' }
  const digest = digestOf([
    toldEvent({ type: 'finding.resolved' }),
    toldEvent({ integration: other, finding: toldFinding({ severity: 'critical' }) }),
    toldEvent(),
    notice('run.failed'),
    notice('run.failed'),
  ])
  expect(digest.groups.map(groupTitle)).toEqual([
    '1 new critical finding in GPT exposure',
    '1 new high finding in GPT exposure',
    '1 high finding in GPT exposure resolved',
  ])
  expect(digest.notices).toMatchObject([{ text: 'A collection failed', count: 2 }])
  expect(digestTitle(digest)).toBe('3 findings, 2 notices of 2 integrations')
})

test.each([
  ['finding.opened', '1 new high finding in GPT exposure'],
  ['finding.reopened', '1 high finding in GPT exposure open again'],
  ['finding.resolved', '1 high finding in GPT exposure resolved'],
  ['finding.severity_changed', '1 finding in GPT exposure now high'],
  ['finding.excepted', '1 high finding in GPT exposure tolerated by an exception'],
  ['finding.updated', '1 high finding in GPT exposure updated'],
])('%s is said as such', (type, title) => {
  expect(digestOf([toldEvent({ type })]).groups.map(groupTitle)).toEqual([title])
})

test('a link leads to the one finding, or to those of the group, and to nothing where nobody said where Casbah is', () => {
  const [one] = digestOf([toldEvent()]).groups
  const [many] = digestOf(openedFindings(2)).groups
  if (!one || !many) throw new Error('no group')
  expect(groupLink('https://casbah.example', one)).toBe('https://casbah.example/api/v1/findings/f-1')
  expect(groupLink('https://casbah.example', many)).toBe(
    'https://casbah.example/api/v1/findings?integration=i-1&category=GPT+exposure&severity=high&rule=gpt.public_store&state=open',
  )
  expect(groupLink(null, many)).toBeNull()
})

test.each([
  ['finding.opened', { state: 'open' }],
  ['finding.reopened', { state: 'reopened' }],
  ['finding.resolved', { state: 'resolved' }],
  ['finding.severity_changed', { state: 'open,reopened' }],
  ['finding.updated', { state: 'open,reopened' }],
  ['finding.excepted', { excepted: 'only' }],
])('a link of %s shows findings that stand so', (type, standing) => {
  const { rule, ...shown } = linked(openedFindings(2).map((one) => ({ ...one, type })))
  expect(rule).toBe('gpt.public_store')
  expect(shown).toEqual({ integration: 'i-1', category: 'GPT exposure', severity: 'high', ...standing })
})

test('a link names the rules while they are few', () => {
  const ofRules = (count: number) =>
    openedFindings(count).map((one, at) => ({
      ...one,
      finding: toldFinding({ id: asFindingId(`f-${at}`), ruleId: `gpt.r${at}` as never }),
    }))
  expect(linked(ofRules(5)).rule).toBe('gpt.r0,gpt.r1,gpt.r2,gpt.r3,gpt.r4')
  expect(linked(ofRules(6))).not.toHaveProperty('rule')
})

test('what a finding is called is told where it has come along, each name once', () => {
  const named = ['Helper', 'Helper', 'Other'].map((name, at) =>
    toldEvent({ finding: toldFinding({ id: asFindingId(`f-${at}`), name }) }),
  )
  expect(digestOf(named).groups[0]?.names).toEqual(['Helper', 'Other'])
})

test('why a destination was disabled is said', () => {
  expect(noticeText(notice('destination.disabled', { reason: 'gone' }))).toContain('410')
  expect(noticeText(notice('destination.disabled', { reason: 'failing' }))).toContain('for days')
  expect(noticeText(notice('something.new'))).toBe('something.new')
})
