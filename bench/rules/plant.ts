import { randomUUIDv7 } from 'node:crypto'
import type { Sql } from '../../src/db/client.ts'
import { CAPABILITIES } from '../../src/model/core/capabilities.ts'
import type { IntegrationId } from '../../src/model/core/ids.ts'
import { asIntegrationId } from '../../src/model/core/ids.ts'
import { STREAM_NAMES, STREAMS } from '../../src/model/core/streams.ts'

/** Shares of a tenant's assets, in tenths. A GPT has a configuration and a project its settings beside it. */
const TENTHS = { members: 4, users: 2, keys: 2, gpts: 1, projects: 1 }
/** One in so many has something wrong with it. */
const FAULTY = 100

/** A tenant whose assets were collected lately, written by Postgres itself. Returns how many assets rules look at. */
export async function plantTenant(sql: Sql, assets: number): Promise<{ id: IntegrationId; judged: number }> {
  const id = asIntegrationId(randomUUIDv7())
  await sql`
    insert into integrations (id, display_name, workspace_id, organization_id, collection_mode, own_domains, phase,
      reads_platform, created_by)
    values (${id}, ${`bench ${id}`}, ${randomUUIDv7()}, ${`org-${id}`}, 'metadata', '{example.com}', 'idle', true,
      '{"kind":"system","id":"bench","label":"bench"}'::jsonb)`
  for (const capability of CAPABILITIES) {
    await sql`
      insert into capabilities (integration_id, capability, state, result_code, detail, checked_at)
      values (${id}, ${capability}, 'granted', 'ok', '', now())`
  }
  for (const stream of STREAM_NAMES) {
    await sql`
      insert into checkpoints (integration_id, lane, stream, fence, run_no, started_at, complete_run_no, completed_at)
      values (${id}, ${STREAMS[stream].lane}, ${stream}, '{1,1,1}', 1, now(), 1, now())`
  }
  const of = (tenths: number) => Math.ceil((assets * tenths) / 10)
  const [members, users, keys, gpts, projects] = [
    of(TENTHS.members),
    of(TENTHS.users),
    of(TENTHS.keys),
    of(TENTHS.gpts),
    of(TENTHS.projects),
  ]
  await sql`
    insert into people (id, integration_id, ref, email)
    select gen_random_uuid(), ${id}, 'user:u-' || n, 'u' || n || '@example.com'
    from generate_series(1, ${members}::int) n`
  await sql`
    insert into person_activity (integration_id, person_id, signal, last_at)
    select ${id}, id, 'AUTH_LOG', now() from people where integration_id = ${id}`
  await sql`analyze people`
  const put = (kind: string, count: number, external: string, parent: string | null, attributes: string) =>
    sql.unsafe(
      `insert into assets (id, integration_id, kind, external_id, parent_id, attributes, person_ids, content_hash)
       select gen_random_uuid(), $1, $2, ${external}, ${parent ?? 'null'}, ${attributes},
         jsonb_build_object('self', p.id, 'owner', p.id), md5(n::text)
       from generate_series(1, ${count}) n
       join people p on p.integration_id = $1 and p.ref = 'user:u-' || (1 + n % ${members})`,
      [id, kind],
    )
  const now = 'extract(epoch from now())::bigint'
  const isFaulty = `n % ${FAULTY} = 0`
  await put(
    'chatgpt.user',
    members,
    `'u-' || (1 + n % ${members})`,
    null,
    `jsonb_build_object('role', 'standard-user', 'status', 'active', 'created_at', ${now} - 9000000)`,
  )
  await put(
    'platform.user',
    users,
    `'u-' || n`,
    null,
    `jsonb_build_object('role', 'reader', 'added_at', ${now} - 9000000, 'enabled', true,
      'api_key_last_used_at', ${now} - 3600)`,
  )
  await put(
    'platform.project_key',
    keys,
    `'proj-' || (1 + n % ${projects}) || '/key-' || n`,
    `'proj-' || (1 + n % ${projects})`,
    `jsonb_build_object('created_at', ${now} - case when ${isFaulty} then 20000000 else 600000 end,
      'last_used_at', ${now} - 3600, 'expires_at', ${now} + 600000, 'owner_type', 'user',
      'owner_id', 'u-' || (1 + n % ${users}), 'owner_project_access', 'active', 'redacted_value', 'sk-proj-...zzzz')`,
  )
  await put(
    'chatgpt.gpt',
    gpts,
    `'g-' || n`,
    null,
    `jsonb_build_object('created_at', ${now} - 600000, 'latest_config', jsonb_build_object('id', 'c1'),
      'sharing', jsonb_build_object('visibility', case when ${isFaulty} then 'gpt-store' else 'invite-only' end))`,
  )
  await put(
    'chatgpt.gpt_config',
    gpts,
    `'g-' || n || '/c1'`,
    `'g-' || n`,
    `jsonb_build_object('name', 'GPT ' || n, 'created_at', ${now} - 600000, 'files', '[]'::jsonb,
      'tools', jsonb_build_array(jsonb_build_object('type', 'dall-e')))`,
  )
  await put(
    'platform.project',
    projects,
    `'proj-' || n`,
    null,
    `jsonb_build_object('name', 'Project ' || n, 'status', 'active', 'created_at', ${now} - 600000)`,
  )
  await put(
    'platform.project_settings',
    projects,
    `'proj-' || n || '/settings'`,
    `'proj-' || n`,
    `jsonb_build_object('model_permissions', jsonb_build_object('mode', 'allow_list', 'model_ids', '["m"]'::jsonb),
      'hosted_tools', jsonb_build_object('mcp', jsonb_build_object('enabled', ${isFaulty})))`,
  )
  await sql`analyze assets`
  return { id, judged: members + users + keys + gpts + projects }
}

/** Events of the workspace's audit log, a thousand a commit; one in a hundred is an occurrence. */
export async function plantEvents(sql: Sql, id: IntegrationId, events: number): Promise<void> {
  await sql`
    insert into events (integration_id, stream, event_id, occurred_at, seq, event_type, action, actor_kind,
      actor_person_id, attributes)
    select ${id}, 'logs.AUDIT_LOG', 'e-' || n, now() - n * interval '1 second', 1 + n / 1000, 'AUDIT_LOG',
      case when n % ${FAULTY}::int = 0 then 'USER_ROLE_UPDATED' else 'WORKSPACE_SET_SHARING_PERMISSION' end, 'person',
      p.id, jsonb_build_object('action_result', 'SUCCESS', 'action_data', jsonb_build_object('value', 'workspace',
        'new_role', 'account-admin', 'user_id', 'u-' || n % 50))
    from generate_series(1, ${events}::int) n
    join (select id, row_number() over () as no from people where integration_id = ${id} limit 50) p
      on p.no = 1 + n % 50`
  await sql`update checkpoints set seq = ${Math.ceil(events / 1_000) + 1}
    where integration_id = ${id} and stream = 'logs.AUDIT_LOG'`
  await sql`analyze events`
}
