import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Definition } from '../model/core/definitions.ts'
import { diffDefinitions } from './definition-diff.ts'
import { definition } from './definitions.examples.ts'

const kinds = (from: Definition, to: Definition) =>
  diffDefinitions(from, to).map(({ kind, count }) => [kind, count])

const action = (host: string | null, more: object = {}) => ({
  host,
  auth: 'oauth',
  schema: `schema of ${host}`,
  reading: { servers: host === null ? null : [host], operations: ['op-1'] },
  ...more,
})

test('of texts it says that they changed and how long they are, and not a word of them', () => {
  const from = definition({ instructions: { fingerprint: 'a', length: 120 } })
  const to = definition({ instructions: { fingerprint: 'b', length: 95 } })
  expect(diffDefinitions(from, to)).toEqual([
    {
      kind: 'instructions_changed',
      count: 1,
      detail: { from: { length: 120, fingerprint: 'a' }, to: { length: 95, fingerprint: 'b' } },
    },
  ])
})

test('tools and files are named as they come and go', () => {
  const from = definition({ tools: ['browser', 'dall-e'], files: ['file-1'] })
  const to = definition({ tools: ['browser', 'code_interpreter'], files: ['file-2', 'file-3'] })
  expect(diffDefinitions(from, to)).toEqual([
    { kind: 'tools_added', count: 1, detail: { tools: ['code_interpreter'] } },
    { kind: 'files_added', count: 2, detail: { files: ['file-2', 'file-3'] } },
    { kind: 'tools_removed', count: 1, detail: { tools: ['dall-e'] } },
    { kind: 'files_removed', count: 1, detail: { files: ['file-1'] } },
  ])
})

test('of actions it tells hosts, operations, authentication and schemas apart', () => {
  const one = definition({ actions: [action('api.example.com')] })
  expect(kinds(one, definition({ actions: [action('api.example.com'), action('evil.example')] }))).toEqual([
    ['action_hosts_added', 1],
    ['action_schemas_changed', 1],
  ])
  expect(kinds(one, definition({ actions: [] }))).toEqual([
    ['action_hosts_removed', 1],
    ['operations_removed', 1],
  ])
  const open = definition({ actions: [action('api.example.com', { auth: 'none' })] })
  expect(diffDefinitions(one, open)).toEqual([
    {
      kind: 'auth_changed',
      count: 1,
      detail: { hosts: [{ host: 'api.example.com', from: ['oauth'], to: ['none'] }] },
    },
  ])
  const more = { schema: 'other', reading: { servers: ['api.example.com'], operations: ['op-1', 'op-2'] } }
  expect(kinds(one, definition({ actions: [action('api.example.com', more)] }))).toEqual([
    ['operations_added', 1],
    ['action_schemas_changed', 1],
  ])
})

test('a host that only the schema names is a host', () => {
  const elsewhere = { schema: 'other', reading: { servers: ['evil.example'], operations: null } }
  const from = definition({ actions: [action('api.example.com')] })
  const to = definition({ actions: [action('api.example.com', elsewhere)] })
  expect(kinds(from, to)).toEqual([
    ['action_hosts_added', 1],
    ['action_schemas_changed', 1],
  ])
})

test('one of two actions of a host that goes is a change, and none of authentication', () => {
  const [first, second] = [action('api.example.com'), action('api.example.com', { schema: 'second' })]
  const two = definition({ actions: [first, second] })
  expect(kinds(two, definition({ actions: [first] }))).toEqual([['action_schemas_changed', 1]])
})

test('how our reader understands a schema is no change of a definition', () => {
  const from = definition({ actions: [action('api.example.com')] })
  const better = { reading: { servers: ['api.example.com', 'b.example.com'], operations: ['op-1', 'op-2'] } }
  expect(kinds(from, definition({ actions: [action('api.example.com', better)] }))).toEqual([])
})

test.each([
  ['invite-only', 'workspace', 'audience_widened'],
  ['workspace', 'gpt-store', 'audience_widened'],
  ['anyone-with-link', 'workspace-with-link', 'audience_narrowed'],
  ['workspace', 'a-word-of-tomorrow', 'audience_changed'],
])('from %s to %s: %s', (before, after, kind) => {
  const of = (visibility: string) =>
    definition({ audience: { visibility, recipients: null, permissions: [] } })
  expect(kinds(of(before), of(after))).toEqual([[kind, 1]])
})

test('an audience also grows by people and by what they may do', () => {
  const of = (recipients: number | null, permissions: string[]) =>
    definition({ audience: { visibility: 'invite-only', recipients, permissions } })
  expect(kinds(of(2, []), of(3, []))).toEqual([['audience_widened', 1]])
  expect(kinds(of(3, []), of(2, ['can_write']))).toEqual([
    ['audience_widened', 1],
    ['audience_narrowed', 1],
  ])
  expect(kinds(of(3, []), of(null, []))).toEqual([['audience_changed', 1]])
})

test('what was told once and not the other time cannot be compared', () => {
  expect(diffDefinitions(definition({ tools: null }), definition({ tools: [] }))).toEqual([
    { kind: 'not_comparable', count: null, detail: { part: 'tools' } },
  ])
})

const word = fc.constantFrom('a', 'b', 'c')
const told = fc.option(fc.uniqueArray(word, { maxLength: 3 }).map((words) => words.toSorted()))
const anyAction = fc.record({
  host: fc.option(word),
  auth: fc.option(word),
  schema: fc.option(word),
  reading: fc.record({ servers: told, operations: told }),
})
const anyDefinition: fc.Arbitrary<Definition> = fc.record({
  instructions: fc.record({ fingerprint: fc.option(word), length: fc.constant(null) }),
  tools: told,
  actions: fc.option(fc.array(anyAction, { maxLength: 3 })),
  files: told,
  audience: fc.record({
    visibility: fc.option(fc.constantFrom('invite-only', 'workspace', 'gpt-store', 'new-word')),
    recipients: fc.option(fc.nat({ max: 2 })),
    permissions: told,
  }),
})

/** What the hash of a definition holds of it: all but how schemas were read, and actions in any order. */
const hashed = ({ actions, instructions, ...rest }: Definition) =>
  JSON.stringify([
    instructions.fingerprint,
    rest,
    actions?.map(({ host, auth, schema }) => JSON.stringify([host, auth, schema])).toSorted() ?? null,
  ])

test('law: it finds something exactly where two definitions are of different hashes', () => {
  fc.assert(
    fc.property(anyDefinition, anyDefinition, (from, to) => {
      expect(diffDefinitions(from, to).length > 0).toBe(hashed(from) !== hashed(to))
      expect(diffDefinitions(from, from)).toEqual([])
    }),
    { numRuns: 2_000 },
  )
})

test('law: what one way adds, the other way removes', () => {
  const OPPOSITES = [
    ['tools_added', 'tools_removed'],
    ['files_added', 'files_removed'],
    ['action_hosts_added', 'action_hosts_removed'],
    ['operations_added', 'operations_removed'],
    ['audience_widened', 'audience_narrowed'],
  ] as const
  fc.assert(
    fc.property(anyDefinition, anyDefinition, (from, to) => {
      const [there, back] = [
        new Map(diffDefinitions(from, to).map((c) => [c.kind, c.count])),
        diffDefinitions(to, from),
      ]
      const backward = new Map(back.map((c) => [c.kind, c.count]))
      for (const [added, removed] of OPPOSITES) expect(there.get(added)).toBe(backward.get(removed))
    }),
    { numRuns: 1_000 },
  )
})
