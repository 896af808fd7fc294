import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asAssetId, asPersonId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import { ASSET_SCHEMAS } from '../../model/schema/assets.ts'
import { compileExpression } from './compile.ts'
import { judgeByExpression } from './judge.ts'
import type { CustomKind } from './kinds.ts'
import { CUSTOM_KIND_NAMES } from './kinds.ts'

const NOW = 1_800_000_000
const DAY = 86_400

function judge(kind: CustomKind, text: string, attributes: JsonObject, now = NOW) {
  const compiled = compileExpression(kind, text)
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problem))
  const asset = {
    ...{ id: asAssetId('a'), kind, externalId: 'x', contentHash: 'h', changedAt: 0 },
    people: { self: asPersonId('p-self'), owner: asPersonId('p-owner') },
  }
  return judgeByExpression(compiled.program, { asset, attributes: parsed(kind, attributes) }, now)
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
      tools: Array.from({ length: count }, (_, at) => ({ type: `t${at}`, methods: ['post'] })),
    },
  })
  const PAIRS =
    'asset.configuration.tools.exists(a, asset.configuration.tools.exists(b, a.type == b.type + "!"))'

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
