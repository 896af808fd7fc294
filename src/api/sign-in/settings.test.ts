import { describe, expect, test } from 'vitest'
import { readSettings, readSome, SettingsError, SIGN_IN_SETTINGS } from '../../config.ts'
import { roleOf, signInSettings } from './settings.ts'

const REST = { DATABASE_URL: 'postgres://localhost/casbah', CASBAH_MASTER_KEY: 'a'.repeat(64) }
const WHOLE = {
  CASBAH_PUBLIC_URL: 'https://casbah.acme.example',
  CASBAH_OIDC_ISSUER: 'https://id.acme.example/realms/acme',
  CASBAH_OIDC_CLIENT_ID: 'casbah',
  CASBAH_OIDC_CLIENT_SECRET: 'secret-of-the-client',
  CASBAH_OIDC_ADMIN_VALUES: 'admins',
}

function problemsOf(env: Readonly<Record<string, string | undefined>>): readonly string[] {
  try {
    readSettings({ ...REST, ...env })
    return []
  } catch (error) {
    if (error instanceof SettingsError) return error.problems
    throw error
  }
}

const rolesOf = (env: Readonly<Record<string, string>>) => {
  const settings = signInSettings(readSome({ ...WHOLE, ...env }, SIGN_IN_SETTINGS))
  if (settings === null) throw new Error('the settings are whole')
  return settings.roles
}

describe('settings for signing in', () => {
  test('are all there, or none', () => {
    expect(problemsOf({})).toEqual([])
    expect(problemsOf(WHOLE)).toEqual([])
    expect(problemsOf({ CASBAH_PUBLIC_URL: WHOLE.CASBAH_PUBLIC_URL })).toEqual([])
    for (const name of [
      'CASBAH_PUBLIC_URL',
      'CASBAH_OIDC_ISSUER',
      'CASBAH_OIDC_CLIENT_ID',
      'CASBAH_OIDC_CLIENT_SECRET',
    ])
      expect(problemsOf({ ...WHOLE, [name]: undefined })).toEqual([
        `${name}: is not set, and signing in takes it`,
      ])
  })

  test('say so where nobody could sign in', () => {
    for (const values of [undefined, '', ' '])
      expect(problemsOf({ ...WHOLE, CASBAH_OIDC_ADMIN_VALUES: values })).toEqual([
        expect.stringContaining('nobody could sign in'),
      ])
    expect(
      problemsOf({ ...WHOLE, CASBAH_OIDC_ADMIN_VALUES: '', CASBAH_OIDC_DEFAULT_ROLE: 'viewer' }),
    ).toEqual([])
  })

  test.each([
    ['CASBAH_PUBLIC_URL', 'http://casbah.acme.example', 'must be https'],
    ['CASBAH_PUBLIC_URL', 'http://localhost.evil.example', 'must be https'],
    ['CASBAH_PUBLIC_URL', 'https://casbah.acme.example/path', 'without a path'],
    ['CASBAH_PUBLIC_URL', 'https://user@casbah.acme.example', 'without a path'],
    ['CASBAH_PUBLIC_URL', 'ftp://casbah.acme.example', 'is not an address of that kind'],
    ['CASBAH_OIDC_ISSUER', 'http://id.acme.example', 'must be https'],
    ['CASBAH_OIDC_SCOPES', 'profile email', 'must hold the word openid'],
    ['CASBAH_OIDC_DEFAULT_ROLE', 'admin', ''],
  ])('refuse %s=%s', (name, value, words) => {
    expect(problemsOf({ ...WHOLE, [name]: value })).toEqual([expect.stringContaining(`${name}: `)])
    expect(problemsOf({ ...WHOLE, [name]: value })[0]).toContain(words)
  })

  test.each(['http://localhost:8787', 'http://127.0.0.1:8787', 'http://[::1]:8787'])(
    'take plain HTTP on this machine: %s',
    (url) => {
      expect(problemsOf({ ...WHOLE, CASBAH_PUBLIC_URL: url, CASBAH_OIDC_ISSUER: url })).toEqual([])
    },
  )

  test('never quote a value', () => {
    const text = problemsOf({ CASBAH_OIDC_CLIENT_SECRET: WHOLE.CASBAH_OIDC_CLIENT_SECRET }).join()
    expect(text).not.toBe('')
    expect(text).not.toContain(WHOLE.CASBAH_OIDC_CLIENT_SECRET)
  })
})

describe('a role', () => {
  const roles = rolesOf({
    CASBAH_OIDC_ADMIN_VALUES: 'admins , root',
    CASBAH_OIDC_OPERATOR_VALUES: 'operators',
    CASBAH_OIDC_VIEWER_VALUES: 'everybody,,',
  })

  test.each([
    [['admins'], 'admin'],
    [['root', 'everybody'], 'admin'],
    [['everybody', 'operators'], 'operator'],
    [['everybody'], 'viewer'],
    [['Admins'], null],
    [[''], null],
    [[], null],
  ] as const)('is the widest of what %j stands for', (values, role) => {
    expect(roleOf(roles, values)).toBe(role)
  })

  test('may be of groups whose names hold commas', () => {
    const named = rolesOf({ CASBAH_OIDC_ADMIN_VALUES: 'CN=Admins,OU=Casbah,DC=acme; CN=Root,DC=acme' })
    expect(roleOf(named, ['CN=Root,DC=acme'])).toBe('admin')
    expect(roleOf(named, ['CN=Admins,OU=Casbah,DC=acme'])).toBe('admin')
    expect(roleOf(named, ['OU=Casbah'])).toBeNull()
  })

  test('of everybody else is the default', () => {
    const open = rolesOf({ CASBAH_OIDC_DEFAULT_ROLE: 'viewer' })
    expect(roleOf(open, [])).toBe('viewer')
    expect(roleOf(open, ['admins'])).toBe('admin')
  })
})
