import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Simulator } from '../../src/simulator/server.ts'
import { startSimulator } from '../../src/simulator/server.ts'
import type { Node } from '../support/openai-specs.ts'
import { isNode, readSpec, SPEC_FILES, skipWithoutSpecs, specsAreHere } from '../support/openai-specs.ts'

// The simulator's `strict` profile against OpenAI's own descriptions, where they are at hand. They are never part of
// this repository, so on most machines these tests are skipped.

const AUDIT_ACTIONS = new URL('compliance-audit-actions.json', `file://${SPEC_FILES.platform}`)
const EPOCH = '2026-11-10T12:00:00Z'

/** OpenAPI 3.0 as JSON Schema: `nullable`, and enumerations that end in "etc..." are open. */
function modern(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(modern)
  if (!isNode(value)) return value
  const plain = Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, modern(inner)]))
  if (Array.isArray(plain.enum) && plain.enum.includes('etc...')) delete plain.enum
  if (plain.nullable !== true) return plain
  const { nullable: _, ...rest } = plain
  return { anyOf: [rest, { type: 'null' }] }
}

function pointer(document: Node, ref: string): unknown {
  let current: unknown = document
  for (const step of ref.replace(/^#\//, '').split('/')) {
    current = isNode(current) ? current[step.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined
  }
  return current
}

/** Where the schema of a described 200 answer stands in its document, or undefined. */
function schemaPlace(document: Node, path: string): string | undefined {
  const base = `#/paths/${path.replaceAll('/', '~1')}/get/responses/200`
  const response = pointer(document, base)
  if (!isNode(response)) return undefined
  const place = typeof response.$ref === 'string' ? response.$ref : base
  const schema = pointer(document, `${place}/content/application~1json/schema`)
  return schema === undefined ? undefined : `${place}/content/application~1json/schema`
}

function ajvOf(document: unknown, name: string): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false })
  addFormats.default(ajv)
  ajv.addFormat('unixtime', { type: 'number', validate: Number.isInteger })
  ajv.addFormat('url', (text) => URL.canParse(text))
  ajv.addSchema(document as Node, name)
  return ajv
}

describe('the strict profile follows the specifications', () => {
  let sim: Simulator
  const described = { platform: {} as Node, compliance: {} as Node }
  let validators: { platform: Ajv2020; compliance: Ajv2020 }

  beforeEach(skipWithoutSpecs)

  beforeAll(async () => {
    if (!specsAreHere) return
    described.platform = readSpec('platform')
    described.compliance = modern(readSpec('compliance')) as Node
    validators = {
      platform: ajvOf(described.platform, 'platform'),
      compliance: ajvOf(described.compliance, 'compliance'),
    }
    sim = await startSimulator({
      seed: 21,
      epoch: EPOCH,
      users: 60,
      gpts: 40,
      projects: 7,
      days: 1,
      rateFactor: 1000,
      profile: 'strict',
      clock: () => new Date(EPOCH),
    })
  })

  afterAll(async () => {
    await sim?.close()
  })

  async function get(plane: 'platform' | 'compliance', url: string): Promise<Node> {
    const token = plane === 'platform' ? sim.keys.admin : sim.keys.compliance
    const response = await fetch(`${sim.platformUrl}${url}`, {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(response.status, url).toBe(200)
    return (await response.json()) as Node
  }

  async function check(plane: 'platform' | 'compliance', path: string, url: string): Promise<Node> {
    const place = schemaPlace(described[plane], path)
    expect(place, `${path} is described`).toBeDefined()
    const validate = validators[plane].compile({ $ref: `${plane}${place}` })
    const body = await get(plane, url)
    validate(body)
    expect(validate.errors ?? [], url).toEqual([])
    return body
  }

  function firstId(body: Node): string {
    const [first] = body.data as Node[]
    return String(first?.id)
  }

  test('platform: lists and single objects', async () => {
    for (const [list, one] of [
      ['/organization/users', '/organization/users/{user_id}'],
      ['/organization/invites', '/organization/invites/{invite_id}'],
      ['/organization/projects', '/organization/projects/{project_id}'],
      ['/organization/admin_api_keys', '/organization/admin_api_keys/{key_id}'],
    ] as const) {
      const page = await check('platform', list, `${list}?limit=100`)
      await check('platform', one, `${list}/${firstId(page)}`)
    }
    await check('platform', '/organization/audit_logs', '/organization/audit_logs?limit=100')
  })

  test('platform: below every project, archived ones too', async () => {
    const { data } = await get('platform', '/organization/projects?include_archived=true&limit=100')
    const base = '/organization/projects/{project_id}'
    for (const { id } of data as Node[]) {
      for (const [list, one] of [
        ['users', 'user_id'],
        ['service_accounts', 'service_account_id'],
        ['api_keys', 'api_key_id'],
      ] as const) {
        const page = await check(
          'platform',
          `${base}/${list}`,
          `/organization/projects/${id}/${list}?limit=100`,
        )
        await check(
          'platform',
          `${base}/${list}/{${one}}`,
          `/organization/projects/${id}/${list}/${firstId(page)}`,
        )
      }
    }
  })

  test('platform: groups, roles and who has them', async () => {
    for (const [list, children] of [
      ['/organization/groups', ['users', 'roles']],
      ['/organization/users', ['roles']],
    ] as const) {
      const page = await get('platform', `${list}?limit=100`)
      const parameter = list.endsWith('groups') ? '{group_id}' : '{user_id}'
      for (const child of children) {
        for (const { id } of page.data as Node[])
          await check('platform', `${list}/${parameter}/${child}`, `${list}/${id}/${child}`)
      }
    }
    await check('platform', '/organization/groups', '/organization/groups?limit=2')
    await check('platform', '/organization/roles', '/organization/roles')
    const { data } = await get('platform', '/organization/projects?include_archived=true&limit=100')
    for (const { id } of data as Node[]) {
      const groups = '/organization/projects/{project_id}/groups'
      const { data: inProject } = await check('platform', groups, `/organization/projects/${id}/groups`)
      await check('platform', '/projects/{project_id}/roles', `/projects/${id}/roles`)
      for (const { group_id } of inProject as Node[]) {
        const roles = '/projects/{project_id}/groups/{group_id}/roles'
        await check('platform', roles, `/projects/${id}/groups/${group_id}/roles`)
      }
      const { data: members } = await get('platform', `/organization/projects/${id}/users?limit=100`)
      for (const member of members as Node[]) {
        const roles = '/projects/{project_id}/users/{user_id}/roles'
        await check('platform', roles, `/projects/${id}/users/${member.id}/roles`)
      }
    }
  })

  test('platform: limits, certificates and settings', async () => {
    for (const one of ['certificates', 'data_retention', 'spend_limit', 'spend_alerts'])
      await check('platform', `/organization/${one}`, `/organization/${one}`)
    const { data } = await get('platform', '/organization/projects?include_archived=true&limit=100')
    for (const [position, { id }] of (data as Node[]).entries()) {
      for (const one of [
        ...['rate_limits', 'certificates', 'spend_alerts', 'data_retention', 'model_permissions'],
        ...['hosted_tool_permissions', ...(position % 3 === 0 ? [] : ['spend_limit'])],
      ]) {
        const path = `/organization/projects/{project_id}/${one}`
        await check('platform', path, `/organization/projects/${id}/${one}`)
      }
    }
  })

  test('platform: refusals have the described shape', async () => {
    const validate = validators.platform.compile({ $ref: 'platform#/components/schemas/ErrorResponse' })
    for (const [url, token] of [
      ['/organization/users', 'sk-admin-nobody'],
      ['/organization/users', sim.keys.project],
      ['/organization/users?limit=0', sim.keys.admin],
      ['/organization/projects/none/users', sim.keys.admin],
      ['/organization/nothing', sim.keys.admin],
    ] as const) {
      const response = await fetch(`${sim.platformUrl}${url}`, {
        headers: { authorization: `Bearer ${token}` },
      })
      expect(response.status).toBeGreaterThanOrEqual(400)
      validate(await response.json())
      expect(validate.errors ?? [], url).toEqual([])
    }
  })

  test('compliance: users, GPTs, projects and what is below them, in both file formats', async () => {
    const described = '/compliance/workspaces/{workspace_id}'
    const workspace = `/compliance/workspaces/${sim.workspaceId}`
    await check('compliance', `${described}/users`, `${workspace}/users`)
    for (const [family, param] of [
      ['gpts', 'gpt_id'],
      ['projects', 'project_id'],
    ] as const) {
      for (const format of ['id', 'url']) {
        const page = await check(
          'compliance',
          `${described}/${family}`,
          `${workspace}/${family}?limit=100&file_format=${format}`,
        )
        for (const { id } of page.data as Node[]) {
          const one = `${workspace}/${family}/${id}`
          await check('compliance', `${described}/${family}/{${param}}`, `${one}?file_format=${format}`)
          await check(
            'compliance',
            `${described}/${family}/{${param}}/configs`,
            `${one}/configs?file_format=${format}`,
          )
          await check('compliance', `${described}/${family}/{${param}}/shared_users`, `${one}/shared_users`)
        }
      }
    }
  })

  test('compliance: what people made, and what works on their behalf', async () => {
    const described = '/compliance/workspaces/{workspace_id}'
    const workspace = `/compliance/workspaces/${sim.workspaceId}`
    for (const list of ['memories', 'codex_environments', 'codex_tasks', 'agents', 'plugins'])
      await check('compliance', `${described}/${list}`, `${workspace}/${list}?limit=3`)
    const { data } = await get('compliance', `${workspace}/users?limit=30`)
    for (const { id } of data as Node[]) {
      for (const list of ['canvases', 'recordings', 'automations', 'library_files']) {
        const path = `${described}/users/{user_id}/${list}`
        await check('compliance', path, `${workspace}/users/${id}/${list}`)
      }
    }
  })

  test('compliance: log lists of workspace and organization', async () => {
    const from = 'after=2026-11-01T00:00:00Z'
    const workspace = `/compliance/workspaces/${sim.workspaceId}/logs`
    for (const type of ['AUTH_LOG', 'AUDIT_LOG', 'CONVERSATION_MESSAGE', 'CODEX_LOG']) {
      await check(
        'compliance',
        '/compliance/workspaces/{workspace_id}/logs',
        `${workspace}?event_type=${type}&${from}`,
      )
    }
    const organization = `/compliance/organizations/${sim.organizationId}/logs`
    await check(
      'compliance',
      '/compliance/organizations/{organization_id}/logs',
      `${organization}?event_type=COSTS&${from}`,
    )
  })

  test('audit actions of our calls and of people are described ones', async () => {
    const catalogue = JSON.parse(readFileSync(AUDIT_ACTIONS, 'utf8')) as {
      action: string
    }[]
    const known = new Set(catalogue.map(({ action }) => action))
    const response = await fetch(sim.platformUrl.replace(/\/v1$/, '/_sim/truth/lines?stream=logs.AUDIT_LOG'))
    const actions = (await response.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line.split('\t')[1] as string).action)
    expect(actions.length).toBeGreaterThan(10)
    for (const action of actions) expect(known).toContain(action)
  })

  test('a deviation is found: the same check fails on the profile that has the published gaps', async () => {
    const loose = await startSimulator({
      seed: 21,
      epoch: EPOCH,
      profile: 'asPublished',
      clock: () => new Date(EPOCH),
    })
    try {
      const place = schemaPlace(described.platform, '/organization/invites')
      const validate = validators.platform.compile({ $ref: `platform${place}` })
      const response = await fetch(`${loose.platformUrl}/organization/invites`, {
        headers: { authorization: `Bearer ${loose.keys.admin}` },
      })
      expect(validate(await response.json())).toBe(false)
    } finally {
      await loose.close()
    }
  })
})
