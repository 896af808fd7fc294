import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asAssetId, asPersonId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import { ASSET_SCHEMAS } from '../../model/schema/assets.ts'
import { compileExpression } from './compile.ts'
import type { CustomSubject } from './judge.ts'
import { judgeByExpression } from './judge.ts'
import type { CustomKind } from './kinds.ts'
import { CUSTOM_KIND_NAMES } from './kinds.ts'

const NOW = 1_800_000_000
const DAY = 86_400

function judge(
  kind: CustomKind,
  text: string,
  attributes: JsonObject,
  { now = NOW, unread = null }: { now?: number; unread?: CustomSubject['unread'] } = {},
) {
  const compiled = compileExpression(kind, text)
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problem))
  const asset = {
    ...{ id: asAssetId('a'), kind, externalId: 'x', contentHash: 'h', changedAt: 0 },
    people: { self: asPersonId('p-self'), owner: asPersonId('p-owner') },
  }
  return judgeByExpression(compiled.program, { asset, attributes: parsed(kind, attributes), unread }, now)
}

/** As evaluations feed it: by the kind's schema, with what hangs on it. */
function parsed(kind: CustomKind, attributes: JsonObject): Readonly<Record<string, unknown>> {
  const own = ASSET_SCHEMAS[kind].parse(attributes)
  return kind === 'chatgpt.gpt' && attributes.configuration !== undefined
    ? { ...own, configuration: ASSET_SCHEMAS['chatgpt.gpt_config'].parse(attributes.configuration) }
    : own
}

const STALE =
  'asset.last_used_at == null ? now - asset.created_at > days(30) : now - asset.last_used_at > days(90)'

describe('absent is not null', () => {
  test.each([
    ['used lately', { created_at: 0, last_used_at: NOW - DAY }, 'pass'],
    ['used long ago', { created_at: 0, last_used_at: NOW - 91 * DAY }, 'fail'],
    ['never used and old', { created_at: NOW - 31 * DAY, last_used_at: null }, 'fail'],
    ['never used and new', { created_at: NOW - DAY, last_used_at: null }, 'pass'],
    ['not told', { created_at: 0 }, 'not_evaluated'],
    ['of another type', { created_at: 0, last_used_at: 'yesterday' }, 'not_evaluated'],
  ])('%s', (_, attributes, result) => {
    expect(judge('platform.admin_key', STALE, attributes).result).toBe(result)
  })

  test('has() asks whether it was told', () => {
    const text = 'has(asset.last_used_at) && asset.last_used_at == null'
    expect(judge('platform.admin_key', text, {}).result).toBe('pass')
    expect(judge('platform.admin_key', text, { last_used_at: null }).result).toBe('fail')
  })
})

test('what cannot be worked out names the attribute and its place, and no value', () => {
  expect(judge('platform.user', 'asset.role == "owner"', {})).toEqual({
    result: 'not_evaluated',
    reason: 'value_absent_upstream',
    detail: 'OpenAI did not send `role` (line 1, column 7); has() asks whether it did',
  })
  const wrong = judge('platform.user', '"a" == "b" ||\n asset.role > 3', { role: 'secret-role' })
  expect(wrong).toMatchObject({ result: 'not_evaluated', reason: 'expression_error' })
  expect(JSON.stringify(wrong)).toContain('line 2, column 2')
  expect(JSON.stringify(wrong)).not.toContain('secret-role')
  expect(judge('platform.user', 'int(asset.role) > 3', { role: 'secret-role' })).toMatchObject({
    reason: 'expression_error',
    detail: expect.not.stringContaining('secret-role'),
  })
  expect(judge('platform.user', 'asset.role', { role: 'x' })).toMatchObject({ reason: 'expression_error' })
})

test('a failure shows what it read; times that move are no news', () => {
  const attributes = { name: 'ci', role: 'owner', created_at: NOW - 400 * DAY }
  const text = 'asset.role == "owner" && now - asset.created_at > days(365)'
  expect(judge('platform.service_account', text, attributes)).toEqual({
    result: 'fail',
    evidence: {
      ...{ name: 'ci', person_id: 'p-self', owner_person_id: 'p-owner' },
      ...{ role: 'owner', judged_kind: 'platform.service_account' },
    },
    moving: { created_at: NOW - 400 * DAY },
    escalation: null,
  })
})

describe('what would take long on an asset is not begun', () => {
  const tools = (count: number) => ({
    configuration: {
      tools: Array.from({ length: count }, (_, at) => ({
        type: `t${at}`,
        auth_type: 'none',
        methods: ['post'],
      })),
    },
  })
  const PAIRS =
    'asset.configuration.tools.exists(a, asset.configuration.tools.exists(b, a.type == b.auth_type))'

  test('lists within lists are counted before', () => {
    expect(judge('chatgpt.gpt', PAIRS, tools(20)).result).toBe('pass')
    const began = performance.now()
    expect(judge('chatgpt.gpt', PAIRS, tools(5_000))).toMatchObject({
      result: 'not_evaluated',
      reason: 'expression_too_costly',
    })
    expect(
      performance.now() - began,
      'milliseconds; 25 million steps would take a quarter of a minute',
    ).toBeLessThan(2_000)
  })

  test('a pattern that stalls JavaScript’s engine is linear here', () => {
    const began = performance.now()
    const name = `${'a'.repeat(40)}!`
    expect(judge('chatgpt.gpt', 'asset.name.matches("^(a+)+$")', { name }).result).toBe('pass')
    expect(performance.now() - began).toBeLessThan(2_000)
  })

  test('a text without end is not looked at', () => {
    const name = 'x'.repeat(200_000)
    expect(judge('chatgpt.gpt', 'asset.name.contains("y")', { name })).toMatchObject({
      reason: 'expression_too_costly',
    })
  })
})

describe('what a pattern may take is counted', () => {
  const PATTERN = `asset.name.matches("(?:${'a?'.repeat(9)}){30}x")`

  test('by the length of the text and what the pattern comes to', () => {
    expect(judge('chatgpt.gpt', PATTERN, { name: 'a'.repeat(100) }).result).toBe('pass')
    const name = 'ab'.repeat(40_000)
    expect(judge('chatgpt.gpt', PATTERN, { name })).toMatchObject({ reason: 'expression_too_costly' })
    expect(judge('chatgpt.gpt', 'asset.name.matches("^(test|demo)")', { name: 'demo' }).result).toBe('fail')
  })

  test('in loops, once a round', () => {
    const text = 'asset.configuration.tools.exists(t, t.type.matches("^(ab?){20}x"))'
    const tools = (count: number) => ({
      configuration: { tools: Array.from({ length: count }, () => ({ type: 'ab'.repeat(100) })) },
    })
    expect(judge('chatgpt.gpt', text, tools(20)).result).toBe('pass')
    expect(judge('chatgpt.gpt', text, tools(400))).toMatchObject({ reason: 'expression_too_costly' })
  })
})

test('what multiplies text or entries is counted by what it comes to', () => {
  const name = 'a'.repeat(20_000)
  const doubled = Array.from({ length: 20 }, () => 'asset.name').join(' + ')
  expect(judge('chatgpt.gpt', `(${doubled}).contains("${'a'.repeat(600)}b")`, { name })).toMatchObject({
    reason: 'expression_too_costly',
  })
  expect(
    judge('chatgpt.gpt', 'asset.name.contains(asset.visibility)', { name, visibility: `${name}b` }),
  ).toMatchObject({
    reason: 'expression_too_costly',
  })
  const files = Array.from({ length: 3_000 }, (_, at) => ({ id: `f${at}` }))
  const copies = Array.from({ length: 25 }, () => 'asset.configuration').join(', ')
  const same = `[${copies}] == [${copies}]`
  expect(judge('chatgpt.gpt', same, { configuration: { files } })).toMatchObject({
    reason: 'expression_too_costly',
  })
  expect(judge('chatgpt.gpt', same, { configuration: { files: files.slice(0, 9) } }).result).toBe('fail')
})

describe('what was not read is not taken to be absent', () => {
  const unread = { part: 'configuration', detail: 'its latest configuration was not read' }

  test.each([
    ['has(asset.configuration) && asset.configuration.tools.exists(t, true)', 'not_evaluated'],
    ['asset.visibility == "x" && has(asset.configuration.tools)', 'not_evaluated'],
    ['[asset].exists(a, has(a.configuration))', 'not_evaluated'],
    ['asset.visibility == "gpt-store"', 'pass'],
  ])('%s', (text, result) => {
    const verdict = judge('chatgpt.gpt', text, { visibility: 'private' }, { unread })
    expect(verdict.result).toBe(result)
    if (result === 'not_evaluated')
      expect(verdict).toEqual({ result, reason: 'stream_incomplete', detail: unread.detail })
    expect(judge('chatgpt.gpt', text, { visibility: 'private' }).result, 'there is none').toBe('pass')
  })
})

test('evidence holds what was sent, and nothing of the language it is kept in', () => {
  const program = compileExpression('chatgpt.gpt', 'asset.name != "x"')
  if (!program.ok) throw new Error('an expression')
  const { shape } = program.program
  const paths = ['name.length', 'constructor', 'constructor.name', 'toString.name', '__proto__.x', 'name']
  const asset = {
    ...{ id: asAssetId('a'), kind: 'chatgpt.gpt' as const, externalId: 'x', contentHash: 'h', changedAt: 0 },
    people: {},
  } as const
  const shown = judgeByExpression(
    { ...program.program, shape: { ...shape, paths } },
    { asset, attributes: { name: 'n' }, unread: null },
    NOW,
  )
  expect(shown).toMatchObject({ evidence: { name: 'n', judged_kind: 'chatgpt.gpt' }, moving: {} })
  expect(Object.keys(shown.result === 'fail' ? shown.evidence : {})).toEqual(['name', 'judged_kind'])
})

const EXPRESSIONS: readonly (readonly [CustomKind, string])[] = [
  ['platform.user', 'asset.role == "owner" && asset.user.enabled'],
  ['platform.user', 'asset.added_at / asset.created > 1'],
  ['platform.invite', 'asset.projects.exists(p, p.role == "owner") || asset.status > "a"'],
  ['platform.admin_key', STALE],
  ['platform.project_key', 'asset.name.matches("^a+b") && int(asset.owner_id) > 0'],
  ['chatgpt.gpt', 'asset.configuration.tools.all(t, t.methods.exists(m, m == "post") || t.operations > 3)'],
  ['chatgpt.gpt', 'asset.configuration.files[0].id == asset.latest_config.id'],
  ['chatgpt.gpt', 'asset.name + asset.visibility == asset.sharing.visibility'],
]

test('whatever upstream sends, an expression comes to one of three verdicts', () => {
  const names = [
    'role',
    'added_at',
    'created',
    'status',
    'name',
    'created_at',
    'last_used_at',
    'projects',
    'owner_id',
  ]
  const value = fc.oneof(
    fc.jsonValue(),
    fc.double(),
    fc.constantFrom(null, 0, 'owner', true),
    fc.array(fc.dictionary(fc.constantFrom('role', 'type', 'methods', 'operations', 'id'), fc.jsonValue())),
  )
  const attributes = fc.dictionary(
    fc.constantFrom(...names, 'user', 'sharing', 'visibility', 'latest_config', '__proto__', 'constructor'),
    value,
  )
  const configuration = fc.option(fc.dictionary(fc.constantFrom('tools', 'files', 'name'), value), {
    nil: undefined,
  })
  fc.assert(
    fc.property(fc.constantFrom(...EXPRESSIONS), attributes, configuration, ([kind, text], own, part) => {
      const given = { ...own, ...(part !== undefined && { configuration: part }) } as JsonObject
      expect(['pass', 'fail', 'not_evaluated']).toContain(judge(kind, text, given).result)
    }),
    { numRuns: 100 },
  )
})

test('every kind has attributes to ask about', () => {
  for (const kind of CUSTOM_KIND_NAMES) {
    expect(judge(kind, 'has(asset.status) || has(asset.name) || true', {}).result, kind).toBe('fail')
  }
})
