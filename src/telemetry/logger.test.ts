import { expect, test } from 'vitest'
import { describeError, redact } from './logger.ts'

test('what looks like a key is taken out of texts', () => {
  const line = 'refused sk-admin-abcdefghijkl and cbh_live_1a2b3c4d5e, Authorization: Bearer abc.def'
  expect(redact(line)).toBe('refused [redacted] and [redacted], Authorization: [redacted]')
})

test('an error keeps its name and code, and nothing that a driver hung on it', () => {
  const cause = Object.assign(new Error('connection to sk-proj-abcdefghij failed'), { code: 'ECONNRESET' })
  const error = Object.assign(new Error('a statement failed', { cause }), { parameters: ['a@b.example'] })
  const described = describeError(error)
  expect(described).toMatchObject({
    type: 'Error',
    message: 'a statement failed',
    cause: { code: 'ECONNRESET' },
  })
  expect(JSON.stringify(described)).not.toContain('a@b.example')
  expect(JSON.stringify(described)).not.toContain('sk-proj')
})
