import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BlastInput } from './blast-radius.ts'
import { blastRadius } from './blast-radius.ts'
import { VISIBILITIES } from './gpt-facts.ts'

const QUIET: BlastInput = {
  visibility: 'invite-only',
  shares: 0,
  workspaceMembers: 500,
  tools: [],
  files: 0,
  use: { known: true, messages: 0, days: 30 },
}
const ACTION = {
  type: 'custom_action',
  action_domain: 'api.example.com',
  operations: 2,
  schema_problem: null,
}
const WORST: BlastInput = {
  visibility: 'gpt-store',
  shares: 3,
  workspaceMembers: 5_000,
  tools: [
    { type: 'browser' },
    { type: 'code_interpreter' },
    { type: 'dall-e' },
    ...['a', 'b', 'c', 'd'].map((name) => ({
      ...ACTION,
      action_domain: `${name}.example.com`,
      operations: 30,
      writing_operations: 4,
      free_form_parameters: ['query'],
    })),
  ],
  files: 20,
  use: { known: true, messages: 1_000, days: 30 },
}

test('from next to nothing to everything', () => {
  expect(blastRadius(QUIET)).toMatchObject({ score: 2, level: 'contained' })
  expect(blastRadius(WORST)).toMatchObject({ score: 100, level: 'very_wide' })
})

test('the points of its factors are its score, and each says why', () => {
  const { score, factors } = blastRadius(WORST)
  expect(factors.reduce((sum, { points }) => sum + (points ?? 0), 0)).toBe(score)
  expect(factors.reduce((sum, { of }) => sum + of, 0)).toBe(100)
  for (const { why, value } of factors) expect(why.length * value.length).toBeGreaterThan(0)
})

test('its path is a story in words', () => {
  const input: BlastInput = {
    ...QUIET,
    visibility: 'workspace',
    tools: [{ type: 'browser' }, { ...ACTION, writing_operations: 1, servers: ['b.example.com'] }],
    files: 4,
  }
  expect(blastRadius(input).path).toEqual([
    '500 members can find and use it',
    'it reads web pages that anybody may have written',
    'it holds 4 knowledge files',
    'it can read from and write to api.example.com, b.example.com',
    'so a web page can tell it to send what is in its files away',
  ])
})

describe('what is not known', () => {
  test('of use counts neither way', () => {
    const unknown = blastRadius({ ...WORST, use: { known: false, why: 'not kept in this mode' } })
    expect(unknown.score).toBe(100)
    expect(unknown.factors.at(-1)).toMatchObject({ factor: 'use', value: 'unknown', points: null })
    const unused = blastRadius({ ...WORST, use: { known: true, messages: 0, days: 30 } })
    expect(unused.score).toBe(90)
  })

  test.each([
    ['tools', { tools: null }],
    ['a visibility of tomorrow', { visibility: 'everywhere' }],
    ['invited people', { shares: null }],
  ])('of %s leaves no score to give', (_, missing) => {
    expect(blastRadius({ ...QUIET, ...missing })).toMatchObject({ score: null, level: 'unknown' })
  })

  test('of a schema is taken for the widest', () => {
    const read = blastRadius({ ...QUIET, tools: [ACTION] })
    const unread = blastRadius({
      ...QUIET,
      tools: [{ ...ACTION, schema_problem: 'not_parsed', operations: null }],
    })
    expect(Number(unread.score)).toBeGreaterThan(Number(read.score))
  })
})

const count = fc.option(fc.nat({ max: 5 }))
const host = fc.constantFrom('a.example', 'b.example', 'c.example', 'd.example', 'e.example')
const anyAction = fc.record({
  type: fc.constant('custom_action'),
  action_domain: fc.option(host),
  servers: fc.option(fc.array(host, { maxLength: 3 }), { nil: undefined }),
  operations: fc.option(fc.nat({ max: 40 })),
  schema_problem: fc.constantFrom(null, 'truncated' as const),
  writing_operations: count,
  wildcard_paths: count,
  open_bodies: count,
})
const plain = fc.record({
  type: fc.constantFrom('browser', 'web_browsing', 'code_interpreter', 'dall-e', 'memory'),
})
const anyTool = fc.oneof(plain, anyAction)
const anyInput: fc.Arbitrary<BlastInput> = fc.record({
  visibility: fc.constantFrom(...VISIBILITIES),
  shares: fc.nat({ max: 2_000 }),
  workspaceMembers: fc.option(fc.nat({ max: 2_000 })),
  tools: fc.array(anyTool, { maxLength: 6 }),
  files: fc.option(fc.nat({ max: 30 })),
  use: fc.oneof(
    fc.record({ known: fc.constant(true as const), messages: fc.nat({ max: 1_000 }), days: fc.constant(30) }),
    fc.constant({ known: false as const, why: 'not kept' }),
  ),
})

/** Everything that makes a GPT more: each leaves the rest as it is. */
const MORE: readonly (readonly [string, (input: BlastInput, tool: object) => BlastInput])[] = [
  ['a tool or an action', (input, tool) => ({ ...input, tools: [...(input.tools ?? []), tool] })],
  ['a file', (input) => ({ ...input, files: input.files === null ? null : input.files + 1 })],
  ['a person', (input) => ({ ...input, shares: (input.shares ?? 0) + 1 })],
  [
    'a member',
    (input) => ({
      ...input,
      workspaceMembers: input.workspaceMembers === null ? null : input.workspaceMembers + 1,
    }),
  ],
  [
    'a message',
    (input) =>
      input.use.known ? { ...input, use: { ...input.use, messages: input.use.messages + 1 } } : input,
  ],
  [
    'a wider audience',
    (input) => {
      const at = VISIBILITIES.indexOf(input.visibility as (typeof VISIBILITIES)[number])
      return { ...input, visibility: VISIBILITIES[at + 1] ?? input.visibility }
    },
  ],
  [
    'a host of an action',
    (input) => ({
      ...input,
      tools: (input.tools ?? []).map((tool) =>
        tool.type === 'custom_action'
          ? { ...tool, servers: [...(tool.servers ?? []), 'one-more.example'] }
          : tool,
      ),
    }),
  ],
  [
    'an operation that writes',
    (input) => ({
      ...input,
      tools: (input.tools ?? []).map((tool) => ({
        ...tool,
        writing_operations: (tool.writing_operations ?? 0) + 1,
      })),
    }),
  ],
]

test.each(MORE)('law: %s never makes it smaller', (_, grow) => {
  fc.assert(
    fc.property(anyInput, anyTool, (input, tool) => {
      const [before, after] = [blastRadius(input).score, blastRadius(grow(input, tool)).score]
      expect(Number(after)).toBeGreaterThanOrEqual(Number(before))
      expect(Number(after)).toBeLessThanOrEqual(100)
    }),
    { numRuns: 1_000 },
  )
})
