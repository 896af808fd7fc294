import { describe, expect, test } from 'vitest'
import { EVENT_RULE_IDS } from '../../model/core/rule-ids.ts'
import { STREAMS } from '../../model/core/streams.ts'
import { FIELD_TABLE } from '../../privacy/fields.ts'
import { EVENT_RULES } from '../event-registry.ts'
import type { Attribute } from './attributes.ts'
import { compileEventExpression } from './compile.ts'
import { leastModeOf } from './definition.ts'
import { eventAttributesOf, eventFieldsOf } from './event-attributes.ts'
import { isKnownDeed, KNOWN_DEEDS, LISTENED_STREAMS } from './event-deeds.ts'

const AUDIT = 'logs.AUDIT_LOG'

const pathsOf = (attributes: readonly Attribute[]): readonly string[] =>
  attributes.flatMap(({ name, attributes: inner }) => [
    name,
    ...pathsOf(inner).map((path) => `${name}.${path}`),
  ])

describe('what is offered of an event', () => {
  test.each(LISTENED_STREAMS)('%s: what the gate keeps of it in mode metadata, and no text', (stream) => {
    const offered = new Set(pathsOf(eventAttributesOf([stream])))
    const rows = FIELD_TABLE.filter((row) => row.stream === stream && row.field.startsWith('attributes.'))
    const nameOf = (field: string) => field.replace('attributes.', 'data.').replaceAll('[]', '')
    expect(
      rows.filter((row) => row.class !== 'content').every(({ field }) => offered.has(nameOf(field))),
    ).toBe(true)
    for (const { field } of rows.filter((row) => row.class === 'content'))
      expect(offered.has(nameOf(field)), field).toBe(false)
  })

  test('of several streams what any of them has, and of no others', () => {
    const problemOf = (text: string) => {
      const listening = { [AUDIT]: ['DOMAIN_CREATE'], 'platform.audit_logs': ['user.added'] }
      const compiled = compileEventExpression(listening, text)
      return compiled.ok ? null : compiled.problem
    }
    expect(
      problemOf('event.data.action_data.hostname != "" || event.data.detail.data.role == "owner"'),
    ).toBeNull()
    expect(problemOf('true &&\n event.data.payload.cost_usd > 1')).toMatchObject({ line: 2, column: 13 })
    expect(problemOf('event.actor.name == "x"')?.detail).toContain('name')
    expect(problemOf('now > 3')).not.toBeNull()
    expect(problemOf('event.data.action_data.scopes.exists(event, true)')?.detail).toContain('is taken')
  })
})

describe('what may be listened to', () => {
  test('streams of events, and of them what is told in each, once', () => {
    for (const stream of LISTENED_STREAMS) {
      expect(STREAMS[stream].records.type, stream).toBe('event')
      expect(new Set(KNOWN_DEEDS[stream]).size, stream).toBe(KNOWN_DEEDS[stream].length)
      expect(eventFieldsOf(stream).length, stream).toBeGreaterThan(0)
    }
  })

  test.each(EVENT_RULE_IDS)('what %s looks at is known', (id) => {
    for (const [stream, deeds] of Object.entries(EVENT_RULES[id].deeds)) {
      const listened = LISTENED_STREAMS.find((name) => name === stream)
      // Changes of settings come from lists and are told by us.
      if (listened === undefined) expect(STREAMS[stream as keyof typeof STREAMS].records.type).toBe('asset')
      else for (const deed of deeds) expect(isKnownDeed(listened, deed), deed).toBe(true)
    }
  })
})

test.each([
  [{ [AUDIT]: ['DOMAIN_CREATE'] }, 'event.data.action_data.hostname == ""', 'none'],
  [{ [AUDIT]: ['CONVERSATION_SHARE'] }, 'true', 'metadata'],
  [{ [AUDIT]: ['DOMAIN_CREATE'] }, 'has(event.data.action_data.conversation_id)', 'metadata'],
  [{ [AUDIT]: ['DOMAIN_CREATE'] }, 'has(event.data.action_data)', 'metadata'],
  [{ [AUDIT]: ['DOMAIN_CREATE'] }, 'event.data == event.data', 'metadata'],
  [{ 'logs.AUTH_LOG': ['login_success'] }, 'true', 'none'],
  [{ 'logs.CODEX_LOG': ['PROMPT_SENT'] }, 'true', 'metadata'],
  [{ [AUDIT]: ['DOMAIN_CREATE'] }, 'no expression', 'metadata'],
] as const)('what %j finds by %s may be kept from mode %s on', (events, expression, mode) => {
  expect(leastModeOf({ events, expression })).toBe(mode)
})
