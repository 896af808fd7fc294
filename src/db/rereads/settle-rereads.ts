import type { RereadProgress } from '../../model/core/rereads.ts'
import { WHOLE_LIST } from '../../model/core/rereads.ts'
import type { Batch } from '../batches/batch.ts'
import type { Tx } from '../client.ts'

/** Takes away what was read, with the rows that came of it; what was asked for again meanwhile stays. */
export async function settleRereads(tx: Tx, batch: Batch, progress: RereadProgress): Promise<void> {
  const { settled, asksForList } = progress
  if (settled.length > 0) {
    await tx`
      delete from rereads r
      using unnest(${settled.map(({ target }) => target)}::text[],
        ${settled.map(({ asked }) => String(asked))}::text[]) as u(target, asked)
      where r.integration_id = ${batch.integrationId} and r.stream = ${batch.stream} and r.target = u.target
        and r.asked = u.asked::bigint`
  }
  if (asksForList) {
    await tx`
      insert into rereads as r (integration_id, stream, target)
      values (${batch.integrationId}, ${batch.stream}, ${WHOLE_LIST})
      on conflict (integration_id, stream, target) do update set asked = r.asked + 1`
  }
}
