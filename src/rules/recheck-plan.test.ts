import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { AssetKind } from '../model/core/assets.ts'
import type { RuleId } from '../model/core/rule-ids.ts'
import { RULE_IDS } from '../model/core/rule-ids.ts'
import { STREAM_NAMES, STREAMS } from '../model/core/streams.ts'
import { CATALOGUE } from './catalogue/catalogue.ts'
import type { RecheckSubject } from './recheck-plan.ts'
import { recheckPlan } from './recheck-plan.ts'

const subject = (
  ruleId: RuleId,
  assetKind: AssetKind,
  externalId: string,
  parentId: string | null = null,
): RecheckSubject => ({ ruleId, assetKind, externalId, parentId })

describe('what is read again', () => {
  test('of a GPT: itself and its parts', () => {
    expect(recheckPlan(subject('gpt.public_store', 'chatgpt.gpt', 'g-1'))).toEqual({
      possible: true,
      own: 'chatgpt.gpts',
      rereads: [
        { stream: 'chatgpt.gpts', target: 'g-1' },
        { stream: 'chatgpt.gpt_configs', target: 'g-1' },
        { stream: 'chatgpt.gpt_shared_users', target: 'g-1' },
      ],
      stored: [],
    })
  })

  test('of a project’s key: the project first, which may have been archived, then its list of keys', () => {
    const plan = recheckPlan(subject('nhi.orphaned', 'platform.project_key', 'p-1/k-1', 'p-1'))
    expect(plan).toEqual({
      possible: true,
      own: 'platform.project_keys',
      rereads: [
        { stream: 'platform.projects', target: 'p-1' },
        { stream: 'platform.project_keys', target: 'p-1' },
      ],
      stored: ['platform.users'],
    })
  })

  test('of an admin key: its short list', () => {
    const plan = recheckPlan(subject('key.admin_not_rotated', 'platform.admin_key', 'k-1'))
    expect(plan).toMatchObject({ possible: true, rereads: [{ stream: 'platform.admin_keys', target: '' }] })
  })

  test('nothing where OpenAI cannot be asked for one, where many lists make it up, or where it has happened', () => {
    const why = (...of: Parameters<typeof subject>) => {
      const plan = recheckPlan(subject(...of))
      return plan.possible ? 'possible' : plan.why
    }
    expect(why('user.inactive', 'chatgpt.user', 'u-1')).toBe('list')
    expect(why('user.inactive', 'platform.user', 'u-1')).toBe('possible')
    expect(why('nhi.orphaned', 'chatgpt.agent', 'a-1')).toBe('list')
    expect(why('key.project_unused', 'platform.project_key', 'k-1', null)).toBe('list')
    expect(why('user.too_many_admins', 'platform.organization', 'org-1')).toBe('whole')
    expect(why('credential.expiring', 'casbah.credential', 'admin_key')).toBe('whole')
    expect(why('control.domain_added', 'chatgpt.workspace', 'w-1')).toBe('event')
    expect(why('dlp.gpt_file', 'chatgpt.gpt', 'g-1')).toBe('content')
  })
})

test('whatever the rule, it reads no more than a thing, lists below it or its parent, or a short list', () => {
  const cases = RULE_IDS.flatMap((ruleId) =>
    (Object.keys(CATALOGUE[ruleId].needs) as AssetKind[]).map((assetKind) => ({ ruleId, assetKind })),
  )
  fc.assert(
    fc.property(
      fc.constantFrom(...cases),
      fc.option(fc.constantFrom('p-1', 'p-2'), { nil: null }),
      (one, parentId) => {
        const plan = recheckPlan({ ...one, externalId: 'x-1', parentId })
        if (!plan.possible) return
        const order = plan.rereads.map(({ stream }) => STREAM_NAMES.indexOf(stream))
        expect(order).toEqual(order.toSorted((a, b) => a - b))
        expect(plan.rereads.map(({ stream }) => stream)).toContain(plan.own)
        for (const { stream, target } of plan.rereads) {
          const isList = target === ''
          expect(isList).toBe(stream === 'platform.admin_keys')
          if (!isList) expect(['x-1', parentId]).toContain(target)
          expect(STREAMS[stream].records.type).toBe('asset')
        }
        const said = [...plan.rereads.map(({ stream }) => stream), ...plan.stored]
        expect(said).toEqual(expect.arrayContaining([...(CATALOGUE[one.ruleId].needs[one.assetKind] ?? [])]))
      },
    ),
  )
})
