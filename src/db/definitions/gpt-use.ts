import type { IntegrationId } from '../../model/core/ids.ts'
import type { Sql } from '../client.ts'
import { quietly } from '../errors.ts'

/**
 * Messages to each of these GPTs of late, at most `most` of each: a popular one has millions, and nobody decides by
 * which. GPTs without any are there with 0.
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
    select u.id as "gptId", (select count(*) from (
      select from messages m where m.integration_id = ${input.integrationId}
        and m.attributes ->> 'gpt_id' = u.id and m.occurred_at > now() - make_interval(days => ${input.days}::int)
      limit ${input.most}) as counted)::int as messages
    from unnest(${input.gptIds as string[]}::text[]) as u(id)`)
  return new Map(rows.map(({ gptId, messages }) => [gptId, messages]))
}
