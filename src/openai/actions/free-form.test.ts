import { expect, test } from 'vitest'
import { readAction } from './read-action.ts'

const namesOf = (operation: unknown) =>
  readAction(JSON.stringify({ paths: { '/a': { post: operation } } })).facts?.free_form_parameters

const parameter = (name: string, schema: unknown) => namesOf({ parameters: [{ name, in: 'query', schema }] })

const body = (schema: unknown) => namesOf({ requestBody: { content: { 'application/json': { schema } } } })

const STRING = { type: 'string' }

test.each([
  ['url', STRING, ['url']],
  ['targetUrl', STRING, ['target_url']],
  ['SQL', STRING, ['sql']],
  ['sql-query', { type: ['string', 'null'] }, ['sql_query']],
  ['query', { anyOf: [STRING, { type: 'null' }] }, ['query']],
  ['urls', { type: 'array', items: STRING }, ['urls']],
  ['command', undefined, ['command']],
  ['command', {}, ['command']],
  ['command', { enum: ['start', 'stop'] }, []],
  ['command', { type: 'integer' }, []],
  ['command', { type: 'object', properties: {} }, []],
  ['q', STRING, []],
  ['code', STRING, []],
  ['curly', STRING, []],
  ['constructor', STRING, []],
])('parameter %s %j', (name, schema, names) => {
  expect(parameter(name, schema)).toEqual(names)
})

test('properties of a body count wherever they stand in it, each name once', () => {
  const schema = {
    properties: {
      code: STRING,
      options: { type: 'object', properties: { callbackUrl: STRING } },
      steps: { type: 'array', items: { allOf: [{ properties: { code: STRING, sql: { type: 'number' } } }] } },
    },
  }
  expect(body(schema)).toEqual(['callback_url', 'code'])
})
