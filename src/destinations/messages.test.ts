import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { WEBHOOK_EVENTS } from '../model/core/deliveries.ts'
import { BATCHING } from '../model/core/destinations.ts'
import { asFindingId, asIntegrationId } from '../model/core/ids.ts'
import type { JsonObject } from '../model/core/json.ts'
import type { Severity } from '../model/core/severity.ts'
import { SEVERITIES } from '../model/core/severity.ts'
import { settingsOf } from '../model/schema/destination-kinds.ts'
import { clipped } from './clip.ts'
import type { ToldEvent } from './sender.ts'
import { escapedForSlack, slackMessage } from './slack/message.ts'
import { hecBody, MOST_HEC_BYTES } from './splunk-hec/events.ts'
import { eventsUrl } from './splunk-hec/send.ts'
import { cefLines } from './syslog/lines.ts'
import { MOST_CARD_BYTES, teamsMessage } from './teams/card.ts'
import { BATCH_ID, openedFindings, toldEvent, toldFinding } from './told.examples.ts'

/** Texts that somebody might choose to be read as something else, and any others. */
const hostile = fc.oneof(
  fc.constantFrom(
    '<!channel>',
    '<https://evil.example|Log in>',
    '[Log in](https://evil.example)',
    '<at>Ada</at>',
    '{{DATE(2026-01-01T00:00:00Z)}}',
    '{{{{x}}}}',
    'a\nb • c',
    '\u202eevil',
  ),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.constant('&<>"\\'.repeat(300)),
)

const anyEvents = (most: number): fc.Arbitrary<ToldEvent[]> =>
  fc.array(anyEvent, { minLength: 1, maxLength: most })

const anyEvent: fc.Arbitrary<ToldEvent> = fc
  .record({
    type: fc.constantFrom(...WEBHOOK_EVENTS),
    severity: fc.constantFrom<Severity>(...SEVERITIES),
    ...{ title: hostile, category: hostile, name: fc.option(hostile), integration: hostile },
    ...{ n: fc.nat(30), isGone: fc.boolean() },
  })
  .map(({ type, severity, title, category, name, integration, n, isGone }) =>
    toldEvent({
      ...{ id: `d-${n}`, type },
      integration: { id: asIntegrationId(`i-${n % 3}`), name: integration },
      finding:
        isGone || !type.startsWith('finding.')
          ? null
          : toldFinding({ id: asFindingId(`f-${n}`), title, category, name, severity }),
    }),
  )

const PUBLIC = 'https://casbah.example'
const outgoing = (events: ReturnType<typeof openedFindings>) => ({ batchId: BATCH_ID, events })

/** Every text of a message, wherever it stands. */
function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn)
  if (typeof value !== 'object' || value === null) return []
  const { text } = value as { text?: unknown }
  return [...(typeof text === 'string' ? [text] : []), ...Object.values(value).flatMap(textsIn)]
}

describe('Slack', () => {
  const blocksOf = (message: JsonObject) =>
    message.blocks as unknown as { type: string; text?: { text: string } }[]

  test('says how many of what, in which integration, with a link', () => {
    const message = slackMessage(PUBLIC, outgoing(openedFindings(12)))
    expect(message.text).toBe('Casbah: 12 findings of Acme')
    const [, section] = blocksOf(message)
    expect(section?.text?.text).toBe(
      `🟧 *12 new high findings in GPT exposure* – Acme\n` +
        `<https://casbah.example/api/v1/findings?integration=i-1&amp;category=GPT+exposure&amp;severity=high&amp;rule=gpt.public_store&amp;state=open|Show>\n` +
        '• GPT is in the public store ×12',
    )
  })

  test('keeps its limits, and holds no link and no mention but its own, whatever things are called', () => {
    fc.assert(
      fc.property(anyEvents(120), (events) => {
        const message = slackMessage(PUBLIC, outgoing(events))
        const blocks = blocksOf(message)
        expect(blocks.length).toBeLessThanOrEqual(50)
        for (const { type, text } of blocks) {
          if (text) expect(text.text.length).toBeLessThanOrEqual(type === 'header' ? 150 : 3_000)
          // A header is plain, and reads nothing.
          if (type === 'header' || !text) continue
          for (const line of text.text.split('\n')) {
            if (!/^<https:\/\/casbah\.example\/[^<>|]*\|Show>$/.test(line)) expect(line).not.toMatch(/[<>]/)
            expect(line.replaceAll(/&(amp|lt|gt);/g, '')).not.toContain('&')
          }
        }
        expect(String(message.text)).not.toMatch(/[<>]/)
      }),
    )
  })
})

describe('Teams', () => {
  test('is told in runs, with a link to what is meant', () => {
    const message = teamsMessage(PUBLIC, outgoing(openedFindings(12))) as never as {
      attachments: { content: JsonObject }[]
    }
    expect(message.attachments[0]?.content).toMatchObject({ type: 'AdaptiveCard', version: '1.5' })
    const text = JSON.stringify(message)
    expect(text).toContain('12 new high findings in GPT exposure')
    expect(text).toContain('"type":"Action.OpenUrl","url":"https://casbah.example/')
  })

  test('keeps to 28 KB, and to runs, which read no Markdown, whatever things are called', () => {
    fc.assert(
      fc.property(anyEvents(120), (events) => {
        const message = teamsMessage(PUBLIC, outgoing(events))
        const text = JSON.stringify(message)
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MOST_CARD_BYTES)
        expect(text).not.toMatch(/"type":"(TextBlock|FactSet|Image)"|"entities"/)
        for (const one of textsIn(message)) expect(one).not.toContain('{{')
        for (const [, url] of text.matchAll(/"url":"([^"]*)"/g))
          expect(url).toMatch(/^https:\/\/casbah\.example\//)
      }),
    )
  })
})

describe('Splunk', () => {
  const settings = settingsOf('splunk_hec', {})

  test('is told each event by itself, below its limit, whatever things are called', () => {
    fc.assert(
      fc.property(anyEvents(40), (events) => {
        const lines = hecBody(settings, outgoing(events)).split('\n')
        expect(lines).toHaveLength(events.length)
        for (const [at, line] of lines.entries())
          expect(JSON.parse(line).event).toMatchObject({ id: events[at]?.id, batch_id: BATCH_ID })
      }),
    )
    const long = '\u{1f9ff}'.repeat(5_000)
    const worst = Array.from({ length: BATCHING.splunk_hec.mostEvents }, () =>
      toldEvent({
        integration: { id: 'i'.repeat(36) as never, name: long },
        payload: { timestamp: '2026-11-22T03:45:39Z', data: { rest: 'x'.repeat(700) } },
        finding: toldFinding({ title: long, name: long }),
      }),
    )
    expect(Buffer.byteLength(hecBody(settings, outgoing(worst)))).toBeLessThan(MOST_HEC_BYTES)
  })

  test('has the time of the event and not of the sending', () => {
    expect(JSON.parse(hecBody(settings, outgoing([toldEvent()]))).time).toBe(1_795_319_139.123)
  })

  test.each([
    ['https://splunk.example:8088', 'https://splunk.example:8088/services/collector/event'],
    ['https://splunk.example/proxy/hec', 'https://splunk.example/proxy/hec'],
  ])('at %s is called at %s', (given, called) => expect(eventsUrl(given)).toBe(called))
})

describe('syslog', () => {
  test('is a line of CEF an event, whatever things are called', () => {
    fc.assert(
      fc.property(anyEvents(20), (events) => {
        const lines = cefLines(outgoing(events))
        expect(lines).toHaveLength(events.length)
        for (const [at, line] of lines.entries()) {
          expect(line).not.toMatch(/[\r\n]/)
          expect(line.match(/(?<!\\)(?:\\\\)*act=/g)).toHaveLength(1)
          expect(line).toContain(` act=${events[at]?.type} `)
        }
      }),
    )
  })

  test('says what the event is of, and what repeats it', () => {
    const [line] = cefLines(outgoing([toldEvent({ finding: toldFinding({ name: 'Helper' }) })]))
    expect(line).toMatch(
      /^CEF:0\|Casbah\|Casbah\|[\d.]+\|gpt\.public_store\|GPT is in the public store\|8\|rt=1795319139123 /,
    )
    for (const part of ['externalId=f-1', 'cn1=1', 'cs2=d-1', 'cs3=Helper', 'cs4=Acme', `cs5=${BATCH_ID}`])
      expect(line).toContain(part)
  })
})

test('a text is cut where it is too long, and no escape in two', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 6, max: 60 }), (text, most) => {
      const written = clipped(text, most, escapedForSlack)
      expect(written.length).toBeLessThanOrEqual(most)
      expect(written.replaceAll(/&(amp|lt|gt);/g, '')).not.toMatch(/[&<>]/)
    }),
  )
})
