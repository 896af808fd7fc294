import { expect, test } from 'vitest'
import { asPersonId } from '../model/core/ids.ts'
import type { JsonObject } from '../model/core/json.ts'
import { daysAgo, inviteBundle, NOW } from './bundles.examples.ts'
import { inviteHighPrivilege } from './invite-high-privilege.ts'

const judge = inviteHighPrivilege.prepare({})
const OWNER: JsonObject = {
  role: 'owner',
  status: 'pending',
  created_at: daysAgo(2),
  expires_at: daysAgo(-5),
}
const READER = { ...OWNER, role: 'reader' }

test.each<[string, JsonObject, string]>([
  ['organization owner', OWNER, 'fail'],
  ['project owner', { ...READER, projects: [{ id: 'proj_1', role: 'owner' }] }, 'fail'],
  ['workspace admin', { ...OWNER, role: 'account-admin' }, 'fail'],
  ['reader and project member', { ...READER, projects: [{ id: 'proj_1', role: 'member' }] }, 'pass'],
  ['reader, projects not told', READER, 'pass'],
  ['expires this second', { ...OWNER, expires_at: NOW }, 'fail'],
  ['expired a second ago', { ...OWNER, expires_at: NOW - 1 }, 'pass'],
  ['expired by upstream’s word', { ...OWNER, status: 'expired' }, 'pass'],
  ['never expires', { ...OWNER, expires_at: null }, 'fail'],
  ['accepted', { ...OWNER, status: 'accepted' }, 'skipped'],
  ['accepted by its time', { ...OWNER, accepted_at: daysAgo(1) }, 'skipped'],
  ['revoked', { ...OWNER, status: 'revoked' }, 'skipped'],
  ['status not told', { role: 'owner' }, 'not_evaluated'],
  ['role not told', { status: 'pending' }, 'not_evaluated'],
  ['role that nobody has described', { ...OWNER, role: 'super-owner' }, 'not_evaluated'],
  ['unknown role in a project', { ...READER, projects: [{ id: 'proj_1', role: 'chief' }] }, 'not_evaluated'],
  ['role in a project not told', { ...READER, projects: [{ id: 'proj_1' }] }, 'not_evaluated'],
  ['owner, unknown in a project', { ...OWNER, projects: [{ id: 'proj_1', role: 'chief' }] }, 'fail'],
  [
    'unknown role, owner of a project',
    { ...OWNER, role: 'super-owner', projects: [{ id: 'proj_1', role: 'owner' }] },
    'fail',
  ],
])('%s: %s', (_, attributes, result) => {
  expect(judge(inviteBundle(attributes), NOW).result).toBe(result)
})

test.each([
  ['stranger.example.net', ['example.com'], 'critical'],
  ['eu.example.com', ['example.com'], 'critical'],
  ['example.com', ['Example.com'], undefined],
  ['stranger.example.net', [], undefined],
  [null, ['example.com'], undefined],
])('%s against %j is raised to %s', (emailDomain, ownDomains, severity) => {
  const verdict = judge(inviteBundle(OWNER, { emailDomain, ownDomains }), NOW)
  expect(verdict.result === 'fail' && verdict.escalation?.severity).toBe(severity)
})

test('evidence names roles, times and who sent it; the older field for the time is read', () => {
  const { created_at: sent, ...older } = OWNER
  const invite = { ...older, invited_at: sent ?? null, projects: [{ id: 'proj_1', role: 'owner' }] }
  expect(judge(inviteBundle(invite, { inviter: asPersonId('person-7') }), NOW)).toMatchObject({
    evidence: {
      invite_id: 'invite-1',
      role: 'owner',
      project_roles: [{ project_id: 'proj_1', role: 'owner' }],
      sent_at: '2026-11-20T00:00:00.000Z',
      expires_at: '2026-11-27T00:00:00.000Z',
      inviter_person_id: 'person-7',
    },
    moving: { pending_days: 2 },
  })
})
