import type { Stack } from './stack.ts'

export const STRAY_KEY = 'sk-proj-StrayStrayStrayStrayStrayStray0123456789cd'

export type StrayRequest = readonly [method: string, path: string, init: RequestInit]

/** Requests that are refused, with keys where no key belongs. */
export function strayRequests(
  { simulator, token }: Pick<Stack, 'simulator' | 'token'>,
  id: string,
): StrayRequest[] {
  const { keys, organizationId, workspaceId } = simulator
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const send = (method: string, path: string, body: unknown): StrayRequest => [
    method,
    `/api/v1${path}`,
    { headers, body: typeof body === 'string' ? body : JSON.stringify(body) },
  ]
  const whole = {
    display_name: 'Twin',
    organization_id: organizationId,
    workspace_id: workspaceId,
    credentials: { admin_key: keys.admin, compliance_key: { secret: STRAY_KEY } },
  }
  return [
    send('POST', '/integrations', whole),
    send('POST', '/integrations', { ...whole, organization_id: STRAY_KEY }),
    send('POST', '/integrations', { ...whole, [STRAY_KEY]: STRAY_KEY }),
    send('POST', '/integrations', { ...whole, credentials: { [STRAY_KEY]: STRAY_KEY } }),
    send('POST', '/integrations', { ...whole, credentials: [STRAY_KEY] }),
    send('POST', '/integrations', { ...whole, own_domains: [STRAY_KEY] }),
    send('POST', '/integrations', { ...whole, collection_mode: STRAY_KEY }),
    send('POST', '/integrations', `{"credentials": "${STRAY_KEY}`),
    send('POST', '/integrations', `${STRAY_KEY} ${STRAY_KEY}`),
    send('POST', '/destinations', { url: `https://user:${STRAY_KEY}@hooks.example.com/` }),
    send('POST', '/destinations', { url: STRAY_KEY, event_types: [STRAY_KEY] }),
    send('PUT', `/integrations/${id}/credentials/admin_key`, { secret: `${STRAY_KEY}\n${STRAY_KEY}` }),
    send('PUT', `/integrations/${id}/credentials/${STRAY_KEY}`, { secret: STRAY_KEY }),
    send('PUT', `/integrations/${id}/rule-settings/key.admin.unused`, {
      parameters: { [STRAY_KEY]: STRAY_KEY },
    }),
    send('PUT', `/integrations/${id}/assignment-routes`, {
      routes: [{ name: STRAY_KEY, match: { owners: [`${STRAY_KEY}@example.com`] }, assignee: STRAY_KEY }],
    }),
    send('PATCH', `/integrations/${STRAY_KEY}`, { display_name: STRAY_KEY }),
    send('PATCH', `/integrations/${id}`, { collection_mode: 'content', display_name: STRAY_KEY }),
    send('POST', `/${STRAY_KEY}?token=${STRAY_KEY}`, { secret: STRAY_KEY }),
    ['GET', `/${STRAY_KEY}?access_token=${token}`, {}],
    ['GET', `/api/v1/assets?cursor=${STRAY_KEY}`, { headers }],
    ['GET', `/api/v1/assets?${STRAY_KEY}=${STRAY_KEY}`, { headers }],
    ['GET', `/api/v1/runs/${STRAY_KEY}`, { headers }],
    ['GET', '/api/v1/integrations', { headers: { authorization: `Bearer ${STRAY_KEY}` } }],
    ['GET', '/api/v1/integrations', { headers: { authorization: `Basic ${STRAY_KEY}` } }],
    [
      'POST',
      '/api/v1/integrations',
      { headers: { ...headers, 'content-type': 'text/plain' }, body: STRAY_KEY },
    ],
    ['DELETE', `/api/v1/destinations/${STRAY_KEY}`, { headers }],
  ]
}
