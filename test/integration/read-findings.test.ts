import { describe, expect, test } from 'vitest'
import type { ListedFinding } from '../../src/db/findings/list-findings.ts'
import { countFindings, getFinding, listFindings } from '../../src/db/findings/list-findings.ts'
import { ALL_INTEGRATIONS } from '../../src/model/core/scope.ts'
import { EvaluationBench, plantTrouble } from '../support/evaluation.ts'
import { plantIntegration } from '../support/plant.ts'

const bench = new EvaluationBench()

describe('reading findings', () => {
  test('pages by keyset hold each finding once, most urgent first, though rules are asked between them', async () => {
    const integrationId = await plantIntegration(bench.database.sql)
    await plantTrouble(bench.database, integrationId)
    await bench.evaluate(integrationId)
    const filter = { integrationIds: [integrationId] }
    const all = await bench.findingsOf(integrationId)
    const paged: ListedFinding[] = []
    for (;;) {
      const last = paged.at(-1)
      const { rows: page } = await listFindings(bench.database.drizzle, ALL_INTEGRATIONS, filter, {
        limit: 2,
        ...(last && { after: last }),
      })
      paged.push(...page)
      await bench.evaluate(integrationId)
      if (page.length < 2) break
    }
    expect(paged.map(({ id }) => id)).toEqual(all.map(({ id }) => id))
    expect(paged.map(({ severityRank }) => severityRank)).toEqual(
      paged.map(({ severityRank }) => severityRank).sort((a, b) => b - a),
    )
  })

  test('filters, search, counts, and nothing outside of the scope', async () => {
    const integrationId = await plantIntegration(bench.database.sql)
    await plantTrouble(bench.database, integrationId)
    await bench.evaluate(integrationId)
    const db = bench.database.drizzle
    const integrationIds = [integrationId]
    const find = async (filter: Parameters<typeof listFindings>[2]) =>
      (await listFindings(db, ALL_INTEGRATIONS, { integrationIds, ...filter }, { limit: 100 })).rows.map(
        ({ ruleId }) => ruleId,
      )
    expect(await find({ q: '18fd5b21-8489' })).toEqual(['invite.stale'])
    expect(await find({ q: 'expert', categories: ['GPT exposure'] })).toEqual([
      'gpt.public_store',
      'gpt.audience_too_wide',
    ])
    expect(await find({ q: '100%' })).toEqual([])
    const lowOfPeople = { severities: ['low'], categories: ['Users and invites'] } as const
    expect(await find(lowOfPeople)).toEqual(['invite.stale'])
    expect(await find({ findingTypeIds: ['20ab9ddb-fd48-46a8-9fdf-9bb9b9061f21'] })).toEqual([
      'user.inactive',
    ])
    expect(await find({ states: ['resolved'] })).toEqual([])
    const counts = await countFindings(db, ALL_INTEGRATIONS, { integrationIds, ...lowOfPeople })
    expect(counts).toMatchObject([{ ruleId: 'invite.stale', state: 'open', severity: 'low', count: 1 }])
    const [any] = await bench.findingsOf(integrationId)
    const blind = { integrationIds: [] }
    expect(await listFindings(db, blind, {}, { limit: 10 })).toMatchObject({ rows: [] })
    expect(any && (await getFinding(db, blind, any.id))).toBeNull()
    expect(any && (await getFinding(db, { integrationIds }, any.id))).toMatchObject({ id: any?.id })
  })
})
