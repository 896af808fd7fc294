import { expect, test } from 'vitest'
import { readAction } from './read-action.ts'

const openBodies = (media: unknown, type = 'application/json') =>
  readAction(
    JSON.stringify({
      paths: { '/a': { post: { requestBody: { content: { [type]: media } } } } },
      shapes: { any: { type: 'object' }, named: { properties: { a: {} } } },
    }),
  ).facts?.open_bodies

const NAMED = { type: 'object', properties: { a: { type: 'string' } } }

test.each([
  ['no schema', {}],
  ['true', { schema: true }],
  ['nothing', { schema: {} }],
  ['an object of no shape', { schema: { type: 'object' } }],
  ['others allowed', { schema: { ...NAMED, additionalProperties: true } }],
  ['others of any kind', { schema: { ...NAMED, additionalProperties: {} } }],
  ['a reference to one', { schema: { $ref: '#/shapes/any' } }],
  ['one of the alternatives', { schema: { oneOf: [NAMED, { type: 'object' }] } }],
  ['all of the parts', { schema: { allOf: [{ $ref: '#/shapes/any' }] } }],
])('open: %s', (_, media) => {
  expect(openBodies(media)).toBe(1)
})

test.each([
  ['names', { schema: NAMED }],
  ['no others', { schema: { type: 'object', additionalProperties: false } }],
  ['a dictionary of one kind', { schema: { type: 'object', additionalProperties: { type: 'string' } } }],
  ['a text', { schema: { type: 'string' } }],
  ['a list', { schema: { type: 'array', items: {} } }],
  ['values of a list', { schema: { enum: [1, 2] } }],
  ['a reference to names', { schema: { $ref: '#/shapes/named' } }],
  ['parts of which one has names', { schema: { allOf: [{ type: 'object' }, NAMED] } }],
  ['alternatives with names', { schema: { type: 'object', anyOf: [NAMED] } }],
  ['a reference to nothing', { schema: { $ref: '#/shapes/none' } }],
])('closed: %s', (_, media) => {
  expect(openBodies(media)).toBe(0)
})

test('a file of no described shape is a file', () => {
  expect(openBodies({}, 'image/png')).toBe(0)
})
