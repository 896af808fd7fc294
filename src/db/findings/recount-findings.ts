import type { FindingId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import type { Tx } from '../client.ts'

/** Brings the numbers of findings up to what they count. */
export async function recountFindings(
  tx: Tx,
  rows: readonly { readonly id: FindingId; readonly evidence: JsonObject }[],
): Promise<void> {
  if (rows.length === 0) return
  await tx`
    update findings f set evidence = f.evidence || u.evidence
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as u(id uuid, evidence jsonb)
    where f.id = u.id`
}
