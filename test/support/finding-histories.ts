import { createHash, randomBytes, randomUUIDv7 } from 'node:crypto'
import type { Sql } from '../../src/db/client.ts'
import { firstIdOf } from '../../src/db/first-id.ts'
import type { IntegrationId, PersonId } from '../../src/model/core/ids.ts'
import type { RuleId } from '../../src/model/core/rule-ids.ts'
import type { Severity } from '../../src/model/core/severity.ts'
import { severityRank } from '../../src/model/core/severity.ts'
import { CATALOGUE } from '../../src/rules/catalogue/catalogue.ts'

/** Findings with a past, as evaluations would have written it at those times. */

export interface Happened {
  readonly kind: 'opened' | 'resolved' | 'reopened' | 'severity_changed' | 'updated'
  /** Milliseconds. */
  readonly at: number
  /** From then on; of one that is resolved or updated, as it was. */
  readonly severity: Severity
}

export interface PastFinding {
  readonly ruleId: RuleId
  readonly thing: string
  readonly ownerId: PersonId | null
  /** The earliest first, and the first of them opens it. */
  readonly history: readonly Happened[]
}

/** A UUIDv7 as one made then would be. */
export const idAt = (ms: number): string =>
  `${firstIdOf(ms).slice(0, 14)}7${random(3)}-8${random(3)}-${random(12)}`

const random = (digits: number): string => randomBytes(digits).toString('hex').slice(0, digits)

export const fingerprintOf = (integrationId: IntegrationId, { ruleId, thing }: PastFinding): string =>
  createHash('sha256').update(`${integrationId} ${ruleId} ${thing}`).digest('hex')

const isoOf = (ms: number): string => new Date(ms).toISOString()

export async function plantPastFinding(
  sql: Sql,
  integrationId: IntegrationId,
  finding: PastFinding,
): Promise<string> {
  const { ruleId, thing, ownerId, history } = finding
  const [first] = history
  const last = history.at(-1)
  if (first === undefined || last === undefined) throw new Error('a finding begins with being opened')
  const id = randomUUIDv7()
  const state = history.findLast(({ kind }) => ['opened', 'resolved', 'reopened'].includes(kind))?.kind
  const evidence = { name: thing, ...(ownerId !== null && { owner_person_id: ownerId }) }
  await sql`
    insert into findings (id, integration_id, fingerprint, rule_id, rule_version, finding_type_id, category, severity,
      effective_severity, severity_rank, state, asset_id, asset_kind, asset_external_id, evidence, parameters, judged,
      first_seen_at, due_at)
    values (${id}, ${integrationId}, ${fingerprintOf(integrationId, finding)}, ${ruleId}, 1, ${randomUUIDv7()},
      ${CATALOGUE[ruleId].category}, ${last.severity}, ${last.severity}, ${severityRank(last.severity)},
      ${state === 'opened' ? 'open' : (state ?? 'open')}, ${randomUUIDv7()}, 'chatgpt.gpt', ${thing},
      ${JSON.stringify(evidence)}::text::jsonb, '{}', '{}', ${isoOf(first.at)}, ${isoOf(first.at)})`
  let before = first.severity
  for (const { kind, at, severity } of history) {
    const detail = kind === 'severity_changed' ? { from: before, to: severity } : { severity }
    before = severity
    // Its evaluation began an hour before.
    await sql`insert into finding_events (id, integration_id, finding_id, kind, run_id, at, detail)
      values (${idAt(at)}, ${integrationId}, ${id}, ${kind}, ${randomUUIDv7()}, ${isoOf(at - 3_600_000)},
        ${JSON.stringify(detail)}::text::jsonb)`
  }
  return id
}
