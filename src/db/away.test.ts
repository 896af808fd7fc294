import { expect, test } from 'vitest'
import { isDatabaseAway } from './away.ts'
import { DatabaseRefused } from './errors.ts'

const withCode = (code: string) => Object.assign(new Error('x'), { code })

test.each([
  ['a refused connection', withCode('ECONNREFUSED'), true],
  ['a connection that fell silent', withCode('CONNECTION_SILENT'), true],
  ['a cause far down', new Error('x', { cause: withCode('CONNECTION_CLOSED') }), true],
  ['a server that shuts down, as our own error says it', new DatabaseRefused('57P01', null), true],
  ['a unique violation', new DatabaseRefused('23505', 'some_key'), false],
  ['an error without a code', new Error('x'), false],
])('Postgres is away: %s', (_name, error, away) => {
  expect(isDatabaseAway(error)).toBe(away)
})
