import fc from 'fast-check'
import { expect, test } from 'vitest'
import { syslogFrame } from './message.ts'

const SENDER = { host: 'casbah.example', processId: 7, now: '2026-11-30T12:00:00.000Z' }
const textOf = (frame: Uint8Array): string => Buffer.from(frame).toString('utf8')

test.each([
  [3, 133],
  [5, 132],
  [8, 131],
  [10, 130],
])('severity %i of ten is priority %i', (severity, priority) => {
  const line = `CEF:0|Casbah|Casbah|0.1.0|a.rule|A \\| title|${severity}|rt=1`
  const message = `<${priority}>1 2026-11-30T12:00:00.000Z casbah.example casbah 7 finding - ${line}`
  expect(textOf(syslogFrame(line, SENDER))).toBe(`${message.length} ${message}`)
})

test('frames that follow each other are told apart by their lengths in bytes, whatever they hold', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' })), (lines) => {
      let rest = Buffer.concat(lines.map((line) => syslogFrame(line, SENDER)))
      for (const line of lines) {
        const space = rest.indexOf(' ')
        const length = Number(rest.subarray(0, space).toString())
        const message = rest.subarray(space + 1, space + 1 + length).toString('utf8')
        expect(message.endsWith(`finding - ${line}`)).toBe(true)
        rest = rest.subarray(space + 1 + length)
      }
      expect(rest).toHaveLength(0)
    }),
  )
})

test('a host name that syslog cannot hold is left out, and adds no field', () => {
  expect(textOf(syslogFrame('x', { ...SENDER, host: 'my host' }))).toContain('Z myhost casbah 7')
  expect(textOf(syslogFrame('x', { ...SENDER, host: 'дом' }))).toContain('Z - casbah 7')
})
