import { describe, expect, it } from 'vitest'
import { CreateIntegration } from './schemas/integration-input.ts'
import { fieldErrors } from './validation.ts'

const KEY = 'sk-admin-0123456789abcdef0123'
const valid = {
  display_name: 'Acme',
  organization_id: 'org-AbC123',
  credentials: { admin_key: KEY },
}

const errorsOf = (input: unknown) => {
  const parsed = CreateIntegration.safeParse(input)
  return parsed.success ? [] : fieldErrors('json', parsed.error)
}
const pointers = (input: unknown) => errorsOf(input).map(({ pointer }) => pointer)

describe('a new integration', () => {
  it('needs one plane whole', () => {
    expect(errorsOf(valid)).toEqual([])
    expect(pointers({ ...valid, organization_id: undefined })).toEqual(['/organization_id'])
    expect(pointers({ ...valid, credentials: {} })).toEqual(['/credentials'])
    expect(pointers({ ...valid, credentials: { compliance_key: KEY } })).toEqual(['/workspace_id'])
  })

  it('takes a project only with its key', () => {
    expect(pointers({ ...valid, project_id: 'proj_abc' })).toEqual(['/project_id'])
    const withKey = { ...valid, credentials: { admin_key: KEY, project_key: KEY } }
    expect(pointers(withKey)).toEqual(['/project_id'])
    expect(pointers({ ...withKey, project_id: 'proj_abc' })).toEqual([])
  })

  it('takes ids only in their form, and nothing it does not know', () => {
    expect(pointers({ ...valid, organization_id: 'acme' })).toEqual(['/organization_id'])
    expect(pointers({ ...valid, workspace_id: 'not-a-uuid' })).toEqual(['/workspace_id'])
    expect(errorsOf({ ...valid, colour: 'red' })).toEqual([
      { pointer: '/', detail: 'not known here: colour' },
    ])
  })

  it('trims secrets as they were pasted, with or without a name', () => {
    const parsed = CreateIntegration.parse({
      ...valid,
      credentials: { admin_key: `\n ${KEY} `, project_key: undefined },
    })
    expect(parsed.credentials.admin_key).toEqual({ secret: KEY })
    expect(pointers({ ...valid, credentials: { admin_key: `${KEY} ${KEY}` } })).toEqual([
      '/credentials/admin_key/secret',
    ])
  })

  it('never repeats what was sent, wherever it was sent', () => {
    const wrong = [
      { ...valid, [KEY]: 1 },
      { ...valid, organization_id: KEY, workspace_id: KEY, project_id: KEY, collection_mode: KEY },
      { ...valid, credentials: { [KEY]: KEY, admin_key: { [KEY]: KEY, secret: [KEY] } } },
      { ...valid, display_name: `${KEY}\u0000` },
      { ...valid, own_domains: [KEY] },
      KEY,
    ]
    for (const input of wrong) {
      expect(errorsOf(input).length).toBeGreaterThan(0)
      expect(JSON.stringify(errorsOf(input))).not.toContain(KEY)
    }
  })
})
