import { PgDialect } from 'drizzle-orm/pg-core'
import { expect, test } from 'vitest'
import { isAnyOf } from './is-any-of.ts'
import { findings } from './schema/meaning.ts'

const statementOf = (values: readonly string[]) =>
  new PgDialect().sqlToQuery(isAnyOf(findings.ruleId, values))

test('several values are one parameter, so that any number of them is the same statement', () => {
  const two = statementOf(['a', 'b'])
  const three = statementOf(['a', 'b', 'c'])
  expect(three.sql).toBe(two.sql)
  expect([two.params, three.params]).toEqual([[['a', 'b']], [['a', 'b', 'c']]])
})

test('one value is an equation, which an order by an index needs', () => {
  expect(statementOf(['a'])).toMatchObject({ sql: '"findings"."rule_id" = $1', params: ['a'] })
})

test('values are of the type of their column', () => {
  const { sql } = new PgDialect().sqlToQuery(isAnyOf(findings.id, []))
  expect(sql).toBe('"findings"."id" = any($1::uuid[])')
})
