import { describe, expect, test } from 'vitest'
import type { RuleView } from '../finding-view.ts'
import type { TheirFinding } from './logpush-line.ts'
import type { OurFinding } from './parity.ts'
import { bothItem, matchFindings, onlyOurs } from './parity.ts'
import { planOf } from './plan.ts'
import { whyNotHere } from './why.ts'

const TYPE = 'de460c9f-55c0-4131-9cdf-e4c3b84f9549'

const theirs = (part: Partial<TheirFinding> = {}): TheirFinding => ({
  line: 1,
  findingTypeId: TYPE,
  title: 'T',
  severity: 'High',
  assetExternalId: 'g-1',
  assetName: 'Helper',
  instanceId: 'i-1',
  integrationId: 'c-1',
  integrationName: 'Acme',
  vendor: 'OpenAI',
  detectedAt: '2026-11-22T00:00:00Z',
  hidden: null,
  severityOverride: null,
  ...part,
})

const ours = (id: string, part: Partial<OurFinding> = {}): OurFinding => ({
  id,
  rule_id: 'gpt.public_link',
  finding_type_id: TYPE,
  title: 'A GPT is open',
  state: 'open',
  asset: { id: 'a', kind: 'chatgpt.gpt', kind_label: 'GPT', external_id: 'g-1', name: 'Helper' },
  excepted: null,
  first_seen_at: '2026-11-21T00:00:00Z',
  resolved_at: null,
  cloudflare_name: 'x',
  ...part,
})

const rule = (part: object = {}): RuleView =>
  ({
    id: 'gpt.public_link',
    finding_type_id: TYPE,
    severity: 'high',
    default_parameters: {},
    setting: { enabled: true, parameters: {}, severity: null, updated_at: null },
    ...part,
  }) as unknown as RuleView
const asset = (external_id: string) => ({ ...ours('x').asset, external_id })
const EXCEPTED = { exception_id: 'e', reason: 'r', owner: 'o', expires_at: '2027-01-01T00:00:00Z' }

describe('what is the same', () => {
  test('is of one type on one asset, and what stands goes before what is resolved', () => {
    const resolved = ours('1', { state: 'resolved' })
    const standing = ours('2')
    const { pairs, rest } = matchFindings(
      [theirs(), theirs({ assetExternalId: 'g-2' })],
      [resolved, standing],
    )
    expect(pairs.map((pair) => pair.ours?.id ?? null)).toEqual(['2', null])
    expect(rest).toEqual([])
  })

  test('is the very one where the file names ours, so that each day of an actor is its own', () => {
    const days = [ours('1'), ours('2'), ours('3')]
    const lines = days.map(({ id }, at) => theirs({ line: at + 1, instanceId: id }))
    const { pairs } = matchFindings(lines, days)
    expect(pairs.map((pair) => pair.ours?.id)).toEqual(['1', '2', '3'])
  })

  test('is tolerated, where somebody here said so', () => {
    expect(bothItem({ theirs: theirs(), ours: ours('1', { excepted: EXCEPTED }) })).toMatchObject({
      ...{ status: 'both', why: 'excepted', detail: 'until 2027-01-01T00:00:00Z' },
    })
  })
})

describe('what is here alone', () => {
  const newest = Date.parse('2026-11-22T00:00:00Z')
  test('stands, and no line tells of its type on its asset', () => {
    const other = ours('2', { asset: asset('g-2') })
    const gone = ours('3', { asset: asset('g-3'), state: 'resolved' })
    expect(matchFindings([theirs()], [ours('1'), other, gone]).rest).toEqual([other])
  })

  test.each([
    [{ cloudflare_name: null }, 'not_cloudflares'],
    [{ first_seen_at: '2026-11-23T00:00:00Z' }, 'newer_than_file'],
    [{}, 'not_in_file'],
  ])('with %j is so because %s', (part, why) => {
    expect(onlyOurs(ours('1', part), newest)).toMatchObject({ status: 'only_ours', why })
  })
})

describe('what is in the file alone', () => {
  const coverage = (part: object = {}) =>
    ({
      ...{ integration_id: 'i', rule_id: 'gpt.public_link', title: 'T', outcome: 'pass', standing: null },
      ...{ passed: 3, failed: 0, not_evaluated: 0, reason: null, reason_detail: null, asset_reasons: {} },
      remedies: [],
      ...part,
    }) as unknown as NonNullable<Parameters<typeof whyNotHere>[1]['coverage']>
  const known = {
    resolved: null,
    rule: rule(),
    coverage: coverage(),
    asset: { deleted_at: null },
  }
  const denied = coverage({
    ...{ outcome: 'not_evaluated', reason: 'capability_denied', reason_detail: 'The key may not read GPTs' },
    remedies: [{ kind: 'grant', label: 'read GPTs', scope: 'gpts.read' }],
  })

  test.each([
    [
      { resolved: ours('1', { state: 'resolved', resolved_at: '2026-11-23T00:00:00Z' }) },
      'resolved_since',
      /resolved 2026-11-23.*2026-11-22/,
    ],
    [{ rule: null, coverage: null }, 'no_such_rule', null],
    [{ rule: rule({ setting: { enabled: false } }) }, 'rule_disabled', /--on/],
    [{ coverage: null }, 'never_evaluated', null],
    [{ coverage: coverage({ outcome: 'never' }) }, 'never_evaluated', null],
    [{ coverage: denied }, 'capability_missing', /may not read GPTs: let the key read GPTs/],
    [
      { coverage: coverage({ outcome: 'not_evaluated', reason: 'no_dlp_profile', reason_detail: 'none' }) },
      'not_evaluated',
      /none/,
    ],
    [{ asset: null }, 'asset_not_collected', null],
    [{ asset: { deleted_at: '2026-11-20T00:00:00Z' } }, 'asset_gone', /2026-11-20/],
    [
      { rule: rule({ setting: { enabled: true, parameters: { maxAgeDays: 90 }, severity: null } }) },
      'threshold_differs',
      /maxAgeDays 90/,
    ],
    [
      { coverage: coverage({ not_evaluated: 2, asset_reasons: { value_absent_upstream: 2 } }) },
      'passes_here',
      /left out: 2 lack a value/,
    ],
    [{}, 'passes_here', null],
  ] as const)('with %j is so because of %s', (change, why, detail) => {
    const reason = whyNotHere(theirs(), { ...known, ...change } as typeof known)
    expect(reason.why).toBe(why)
    if (detail === null) expect(reason.detail).toBeNull()
    else expect(reason.detail).toMatch(detail)
  })
})

describe('what people decided', () => {
  const rules = new Map([[TYPE, rule()]])
  test('hidden is excepted here once, and not where it is already or nothing stands', () => {
    const hidden = theirs({ hidden: true })
    const plan = planOf(
      [
        { theirs: hidden, ours: ours('1') },
        { theirs: theirs({ hidden: true, line: 2, instanceId: 'i-2' }), ours: ours('1') },
        { theirs: theirs({ hidden: true, line: 3 }), ours: ours('2', { excepted: EXCEPTED }) },
        { theirs: theirs({ hidden: true, line: 4 }), ours: null },
        { theirs: theirs({ hidden: true, line: 5 }), ours: ours('3', { state: 'resolved' }) },
        { theirs: theirs({ hidden: false, line: 6 }), ours: ours('4') },
        { theirs: theirs({ line: 7 }), ours: ours('5') },
      ],
      rules,
    )
    expect(plan.exceptions.map(({ finding_id }) => finding_id)).toEqual(['1'])
    expect(plan.already).toBe(1)
    expect(plan.left.map(({ line }) => line)).toEqual([4, 5])
  })

  test('a severity of a type becomes that of its rule, unless lines disagree, it is so, or there is no rule', () => {
    const lines = (...severities: ('low' | 'critical' | 'high')[]) =>
      severities.map((severityOverride, at) => ({
        theirs: theirs({ severityOverride, line: at + 1 }),
        ours: null,
      }))
    expect(planOf(lines('critical', 'critical'), rules).severities).toEqual([
      { rule_id: 'gpt.public_link', from: 'high', to: 'critical' },
    ])
    expect(planOf(lines('critical', 'low'), rules)).toMatchObject({ severities: [], left: [{ line: 1 }] })
    expect(planOf(lines('high'), rules)).toMatchObject({ severities: [], already: 1, left: [] })
    expect(planOf(lines('low'), new Map())).toMatchObject({ severities: [], left: [{ line: 1 }] })
  })
})
