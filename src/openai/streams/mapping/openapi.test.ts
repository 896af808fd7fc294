import { expect, test } from 'vitest'
import { summarizeAction } from './openapi.ts'

test('counts operations, verbs and hosts', () => {
  const schema = {
    servers: [{ url: 'https://api.example.com/v1' }, { url: '/relative' }, 'odd'],
    paths: {
      '/a': { get: {}, post: {}, parameters: [], summary: 'x' },
      '/b/{id}': { delete: {}, get: {} },
      '/c': null,
    },
  }
  expect(summarizeAction(JSON.stringify(schema))).toEqual({
    operations: 4,
    methods: ['delete', 'get', 'post'],
    servers: ['api.example.com'],
  })
})

test.each(['openapi: 3.1.0\npaths: {}', '', '[]', '{"paths": 7}', 'null'])(
  'says nothing of what it cannot read: %s',
  (raw) => {
    expect(summarizeAction(raw)).toBeNull()
  },
)

test('servers of paths and operations count as well, and one with a variable stays what no list can name', () => {
  const server = (url: string) => ({ servers: [{ url }] })
  const schema = {
    ...server('https://api.example.com'),
    paths: {
      '/a': { ...server('//path.example.net/v1'), get: {}, post: server('https://operation.example.net') },
      '/b': { get: server('https://{region}.example.com'), put: server('/relative') },
    },
  }
  expect(summarizeAction(JSON.stringify(schema))?.servers).toEqual([
    'api.example.com',
    'operation.example.net',
    'path.example.net',
    '{region}.example.com',
  ])
})
