import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../model/core/json.ts'
import { controlActionDomainsChanged } from './control-action-domains-changed.ts'
import { controlComplianceAllowlistChanged } from './control-compliance-allowlist-changed.ts'
import { controlComplianceLogAccessed } from './control-compliance-log-accessed.ts'
import { controlDomainAdded } from './control-domain-added.ts'
import { controlExternalInvitesAllowed } from './control-external-invites-allowed.ts'
import { controlFeatureToggled } from './control-feature-toggled.ts'
import { controlIpAllowlistRemoved } from './control-ip-allowlist-removed.ts'
import { controlScimDisabled } from './control-scim-disabled.ts'
import { controlSharingWidened } from './control-sharing-widened.ts'
import { controlSsoChanged } from './control-sso-changed.ts'
import { controlThirdPartyGptsAllowed } from './control-third-party-gpts-allowed.ts'
import type { EventRule } from './event-rule.ts'
import { audited, happened, judgeEvent, platformAudited } from './events.examples.ts'

const SET_IPS = 'WORKSPACE_SET_IP_ALLOWLIST'
const SHARING = 'WORKSPACE_SET_SHARING_PERMISSION'
const EXTERNAL = 'INVITE_SET_ALLOW_EXTERNAL_DOMAINS'
const THIRD = 'CUSTOM_GPT_ALLOW_THIRD_PARTY'

test.each<[string, EventRule, string, JsonObject, string]>([
  ['an empty list', controlIpAllowlistRemoved, SET_IPS, { allowed_ips: [] }, 'fail'],
  [
    'every address',
    controlIpAllowlistRemoved,
    SET_IPS,
    { allowed_ips: ['10.0.0.0/8', ' 0.0.0.0/0'] },
    'fail',
  ],
  ['every IPv6 address', controlIpAllowlistRemoved, SET_IPS, { allowed_ips: ['::/0'] }, 'fail'],
  ['own ranges', controlIpAllowlistRemoved, SET_IPS, { allowed_ips: ['192.0.2.0/24'] }, 'pass'],
  ['a list that was not told', controlIpAllowlistRemoved, SET_IPS, {}, 'not_evaluated'],
  ['sharing in the workspace', controlSharingWidened, SHARING, { value: 'workspace' }, 'pass'],
  ['sharing with anyone', controlSharingWidened, SHARING, { value: 'Anyone-with-link' }, 'fail'],
  ['sharing switched on', controlSharingWidened, SHARING, { value: true }, 'fail'],
  ['sharing switched off', controlSharingWidened, SHARING, { value: 'disabled' }, 'pass'],
  ['a new word', controlSharingWidened, SHARING, { value: 'galaxy' }, 'not_evaluated'],
  ['no word', controlSharingWidened, SHARING, {}, 'not_evaluated'],
  ['outside invites on', controlExternalInvitesAllowed, EXTERNAL, { value: 'true' }, 'fail'],
  ['outside invites off', controlExternalInvitesAllowed, EXTERNAL, { value: false }, 'pass'],
  ['outside invites not told', controlExternalInvitesAllowed, EXTERNAL, {}, 'not_evaluated'],
  ['foreign GPTs on', controlThirdPartyGptsAllowed, THIRD, { value: true }, 'fail'],
  ['foreign GPTs off', controlThirdPartyGptsAllowed, THIRD, { value: false }, 'pass'],
  ['foreign GPTs not told', controlThirdPartyGptsAllowed, THIRD, { value: null }, 'not_evaluated'],
])('%s: %5$s', (_, rule, action, data, result) => {
  expect(judgeEvent(rule, audited(action, data)).result).toBe(result)
})

const CHANGES: readonly [EventRule, string, JsonObject, JsonObject][] = [
  [controlSsoChanged, 'SAML_CREATE_CONNECTION', {}, { deed: 'SAML_CREATE_CONNECTION' }],
  [controlDomainAdded, 'DOMAIN_CREATE', { hostname: 'evil.example' }, { hostname: 'evil.example' }],
  [
    controlActionDomainsChanged,
    'CUSTOM_GPT_SET_ALLOWED_ACTION_DOMAINS',
    { domains: ['api.example.com'] },
    { domains: ['api.example.com'] },
  ],
  [
    controlThirdPartyGptsAllowed,
    'CUSTOM_GPT_APPROVE_THIRD_PARTY_FOR_WORKSPACE',
    { third_party_gizmo_id: 'g-1' },
    { gpt_id: 'g-1' },
  ],
  [
    controlFeatureToggled,
    'WORKSPACE_TOGGLE_FEATURE',
    { feature: 'memory', value: false },
    { feature: 'memory', enabled: false },
  ],
  [
    controlComplianceAllowlistChanged,
    'WORKSPACE_SET_COMPLIANCE_API_IP_ALLOWLIST',
    { allowed_ips: ['192.0.2.1/32'] },
    { ranges: 1 },
  ],
]

describe.each(CHANGES)('%s', (rule, action, data, detail) => {
  test(`${action} is told with what it says`, () => {
    expect(judgeEvent(rule, audited(action, data))).toMatchObject({ result: 'fail', asset: null, detail })
  })

  test.each(['BLOCKED', 'ERROR'])('%s: nothing was changed', (outcome) => {
    expect(judgeEvent(rule, audited(action, data, outcome)).result).toBe('pass')
  })

  test('without an outcome it was done; without data it is told all the same', () => {
    expect(judgeEvent(rule, audited(action, data, null)).result).toBe('fail')
    expect(judgeEvent(rule, audited(action, {})).result).toBe('fail')
  })
})

describe('on the platform', () => {
  test.each([
    [controlScimDisabled, 'scim.disabled'],
    [controlScimDisabled, 'tenant.scim.deletion.requested'],
    [controlIpAllowlistRemoved, 'ip_allowlist.deleted'],
    [controlIpAllowlistRemoved, 'ip_allowlist.config.deactivated'],
    [controlSsoChanged, 'tenant.sso_connection.updated'],
    [controlDomainAdded, 'tenant.domains.migrated'],
  ])('%s %s', (rule, type) => {
    expect(judgeEvent(rule, platformAudited(type))).toMatchObject({ result: 'fail' })
  })

  test('a list of addresses is judged by what it holds', () => {
    const update = (allowed_ips?: string[]) =>
      judgeEvent(
        controlIpAllowlistRemoved,
        platformAudited('ip_allowlist.updated', allowed_ips ? { allowed_ips } : {}),
      )
    expect(update(['192.0.2.0/24']).result).toBe('pass')
    expect(update(['0.0.0.0/0'])).toMatchObject({ detail: { lets_all_in: true } })
    expect(update().result).toBe('not_evaluated')
  })
})

describe('compliance logs', () => {
  const read = (key: string | null) =>
    judgeEvent(
      controlComplianceLogAccessed,
      happened(
        'logs.AUDIT_LOG',
        'DOWNLOAD_WORKSPACE_LOG_FILE',
        { action_result: 'SUCCESS' },
        {
          ...(key === null ? {} : { actor: { kind: 'api_key', key } as const }),
        },
      ),
    )

  test('read by our own key are no finding; by another key, or by a person, they are', () => {
    expect(read('sk-…a1b2').result).toBe('pass')
    expect(read('sk-…zzzz')).toMatchObject({ result: 'fail', detail: { key: 'sk-…zzzz' } })
    expect(read(null)).toMatchObject({ result: 'fail', detail: { key: null } })
  })
})
