import { ApplicationFailure, ApplicationFailureCategory, CancelledFailure } from '@temporalio/common'
import { describe, expect, test } from 'vitest'
import { asCredentialId } from '../model/core/ids.ts'
import { BudgetWait } from './budget.ts'
import type { Asked } from './classify.ts'
import { classifyRefusal, classifyThrown, missingScopes, parseRetryAfter } from './classify.ts'
import {
  CapabilityDenied,
  CredentialRejected,
  RateLimited,
  Transient,
  toApplicationFailure,
} from './failures.ts'

const asked: Asked = {
  credentialId: asCredentialId('c-1'),
  capability: 'platform.audit_logs_read',
  route: 'GET /organization/audit_logs',
  about: 'organization',
  acceptedBefore: false,
}
const SECRET = 'sk-admin-…abcd'

const classify = (
  status: number,
  body: unknown,
  over: Partial<Asked> = {},
  retryAfter: string | null = null,
) =>
  classifyRefusal(
    {
      status,
      headers: { get: (name) => (name === 'retry-after' ? retryAfter : null) },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    },
    { ...asked, ...over },
  )

const error = (message: string, code: string | null = null) => ({
  error: { message: `${message} ${SECRET}`, type: 'invalid_request_error', param: null, code },
})

const SCOPES = error(
  'You have insufficient permissions for this operation. Missing scopes: api.management.read. Check that you have the correct role in your organization.',
)
const INCORRECT = error('Incorrect API key provided: sk-x. You can find your API key at …', 'invalid_api_key')

describe('what a refusal becomes', () => {
  test.each([
    [401, INCORRECT, {}, 'CredentialRejected', 'invalid_key'],
    [401, INCORRECT, { acceptedBefore: true }, 'CredentialRejected', 'key_revoked_or_expired'],
    [401, error('This key has been revoked.'), {}, 'CredentialRejected', 'key_revoked_or_expired'],
    [403, error('The API key you provided has expired.'), {}, 'CredentialRejected', 'key_revoked_or_expired'],
    [403, error('You used a deactivated key.'), {}, 'CredentialRejected', 'key_revoked_or_expired'],
    [403, error('This feature is disabled for this workspace.'), {}, 'CapabilityDenied', 'missing_scope'],
    [401, error('This feature is disabled for this workspace.'), {}, 'CapabilityDenied', 'missing_scope'],
    [401, error('Your account was disabled.'), {}, 'CredentialRejected', 'invalid_key'],
    [
      403,
      error('GPTs are disabled. Ask for another key.'),
      { about: 'workspace' },
      'CapabilityDenied',
      'missing_scope',
    ],
    [401, error('cannot be used with the Compliance API.'), {}, 'CredentialRejected', 'wrong_key_class'],
    [401, SCOPES, {}, 'CapabilityDenied', 'missing_scope'],
    [403, SCOPES, {}, 'CapabilityDenied', 'missing_scope'],
    [400, SCOPES, {}, 'CapabilityDenied', 'missing_scope'],
    [403, error('Forbidden'), {}, 'CapabilityDenied', 'missing_scope'],
    [403, { error: 'unauthorized' }, {}, 'CapabilityDenied', 'missing_scope'],
    [
      401,
      error('IP not authorized: your request IP does not match.'),
      {},
      'CredentialRejected',
      'ip_not_allowed',
    ],
    [403, error('Address is not on the IP allowlist'), {}, 'CredentialRejected', 'ip_not_allowed'],
    [403, error('x', 'unsupported_country_region_territory'), {}, 'CredentialRejected', 'ip_not_allowed'],
    [
      401,
      error('header should match organization', 'mismatched_organization'),
      {},
      'CredentialRejected',
      'wrong_organization',
    ],
    [
      403,
      error('not authorized for this workspace'),
      { about: 'workspace' },
      'CapabilityDenied',
      'wrong_organization',
    ],
    [404, error('Workspace not found.'), { about: 'workspace' }, 'CapabilityDenied', 'unknown_workspace'],
    [400, error('Audit logging is not enabled'), {}, 'CapabilityDenied', 'audit_logging_disabled'],
    [403, error('Audit logging must be enabled'), {}, 'CapabilityDenied', 'audit_logging_disabled'],
  ] as const)('%i %j %j → %s %s', (status, body, over, name, code) => {
    expect(classify(status, body, over)).toMatchObject({ name, code })
  })

  test.each([
    [404, { about: 'child' }, 'NotThere'],
    [410, { about: 'file' }, 'NotThere'],
    [404, { about: 'organization' }, 'UpstreamContractChanged'],
    [410, { about: 'workspace' }, 'UpstreamContractChanged'],
    [422, {}, 'UpstreamContractChanged'],
    [500, {}, 'Transient'],
    [503, {}, 'Transient'],
    [408, {}, 'Transient'],
    [429, {}, 'RateLimited'],
  ] as const)('%i %j → %s', (status, over, name) => {
    expect(classify(status, error('whatever'), over).name).toBe(name)
  })

  test('an archived project’s lists are unreadable, not gone', () => {
    const archived = error('Project is archived')
    expect(classify(400, archived, { about: 'child' })).toMatchObject({ name: 'NotThere', what: 'archived' })
  })

  test('a refused cursor is told apart, so that the list can be read from its beginning', () => {
    const refused = error("Invalid 'after': no object with id 'x'.")
    expect(classify(400, refused)).toMatchObject({ name: 'UpstreamContractChanged', path: 'query.after' })
  })

  test('no text of an answer gets into a message', () => {
    for (const status of [400, 401, 403, 404, 410, 422, 429, 500]) {
      for (const body of [error('Incorrect'), `plain ${SECRET}`, { detail: [{ msg: SECRET }] }, SCOPES]) {
        const failure = classify(status, body)
        expect(failure.message).not.toContain(SECRET)
        expect(JSON.stringify(toApplicationFailure(failure))).not.toContain(SECRET)
      }
    }
  })
})

describe('scopes', () => {
  test.each([
    ['Missing scopes: api.audit_logs.read.', ['api.audit_logs.read']],
    ['x. Missing scopes: a.b.read, c.d:e. Check that', ['a.b.read', 'c.d:e']],
    ['Missing scopes: a.b,c.d', ['a.b', 'c.d']],
    ['nothing of the kind', null],
  ])('%s', (text, scopes) => {
    expect(missingScopes(text)).toEqual(scopes)
  })
})

describe('Retry-After', () => {
  const now = Date.parse('2026-11-22T00:00:00Z')
  test.each([
    [null, null],
    ['', null],
    ['soon', null],
    ['2', 2_000],
    ['0.5', 500],
    ['0', 0],
    ['Sun, 22 Nov 2026 00:00:30 GMT', 30_000],
    ['Sat, 21 Nov 2026 00:00:00 GMT', 0],
    ['99999999', 3_600_000],
  ])('%s → %s', (header, wait) => {
    expect(parseRetryAfter(header, now)).toBe(wait)
  })
})

describe('what was thrown', () => {
  const calm = new AbortController().signal
  const withCode = (code: string) =>
    new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) })

  test.each([
    [withCode('ECONNRESET'), 'connection'],
    [withCode('UND_ERR_SOCKET'), 'connection'],
    [withCode('ENOTFOUND'), 'connection'],
    [withCode('UND_ERR_CONNECT_TIMEOUT'), 'timeout'],
    [new TypeError('terminated'), 'connection'],
    [new DOMException('too late', 'TimeoutError'), 'timeout'],
  ])('%s', (thrown, reason) => {
    expect(classifyThrown(thrown, calm)).toMatchObject({ name: 'Transient', reason })
  })

  test('our own failures come out of the SDK’s wrapping as they went in', () => {
    const wait = new BudgetWait(5)
    expect(classifyThrown(new Error('Connection error.', { cause: wait }), calm)).toBe(wait)
  })

  test('cancellation stays cancellation', () => {
    const controller = new AbortController()
    const reason = new CancelledFailure('worker is shutting down')
    controller.abort(reason)
    expect(classifyThrown(new DOMException('aborted', 'AbortError'), controller.signal)).toBe(reason)
    expect(toApplicationFailure(reason)).toBe(reason)
  })

  test('what a timer or a fetch throws of a cancelled activity is its cancellation, and nothing else is', () => {
    const aborted = new DOMException('aborted', 'AbortError')
    const controller = new AbortController()
    expect(toApplicationFailure(aborted, controller.signal)).toBeInstanceOf(ApplicationFailure)
    const reason = new CancelledFailure('the run was cancelled')
    controller.abort(reason)
    expect(toApplicationFailure(aborted, controller.signal)).toBe(reason)
    expect(toApplicationFailure(new Error('x'), controller.signal)).toBeInstanceOf(ApplicationFailure)
  })
})

describe('Temporal failures', () => {
  test('a rejected credential is final and names only ids and codes', () => {
    const failure = toApplicationFailure(new CredentialRejected('invalid_key', asked.credentialId))
    expect(failure).toMatchObject({
      type: 'CredentialRejected',
      nonRetryable: true,
      details: [{ code: 'invalid_key', credentialId: 'c-1' }],
    })
  })

  test('a denial is final, an outage is not', () => {
    expect(toApplicationFailure(new CapabilityDenied('missing_scope', 'chatgpt.gpts_read'))).toMatchObject({
      nonRetryable: true,
    })
    const outage = toApplicationFailure(new Transient('server_error'))
    expect(outage instanceof ApplicationFailure && outage.nonRetryable).toBe(false)
  })

  test('a rate limit is benign and says when to come back', () => {
    expect(toApplicationFailure(new RateLimited(1_500))).toMatchObject({
      type: 'RateLimited',
      nextRetryDelay: 1_500,
      category: ApplicationFailureCategory.BENIGN,
    })
  })

  test('an unforeseen error keeps its name and code and loses its words', () => {
    const failure = toApplicationFailure(
      Object.assign(new Error('Key (email)=(ann@example.com) already exists'), { code: '23505' }),
    )
    expect(failure.message).toContain('23505')
    expect(JSON.stringify(failure) + failure.message + failure.stack).not.toContain('ann@example.com')
  })
})
