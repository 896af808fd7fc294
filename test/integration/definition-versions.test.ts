import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commitBatch } from '../../src/db/batches/commit-batch.ts'
import type { AssetDraft } from '../../src/model/core/records.ts'
import type { Fence } from '../../src/model/core/slices.ts'
import type { Tenant } from '../support/db-fixtures.ts'
import { Collector, newTenant } from '../support/db-fixtures.ts'
import type { Made } from '../support/gpt-drafts.ts'
import { configurationDraft, gptDraft } from '../support/gpt-drafts.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh?.drop())

type DefiningStream = 'chatgpt.gpts' | 'chatgpt.gpt_configs'

/** Commits batches of both streams as a run does, each in a slice of its own. */
class House {
  readonly tenant: Tenant
  readonly #collectors: Readonly<Record<DefiningStream, Collector>>
  #slice = 0

  constructor(tenant: Tenant) {
    this.tenant = tenant
    this.#collectors = {
      'chatgpt.gpts': new Collector(tenant, 'chatgpt.gpts'),
      'chatgpt.gpt_configs': new Collector(tenant, 'chatgpt.gpt_configs'),
    }
  }

  async write(stream: DefiningStream, records: readonly AssetDraft[]): Promise<void> {
    this.#slice += 1
    const fence: Fence = [1, this.#slice, 1]
    await this.#collectors[stream].claim(fence)
    await commitBatch(this.tenant.database.sql, this.#collectors[stream].batch(fence, records))
  }

  async collect(id: string, made: Made): Promise<void> {
    await this.write('chatgpt.gpts', [gptDraft(id, made)])
    await this.write('chatgpt.gpt_configs', [configurationDraft(id, made)])
  }

  async versions(id: string): Promise<{ no: number; hash: string; configuration: string }[]> {
    return fresh.database.sql<{ no: number; hash: string; configuration: string }[]>`
      select v.no, v.definition_hash as hash, v.configuration_id as configuration
      from asset_versions v join assets a on a.id = v.asset_id
      where a.integration_id = ${this.tenant.integrationId} and a.external_id = ${id} order by v.no`
  }
}

const openHouse = async () => new House(await newTenant(fresh.database))

describe('a version is added', () => {
  test('when the configuration that the GPT calls its latest is there, and not before', async () => {
    const house = await openHouse()
    const made: Made = { configuration: 'c1' }
    await house.write('chatgpt.gpts', [gptDraft('g-1', made)])
    expect(await house.versions('g-1')).toEqual([])
    await house.write('chatgpt.gpt_configs', [configurationDraft('g-1', { configuration: 'c0' })])
    expect(await house.versions('g-1')).toEqual([])
    await house.write('chatgpt.gpt_configs', [configurationDraft('g-1', made)])
    expect(await house.versions('g-1')).toMatchObject([{ no: 1, configuration: 'c1' }])
  })

  test.each<[string, Partial<Made>]>([
    ['instructions', { instructions: 'Be unkind.' }],
    ['a tool', { tools: ['browser'] }],
    ['an action', { hosts: ['api.example.com'] }],
    ['a file', { files: ['file-1'] }],
    ['the visibility', { visibility: 'gpt-store' }],
    ['one more invited person', { recipients: 3 }],
  ])('for %s', async (_, change) => {
    const house = await openHouse()
    await house.collect('g-1', { configuration: 'c1' })
    await house.collect('g-1', { configuration: 'c2', ...change })
    expect(await house.versions('g-1')).toMatchObject([{ no: 1 }, { no: 2, configuration: 'c2' }])
  })

  test('not for another name, nor for another configuration that says the same', async () => {
    const house = await openHouse()
    await house.collect('g-1', { configuration: 'c1', tools: ['browser', 'dall-e'] })
    await house.collect('g-1', { configuration: 'c2', name: 'Renamed', tools: ['dall-e', 'browser'] })
    expect(await house.versions('g-1')).toMatchObject([{ no: 1, configuration: 'c1' }])
  })

  test('again for a definition that comes back', async () => {
    const house = await openHouse()
    const [a, b] = [{ configuration: 'c1' }, { configuration: 'c2', instructions: 'Other.' }]
    for (const made of [a, b, a]) await house.collect('g-1', made)
    const versions = await house.versions('g-1')
    expect(versions.map(({ no }) => no)).toEqual([1, 2, 3])
    expect(versions[2]?.hash).toBe(versions[0]?.hash)
  })

  test('for what was stored before there were versions, unchanged as it is', async () => {
    const house = await openHouse()
    await house.collect('g-1', { configuration: 'c1' })
    await fresh.database.sql`delete from asset_versions where integration_id = ${house.tenant.integrationId}`
    await house.collect('g-1', { configuration: 'c1' })
    expect(await house.versions('g-1')).toMatchObject([{ no: 1, configuration: 'c1' }])
  })

  test('with its assets or not at all', async () => {
    const house = await openHouse()
    await house.collect('g-1', { configuration: 'c1' })
    const stale = new Collector(house.tenant, 'chatgpt.gpts')
    const batch = stale.batch([0, 1, 1], [gptDraft('g-1', { configuration: 'c1', visibility: 'gpt-store' })])
    await expect(commitBatch(fresh.database.sql, batch)).rejects.toThrow()
    expect(await house.versions('g-1')).toHaveLength(1)
  })
})

test('a GPT and its configuration that come at the same moment leave a version of both', async () => {
  const house = await openHouse()
  const made: Made = { configuration: 'c1', visibility: 'gpt-store', instructions: 'Other.' }
  for (let round = 0; round < 15; round += 1) {
    const id = `g-${round}`
    await house.collect(id, { configuration: 'c1' })
    await Promise.all([
      house.write('chatgpt.gpts', [gptDraft(id, made)]),
      house.write('chatgpt.gpt_configs', [configurationDraft(id, made)]),
    ])
    const versions = await house.versions(id)
    expect(versions.map(({ no }) => no)).toEqual([1, 2, 3])
    // The last has both: read again, there is nothing to add.
    await house.collect(id, made)
    expect(await house.versions(id)).toEqual(versions)
  }
})

const someMade: fc.Arbitrary<Made> = fc.record({
  configuration: fc.constantFrom('c1', 'c2', 'c3'),
  instructions: fc.constantFrom('Be kind.', 'Be brief.'),
  tools: fc.subarray(['browser', 'code_interpreter']),
  visibility: fc.constantFrom('invite-only', 'workspace'),
})

/** What a definition is, in words of the test. */
const sameAs = ({ instructions, tools, visibility }: Made): string =>
  JSON.stringify([instructions, tools?.toSorted(), visibility])

test('law: any sequence, with batches that come again, leaves its distinct consecutive definitions', async () => {
  const house = await openHouse()
  let gpts = 0
  const steps = fc.array(fc.record({ made: someMade, repeats: fc.nat({ max: 2 }) }), {
    minLength: 1,
    maxLength: 6,
  })
  await fc.assert(
    fc.asyncProperty(steps, async (sequence) => {
      gpts += 1
      const id = `g-law-${gpts}`
      const expected: string[] = []
      for (const { made, repeats } of sequence) {
        // A batch of both: upstream shows the new configuration before the GPT names it, or at once.
        for (let time = 0; time <= repeats; time += 1) {
          await house.write('chatgpt.gpt_configs', [
            configurationDraft(id, { ...made, configuration: configurationOf(made) }),
          ])
          await house.write('chatgpt.gpts', [gptDraft(id, { ...made, configuration: configurationOf(made) })])
        }
        if (expected.at(-1) !== sameAs(made)) expected.push(sameAs(made))
      }
      const versions = await house.versions(id)
      expect(versions.map(({ no }) => no)).toEqual(expected.map((_, at) => at + 1))
      const wordOf = new Map<string, string>()
      versions.forEach(({ hash }, at) => {
        const word = wordOf.get(hash) ?? expected[at]
        wordOf.set(hash, word as string)
        expect(expected[at]).toBe(word)
      })
      expect(new Set(versions.map(({ hash }) => hash)).size).toBe(new Set(expected).size)
    }),
    { numRuns: 40 },
  )
}, 120_000)

/** Configurations never change upstream: each says one thing. */
const configurationOf = ({ configuration, instructions, tools }: Made): string =>
  `${configuration}-${JSON.stringify([instructions, tools])}`.replaceAll(/[^\w-]/g, '_')
