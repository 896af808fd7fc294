import { expect, test } from 'vitest'
import { asIntegrationId } from '../model/core/ids.ts'
import { fingerprintOf } from './fingerprint.ts'

const parts = {
  integrationId: asIntegrationId('one'),
  ruleId: 'user.inactive',
  assets: [
    { kind: 'platform.user', externalId: 'user-1' },
    { kind: 'platform.project', externalId: 'proj_1' },
  ],
  discriminator: '',
} as const

test('it does not depend on the order of assets, and on everything else', () => {
  const one = fingerprintOf(parts)
  expect(one).toMatch(/^[0-9a-f]{64}$/)
  expect(fingerprintOf({ ...parts, assets: parts.assets.toReversed() })).toBe(one)
  const others = [
    { ...parts, integrationId: asIntegrationId('two') },
    { ...parts, ruleId: 'invite.stale' as const },
    { ...parts, assets: [{ kind: 'chatgpt.user' as const, externalId: 'user-1' }] },
    { ...parts, discriminator: 'x' },
  ].map(fingerprintOf)
  expect(new Set([one, ...others]).size).toBe(5)
})
