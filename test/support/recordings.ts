/**
 * A description of the API platform with sample answers, of the kind that OpenAI publishes, made up for tests: one
 * page a list, fields that a strict schema would demand left out, a list that says that there is more, and
 * parents that are named by a template.
 */
const HOUR_S = 3_600
const DAY_S = 24 * HOUR_S

type Body = Readonly<Record<string, unknown>>

const list = (data: readonly Body[], more: Body = {}): Body => ({
  object: 'list',
  data,
  has_more: false,
  ...more,
})

export function recordedPlatform(now: Date): Body {
  const seconds = Math.floor(now.getTime() / 1_000)
  const samples: Record<string, Body> = {
    '/organization/users': list(
      [
        {
          object: 'organization.user',
          id: 'user-a1',
          name: 'Sample Person',
          email: 'person@example.com',
          role: 'owner',
          added_at: seconds - 400 * DAY_S,
        },
      ],
      { first_id: 'user-a1', last_id: 'user-a1' },
    ),
    // Says that more follow, as a sample does that was cut out of a longer list.
    '/organization/invites': list(
      [
        {
          object: 'organization.invite',
          id: 'invite-a1',
          email: 'guest@example.net',
          role: 'owner',
          status: 'pending',
          invited_at: seconds - 30 * DAY_S,
        },
      ],
      { first_id: 'invite-a1', last_id: 'invite-a1', has_more: true },
    ),
    '/organization/projects': list([
      {
        id: 'proj_a1',
        object: 'organization.project',
        name: 'Sample project',
        created_at: seconds - 300 * DAY_S,
        status: 'active',
      },
    ]),
    '/organization/projects/{project_id}/users': list([
      {
        object: 'organization.project.user',
        id: 'user-a1',
        email: 'person@example.com',
        name: 'Sample Person',
        role: 'owner',
      },
    ]),
    '/organization/projects/{project_id}/service_accounts': list([
      {
        object: 'organization.project.service_account',
        id: 'svc_acct_a1',
        name: 'Builder',
        role: 'member',
        created_at: seconds - DAY_S,
      },
    ]),
    // Without `last_used_at`, which the description demands.
    '/organization/projects/{project_id}/api_keys': list([
      {
        object: 'organization.project.api_key',
        id: 'key_a1',
        name: 'Old key',
        redacted_value: 'sk-…abc',
        created_at: seconds - 200 * DAY_S,
        owner: { type: 'user', user: { id: 'user-a1', name: 'Sample Person', email: 'person@example.com' } },
      },
    ]),
    '/organization/admin_api_keys': list([
      {
        object: 'organization.admin_api_key',
        id: 'key_admin_a1',
        name: 'Main',
        redacted_value: 'sk-admin…xyz',
        created_at: seconds - DAY_S,
        last_used_at: seconds - HOUR_S,
        owner: {
          type: 'user',
          object: 'organization.user',
          id: 'user-a1',
          name: 'Sample Person',
          role: 'owner',
        },
      },
    ]),
    '/organization/audit_logs': list([
      {
        id: 'audit_log-a1',
        type: 'project.created',
        effective_at: seconds - 2 * HOUR_S,
        actor: {
          type: 'session',
          session: { user: { id: 'user-a1', email: 'person@example.com' }, ip_address: '127.0.0.1' },
        },
        'project.created': { id: 'proj_a1' },
      },
      // An actor without a key id, and a type that nobody has described.
      {
        id: 'audit_log-a2',
        type: 'something.new',
        effective_at: seconds - HOUR_S,
        actor: {
          type: 'api_key',
          api_key: { type: 'user', user: { id: 'user-a1', email: 'person@example.com' } },
        },
      },
    ]),
  }
  const paths = Object.entries(samples).map(([path, example]) => [
    path,
    { get: { responses: { 200: { content: { 'application/json': { example } } } } } },
  ])
  return { openapi: '3.1.0', info: { title: 'samples', version: '0' }, paths: Object.fromEntries(paths) }
}
