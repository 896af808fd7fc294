import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asIntegrationId } from '../../model/core/ids.ts'
import { BATCH_ID, openedFindings, toldEvent, toldFinding } from '../told.examples.ts'
import { HOSTILE_NAMES, TAG_OF_OURS } from './letter.examples.ts'
import { mailOf } from './message.ts'

const PUBLIC = 'https://casbah.example'

test('says how many of what, in which integration, with a link, as text and as HTML', () => {
  const { subject, text, html } = mailOf(PUBLIC, { batchId: BATCH_ID, events: openedFindings(12) })
  expect(subject).toBe('Casbah: 12 findings of Acme')
  expect(text).toContain('12 new high findings in GPT exposure – Acme\n  - GPT is in the public store ×12\n')
  expect(html).toContain('<h3>12 new high findings in GPT exposure – Acme</h3>')
  expect(html).toContain('<ul><li>GPT is in the public store ×12</li></ul>')
  expect(html).toContain('<a href="https://casbah.example/api/v1/findings?integration=i-1&amp;category=')
})

const hostile = fc.oneof(fc.constantFrom(...HOSTILE_NAMES), fc.string({ unit: 'binary', maxLength: 300 }))

test('holds no markup, no line of a header and no address but its own, whatever things are called', () => {
  fc.assert(
    fc.property(hostile, hostile, hostile, (title, name, place) => {
      const event = toldEvent({
        integration: { id: asIntegrationId('i-1'), name: place },
        finding: toldFinding({ title, name, category: title }),
      })
      const { subject, html } = mailOf(PUBLIC, { batchId: BATCH_ID, events: [event] })
      expect(subject).not.toMatch(/[\r\n]/)
      expect(subject.length).toBeLessThanOrEqual(150)
      const tags = new Set(html.match(/<[^>]*>/g))
      for (const tag of tags) expect(tag).toMatch(TAG_OF_OURS)
    }),
  )
})
