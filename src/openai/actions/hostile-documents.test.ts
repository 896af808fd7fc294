import { expect, test } from 'vitest'
import { JSON_BYTES, OPERATIONS, YAML_BYTES } from './limits.ts'
import { readAction } from './read-action.ts'

// Each of these has made a parser or a walk of this kind run for minutes, or overflow its stack.

const times = (count: number, entry: (index: number) => [string, unknown]) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => entry(index)))

const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)

const problemOf = (raw: string) => readAction(raw).problem

test.each([
  ['opening brackets', '['.repeat(100_000)],
  ['five million opening brackets', '['.repeat(5_000_000)],
  ['opening braces', '{"a":'.repeat(100_000)],
  ['dashes', '- '.repeat(1_000_000)],
  ['question marks', '? '.repeat(100_000)],
  ['commas', `[${','.repeat(1_900_000)}]`],
  ['aliases', Array.from({ length: 20_000 }, (_, index) => `- &a${index} x\n- *a${index}`).join('\n')],
  ['more than is read as JSON', `{"paths":{},"x":"${'x'.repeat(JSON_BYTES)}"}`],
  ['more than is read as YAML', `paths: {}\nx: ${'x'.repeat(YAML_BYTES)}`],
  ['more bytes than characters', `paths: {}\nx: ${'€'.repeat(YAML_BYTES / 2)}`],
])('%s are too large', (_, raw) => {
  expect(problemOf(raw)).toBe('too_large')
})

const bomb = Array.from({ length: 20 }, (_, n) => `a${n + 1}: &a${n + 1} [*a${n}, *a${n}, *a${n}, *a${n}]`)

test.each([
  ['brackets that close', nested(100_000)],
  ['a bomb of aliases', `paths: {}\na0: &a0 x\n${bomb.join('\n')}`],
  ['an alias of nothing', 'paths: *none'],
  ['closing braces', '}'.repeat(150_000)],
  ['two documents', 'paths: {}\n---\npaths: {}'],
  ['a key that is a list', 'paths: {}\n? [a]\n: b'],
])('%s are not parsed', (_, raw) => {
  expect(problemOf(raw)).toBe('not_parsed')
})

test('a tag makes nothing: what it stands before is text', () => {
  expect(readAction('paths: {/a: {get: !!js/function "() => 1"}}')).toMatchObject({
    problem: null,
    facts: { operations: 0 },
  })
})

test('YAML that holds itself is walked once', () => {
  const raw = `
paths:
  /a:
    post:
      requestBody:
        content:
          application/json:
            schema: &self
              properties: {url: {type: string}, again: *self}
              allOf: [*self]
`
  expect(readAction(raw)).toMatchObject({
    problem: null,
    facts: { operations: 1, free_form_parameters: ['url'], open_bodies: 0 },
  })
})

test('references in a circle lead nowhere', () => {
  const body = { requestBody: { content: { 'application/json': { schema: { $ref: '#/x' } } } } }
  const document = {
    paths: {
      '/a': { $ref: '#/paths/~1b' },
      '/b': { $ref: '#/paths/~1a' },
      '/c': { post: body, get: { parameters: [{ $ref: '#/constructor' }, { $ref: '#' }] } },
    },
    x: { properties: { x: { $ref: '#/x' } }, anyOf: [{ $ref: '#/x' }, { $ref: '#/y' }] },
    y: { $ref: '#/y' },
  }
  expect(readAction(JSON.stringify(document))).toMatchObject({ problem: null, facts: { operations: 2 } })
})

test('schemas nested without end are read to a depth, and it is said', () => {
  const deep = `${'{"allOf":['.repeat(100_000)}{}${']}'.repeat(100_000)}`
  const raw = `{"paths":{"/a":{"post":{"requestBody":{"content":{"application/json":{"schema":${deep}}}}}}}}`
  expect(readAction(raw)).toMatchObject({ problem: 'truncated', facts: { operations: 1, open_bodies: 0 } })
})

test('operations beyond the limit are left out, and so no host may be trusted to be all', () => {
  const document = {
    servers: [{ url: 'https://api.example.com' }],
    paths: times(OPERATIONS + 1, (index) => [`/p${index}`, { get: {} }]),
  }
  expect(readAction(JSON.stringify(document))).toMatchObject({
    problem: 'truncated',
    facts: { operations: OPERATIONS, servers: ['(unreadable)', 'api.example.com'] },
  })
})

test('more servers than are read: no host may be trusted to be all', () => {
  const servers = Array.from({ length: 50 }, () => ({ url: 'https://api.example.com' }))
  const document = { paths: times(500, (index) => [`/p${index}`, { servers }]) }
  expect(readAction(JSON.stringify(document))).toMatchObject({
    problem: 'truncated',
    facts: { servers: ['(unreadable)', 'api.example.com'] },
  })
})

test('a thousand operations that share a schema of a hundred thousand properties', () => {
  const body = { requestBody: { content: { 'application/json': { schema: { $ref: '#/shared' } } } } }
  const document = {
    paths: times(1_000, (index) => [`/p${index}`, { post: body }]),
    shared: { properties: times(100_000, (index) => [`p${index}`, { type: 'string' }]) },
  }
  expect(readAction(JSON.stringify(document))).toMatchObject({
    problem: 'truncated',
    facts: { operations: 1_000 },
  })
})
