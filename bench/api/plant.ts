import { randomUUIDv7 } from 'node:crypto'
import type { Sql } from '../../src/db/client.ts'
import type { IntegrationId } from '../../src/model/core/ids.ts'
import { STATE_RULE_IDS } from '../../src/model/core/rule-ids.ts'
import { CATALOGUE } from '../../src/rules/catalogue/catalogue.ts'
import { findingTypeIdOf } from '../../src/rules/catalogue/finding-type.ts'
import { plantEvents, plantTenant } from '../rules/plant.ts'

export interface Planted {
  readonly integrationId: IntegrationId
}

/** Assets that one statement gives findings to. */
const ASSETS_A_STATEMENT = 50_000

/**
 * A tenant with findings of many rules over its assets, as evaluations would have left them: some are resolved, some
 * worked on, one in four thousand is excepted, and people stand in their evidence.
 */
export async function plantApiTenant(
  sql: Sql,
  counts: { readonly findings: number; readonly assets: number; readonly events: number },
  say: (line: string) => void,
): Promise<Planted> {
  say(`planting ${counts.assets} assets and ${counts.events} events …`)
  const { id: integrationId } = await plantTenant(sql, counts.assets)
  await plantEvents(sql, integrationId, counts.events)
  say(`planting ${counts.findings} findings …`)
  await plantFindings(sql, integrationId, counts.findings)
  await sql`
    insert into exceptions (id, integration_id, fingerprint, reason, owner, created_by, expires_at)
    select gen_random_uuid(), integration_id, fingerprint, 'Known.', 'Ada', '{"kind":"system","id":"bench","label":"bench"}'::jsonb,
      now() + interval '90 days'
    from findings where integration_id = ${integrationId} and left(fingerprint, 3) = 'abc'`
  await sql`vacuum (analyze)`
  await sql`checkpoint`
  return { integrationId }
}

async function plantFindings(sql: Sql, integrationId: IntegrationId, count: number): Promise<void> {
  const [{ assets } = { assets: 1 }] = await sql<{ assets: number }[]>`
    select count(*)::int as assets from assets where integration_id = ${integrationId}`
  const rules = STATE_RULE_IDS.map((id) => CATALOGUE[id])
  const runId = randomUUIDv7()
  const each = Math.ceil(count / assets)
  for (let from = 0; from < assets; from += ASSETS_A_STATEMENT) {
    await sql`
      with chosen as (
        select a.*, row_number() over (order by a.id) as no from (
          select * from assets where integration_id = ${integrationId} order by id
          offset ${from}::int limit ${ASSETS_A_STATEMENT}::int) a),
      made as (
        insert into findings (id, integration_id, fingerprint, rule_id, rule_version, finding_type_id, category, severity,
          effective_severity, severity_rank, state, triage, asset_id, asset_kind, asset_external_id, evidence, parameters,
          judged, first_seen_at, resolved_at, due_at)
        select uuidv7(), ${integrationId}, encode(sha256(convert_to(c.id || r.id, 'UTF8')), 'hex'), r.id, 1,
          r.type, r.category, r.severity, r.severity, array_position(array['low', 'medium', 'high', 'critical'], r.severity) - 1,
          case when c.no % 5 = 0 then 'resolved' else 'open' end, case when c.no % 7 = 0 then 'in_review' else 'new' end,
          c.id, c.kind, c.external_id,
          jsonb_build_object('person_id', c.person_ids ->> 'self', 'name', 'Thing ' || c.no, 'last_used_at', null,
            'age_days', c.no % 400, 'external_id', c.external_id),
          '{"maxAgeDays": 90}', jsonb_build_object('asset', c.content_hash),
          now() - (c.no % 90) * interval '1 day', case when c.no % 5 = 0 then now() end, now() + (c.no % 60 - 30) * interval '1 day'
        from chosen c cross join lateral (
          select * from unnest(${rules.map(({ id }) => id)}::text[], ${rules.map((rule) => findingTypeIdOf(rule))}::uuid[],
            ${rules.map(({ category }) => category)}::text[], ${rules.map(({ severity }) => severity)}::text[])
            with ordinality as u(id, type, category, severity, no)
          where (u.no + c.no) % ${rules.length}::int < ${each}::int) r
        returning id)
      insert into finding_sightings (finding_id, seen_at, evaluated_at, run_id)
      select id, now(), now(), ${runId} from made`
  }
}
