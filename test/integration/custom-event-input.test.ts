import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { AUDIT, DEED, EVENTS, eventRuleBench, RULE } from '../support/custom-event-rules.ts'

const { api, at, create, change, tryOut, tenant } = eventRuleBench()

test('the examples of the how-to are rules', async () => {
  const { id } = await tenant()
  const text = await readFile(new URL('../../docs/how-to/custom-rules.md', import.meta.url), 'utf8')
  const examples = [...text.matchAll(/```yaml\n([^`]*)```/g)].map(([, yaml]) => parse(yaml ?? '') as object)
  expect(examples.filter((one) => 'events' in one).length).toBeGreaterThan(1)
  for (const [no, example] of examples.entries()) {
    const made = await api().call('POST', at(id), { body: { id: `custom.example_${no}`, ...example } })
    expect(made.status, made.text).toBe(201)
  }
})

describe('bad input', () => {
  test.each([
    ['wrong', 'event.data.action_data.featur == "x"', 'line 1, column 24: No such key: featur'],
    ['about assets', 'true &&\nasset.name == "x"', 'line 2, column 1'],
    ['hung on the time of judging', 'now - event.time > 3', 'line 1, column 1'],
    ['no rule', 'size(event.action)', 'true or false for an event'],
    ['slow', 'event.action.matches("(a{1000}){1000}")', 'at most 50'],
    ['a bomb', `[[1]]${'.map(x, x + x + x + x)'.repeat(20)}.exists(x, true)`, '`map` is not offered'],
    ['huge', `event.action in [${Array.from({ length: 300 }, () => '1').join(',')}]`, 'at most 100 entries'],
    ['of another stream', 'event.data.payload.cost_usd > 1', 'No such key: payload'],
  ])('an expression that is %s', async (_, expression, words) => {
    const { id } = await tenant()
    for (const answer of [await tryOut(id, { expression }), await create(id, { expression })]) {
      expect(answer.status).toBe(400)
      expect(answer.json.errors?.[0]).toMatchObject({
        pointer: '/expression',
        detail: expect.stringContaining(words),
      })
    }
  })

  test.each([
    [{ events: { 'logs.COSTS': ['COSTS'] } }, 'tells of no deeds'],
    [{ events: { 'platform.users': ['user.added'] } }, 'tells of no deeds'],
    [{ events: { [AUDIT]: ['WORKSPACE_TOGGLE_FEATUR'] } }, `must be something that ${AUDIT} tells of`],
    [{ events: { [AUDIT]: [] } }, 'at least 1'],
    [{ events: {} }, 'names no stream'],
    [{ kind: 'platform.user' }, 'not both'],
    [{ events: undefined }, 'is needed'],
    [{ at_least: 0 }, 'at least 1'],
    [
      { events: undefined, kind: 'platform.user', expression: 'true', at_least: 2 },
      'is for rules over events',
    ],
  ])('%j is refused', async (more, words) => {
    const { id } = await tenant()
    const answer = await create(id, more)
    expect(answer.status).toBe(400)
    expect(JSON.stringify(answer.json.errors)).toContain(words)
  })

  test('a rule goes on judging what it was made for', async () => {
    const { id } = await tenant()
    await create(id)
    const asset = { kind: 'platform.user', events: undefined, expression: 'true' }
    expect((await tryOut(id, { id: RULE, ...asset })).status).toBe(400)
    await create(id, { id: 'custom.users', ...asset })
    const refused = await api().call('PATCH', at(id, '/custom.users'), { body: { events: EVENTS } })
    expect([refused.status, refused.json.errors?.[0]?.pointer]).toEqual([400, '/events'])
    const often = await api().call('PATCH', at(id, '/custom.users'), { body: { at_least: 2 } })
    expect([often.status, often.json.errors?.map(({ pointer }) => pointer)]).toEqual([400, ['/at_least']])
  })

  test('the same said in another order is no version', async () => {
    const { id } = await tenant()
    const both = { [AUDIT]: [DEED, 'DOMAIN_CREATE'], 'platform.audit_logs': ['user.added'] }
    await create(id, { events: both, expression: 'true' })
    const again = { 'platform.audit_logs': ['user.added'], [AUDIT]: ['DOMAIN_CREATE', DEED, DEED] }
    expect((await change(id, { events: again, at_least: 1 })).json).toMatchObject({
      version: 1,
      evaluation: null,
    })
  })
})
