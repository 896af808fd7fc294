import { expect, test } from 'vitest'
import type { EventActor, EventDraft } from '../../model/core/records.ts'
import { signalOf } from './signal-of.ts'

const ada = {
  kind: 'person',
  person: { ref: 'user:ada', email: null, name: null },
} as const satisfies EventActor
const event = (eventType: string, action: string | null, actor: EventActor = ada): EventDraft => ({
  type: 'event',
  eventId: 'e',
  occurredAt: '2026-11-22T00:00:00Z',
  eventType,
  action,
  actor,
  attributes: {},
})

test('only what a person did with success is a sign of life', () => {
  expect(signalOf('logs.AUTH_LOG', event('AUTH_LOG', 'login_success'))).toBe('AUTH_LOG')
  expect(signalOf('logs.AUTH_LOG', event('AUTH_LOG', 'password_login_invalid_password'))).toBeNull()
  expect(signalOf('logs.AUTH_LOG', event('AUTH_LOG', null))).toBeNull()
  expect(signalOf('logs.AUDIT_LOG', event('AUDIT_LOG', 'GPT_CREATE'))).toBe('AUDIT_LOG')
  expect(signalOf('platform.audit_logs', event('login.succeeded', null))).toBe('platform_audit')
  expect(signalOf('platform.audit_logs', event('login.failed', null))).toBeNull()
  const key: EventActor = { kind: 'api_key', key: 'key_1', person: ada.person }
  expect(signalOf('platform.audit_logs', event('api_key.used', null, key))).toBeNull()
})
