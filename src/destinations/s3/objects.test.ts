import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { settingsOf } from '../../model/schema/destination-kinds.ts'
import { BATCH_ID, openedFindings, toldEvent, toldFinding } from '../told.examples.ts'
import { objectsOf } from './objects.ts'
import { objectUrl } from './request.ts'

const settings = settingsOf('s3', { bucket: 'siem', prefix: 'casbah/eu' })
const run = toldEvent({
  ...{ id: 'd-run', type: 'run.failed', finding: null },
  payload: { type: 'run.failed', timestamp: '2026-11-22T23:59:59.9Z', data: {} },
})

describe('the objects of a batch', () => {
  test('are one for each class and day of what happened, under the id of the batch', () => {
    const late = toldEvent({ id: 'd-late', payload: { timestamp: '2026-11-23T00:00:00Z', data: {} } })
    const objects = objectsOf(settings, { batchId: BATCH_ID, events: [...openedFindings(3), run, late] })
    expect(objects.map(({ key, body }) => [key, String(body).trim().split('\n').length])).toEqual([
      [`casbah/eu/class=finding/date=2026-11-22/${BATCH_ID}.ndjson`, 3],
      [`casbah/eu/class=run/date=2026-11-22/${BATCH_ID}.ndjson`, 1],
      [`casbah/eu/class=finding/date=2026-11-23/${BATCH_ID}.ndjson`, 1],
    ])
  })

  test('have no name of a tenant in their keys, and a line an event, whatever things are called', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary', maxLength: 300 }), { minLength: 1, maxLength: 8 }),
        (names) => {
          const events = names.map((name, at) =>
            toldEvent({ id: `d-${at}`, finding: toldFinding({ name, title: name, category: name }) }),
          )
          const [one, ...others] = objectsOf(settings, { batchId: BATCH_ID, events })
          expect(others).toEqual([])
          expect(one?.key).toBe(`casbah/eu/class=finding/date=2026-11-22/${BATCH_ID}.ndjson`)
          const lines = String(one?.body).split('\n')
          expect(lines.pop()).toBe('')
          expect(lines.map((line) => JSON.parse(line).id)).toEqual(events.map(({ id }) => id))
        },
      ),
    )
  })

  test('are the same bytes in each attempt, compressed, too', () => {
    const packed = { ...settings, gzip: true }
    const outgoing = { batchId: BATCH_ID, events: openedFindings(50) }
    expect(objectsOf(packed, outgoing)).toEqual(objectsOf(packed, outgoing))
    expect(objectsOf(packed, outgoing)[0]?.key).toMatch(/\.ndjson\.gz$/)
  })
})

test.each([
  ['https://s3.eu-central-1.amazonaws.com', false, 'https://siem.s3.eu-central-1.amazonaws.com/a/b=c'],
  ['https://minio.example:9000', true, 'https://minio.example:9000/siem/a/b=c'],
  ['https://192.0.2.7:9000', false, 'https://192.0.2.7:9000/siem/a/b=c'],
  ['https://[2001:db8::7]', false, 'https://[2001:db8::7]/siem/a/b=c'],
])('at %s the bucket stands where it belongs', (endpoint, path_style, url) =>
  expect(objectUrl(endpoint, { bucket: 'siem', path_style }, 'a/b=c')).toBe(url),
)

test.each(['/a', 'a/', 'a//b', '../b', 'a/./b', 'a b', 'a?b', 'a%2fb'])('%s is no prefix', (prefix) =>
  expect(() => settingsOf('s3', { bucket: 'siem', prefix })).toThrow(),
)
