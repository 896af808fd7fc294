import type { IntegrationId } from '../../model/core/ids.ts'
import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'

/**
 * What people wrote to each of these GPTs of late, as it is counted by day; at most `most` of each: a popular one has
 * millions, and nobody decides by which. GPTs that nobody wrote to are there with 0.
 */
export async function countMessagesToGpts(
  sql: Sql,
  input: {
    readonly integrationId: IntegrationId
    readonly gptIds: readonly string[]
    readonly days: number
    readonly most: number
  },
): Promise<ReadonlyMap<string, number>> {
  const rows = await quietly(sql<{ gptId: string; messages: number }[]>`
    select u.id as "gptId", least(coalesce(sum(d.count), 0), ${input.most}::int)::int as messages
    from unnest(${input.gptIds as string[]}::text[]) as u(id)
    left join activity_daily d on d.integration_id = ${input.integrationId} and d.subject_kind = 'gpt'
      and d.subject = u.id and d.signal = 'conversations'
      and d.day > (now() at time zone 'UTC')::date - ${input.days}::int
    group by u.id`)
  return new Map(rows.map(({ gptId, messages }) => [gptId, messages]))
}
