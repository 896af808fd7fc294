import { PgDialect } from 'drizzle-orm/pg-core'
import { expect, test } from 'vitest'
import { isAnyOf } from './is-any-of.ts'
import { findings } from './schema/meaning.ts'

const statementOf = (values: readonly string[]) =>
  new PgDialect().sqlToQuery(isAnyOf(findings.ruleId, values))

test('any number of values is the same statement, with one parameter', () => {
  const one = statementOf(['a'])
  const three = statementOf(['a', 'b', 'c'])
  expect(three.sql).toBe(one.sql)
  expect([one.params, three.params]).toEqual([[['a']], [['a', 'b', 'c']]])
})

test('values are of the type of their column', () => {
  const { sql } = new PgDialect().sqlToQuery(isAnyOf(findings.id, []))
  expect(sql).toBe('"findings"."id" = any($1::uuid[])')
})
