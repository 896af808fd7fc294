import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../model/core/json.ts'
import type { EventDraft } from '../model/core/records.ts'
import type { StreamName } from '../model/core/streams.ts'
import { STREAM_NAMES, STREAMS } from '../model/core/streams.ts'
import { rereadsAskedBy } from './rereads.ts'

const event = (more: Partial<EventDraft>): EventDraft => ({
  type: 'event',
  eventId: 'e1',
  occurredAt: '2026-11-22T10:00:00Z',
  eventType: 'AUDIT_LOG',
  action: null,
  actor: { kind: 'unknown' },
  attributes: {},
  ...more,
})

const byWorkspace = (action: string, action_data: JsonObject, action_result = 'SUCCESS') =>
  rereadsAskedBy('logs.AUDIT_LOG', event({ action, attributes: { action_result, action_data } })).map(
    ({ stream, target, removal }) => `${removal ? '-' : '+'}${stream}:${target}`,
  )

const byPlatform = (eventType: string, attributes: JsonObject) =>
  rereadsAskedBy('platform.audit_logs', event({ eventType, attributes })).map(
    ({ stream, target, removal }) => `${removal ? '-' : '+'}${stream}:${target}`,
  )

const GPT = ['+chatgpt.gpts:g-1', '+chatgpt.gpt_configs:g-1', '+chatgpt.gpt_shared_users:g-1']

describe('the audit log of the workspace', () => {
  test.each([
    ['CUSTOM_GPT_CHANGE_VISIBILITY', { id: 'g-1', shared_to: 'gpt-store' }, GPT],
    ['CUSTOM_GPT_CHANGE_OWNER', { id: 'g-1' }, GPT],
    ['ISOLATE_GPT', { gpt_id: 'g-1' }, GPT],
    ['CUSTOM_GPT_DELETE', { id: 'g-1' }, ['-chatgpt.gpts:g-1']],
    ['DELETE_PROJECT', { project_id: 'g-p-1' }, ['-chatgpt.projects:g-p-1']],
    ['USER_DELETE', { deleted_user_id: 'user-1' }, ['+chatgpt.users:']],
    ['CONVERSATION_DELETE', { conversation_id: 'c' }, []],
    ['constructor', { id: 'g-1' }, []],
    ['CUSTOM_GPT_CHANGE_VISIBILITY', {}, []],
    ['CUSTOM_GPT_CHANGE_VISIBILITY', { id: 7 }, []],
  ])('%s with %j', (action, data, asked) => {
    expect(byWorkspace(action, data)).toEqual(asked)
  })

  test.each(['BLOCKED', 'ERROR'])('what was %s has changed nothing', (result) => {
    expect(byWorkspace('CUSTOM_GPT_CHANGE_VISIBILITY', { id: 'g-1' }, result)).toEqual([])
  })
})

describe('the audit log of the platform', () => {
  const project = { id: 'proj_1' }
  test.each([
    ['api_key.created', { project, detail: { id: 'key_1' } }, ['+platform.project_keys:proj_1']],
    ['api_key.created', { detail: { id: 'key_1' } }, ['+platform.admin_keys:']],
    ['tenant.admin_api_key.created', { detail: {} }, ['+platform.admin_keys:']],
    ['invite.sent', { detail: { id: 'invite-1' } }, ['+platform.invites:invite-1']],
    ['invite.deleted', { detail: { id: 'invite-1' } }, ['-platform.invites:invite-1']],
    ['user.updated', { detail: { id: 'user-1' } }, ['+platform.users:user-1']],
    [
      'project.archived',
      { detail: { id: 'proj_1' } },
      ['+platform.projects:proj_1', '+platform.project_settings:proj_1'],
    ],
    ['project.deleted', { detail: { id: 'proj_1' } }, ['-platform.projects:proj_1']],
    ['project.updated', { detail: { id: 'p' } }, ['+platform.projects:p', '+platform.project_settings:p']],
    ['group.deleted', { detail: { id: 'g' } }, ['+platform.groups:', '+platform.group_users:g']],
    ['role.updated', { detail: { id: 'r' } }, ['+platform.roles:']],
    ['role.updated', { project, detail: {} }, ['+platform.roles:', '+platform.project_roles:proj_1']],
    ['certificates.activated', { detail: {} }, ['+platform.certificates:']],
    ['rate_limit.updated', { project, detail: {} }, ['+platform.rate_limits:proj_1']],
    ['organization.updated', { detail: {} }, ['+platform.organization_settings:']],
    [
      'role.assignment.created',
      { detail: { principal_type: 'user', principal_id: 'u', resource_type: 'api.organization' } },
      ['+platform.user_roles:u'],
    ],
    [
      'role.assignment.deleted',
      { detail: { principal_type: 'group', principal_id: 'g', resource_type: 'api.organization' } },
      ['+platform.group_roles:g'],
    ],
    [
      'role.assignment.created',
      {
        detail: {
          ...{ principal_type: 'user', principal_id: 'u' },
          ...{ resource_type: 'api.project', resource_id: 'proj_1' },
        },
      },
      ['+platform.project_user_roles:proj_1/u'],
    ],
    [
      'role.assignment.created',
      {
        detail: {
          ...{ principal_type: 'group', principal_id: 'g' },
          ...{ resource_type: 'api.project', resource_id: 'proj_1' },
        },
      },
      ['+platform.project_groups:proj_1', '+platform.project_group_roles:proj_1/g'],
    ],
    ['role.assignment.created', { detail: {} }, []],
    ['login.succeeded', { detail: {} }, []],
    ['invite.sent', {}, []],
  ])('%s with %j', (type, attributes, asked) => {
    expect(byPlatform(type, attributes)).toEqual(asked)
  })

  test('a new project is read with all that it holds', () => {
    expect(byPlatform('project.created', { detail: { id: 'p' } })).toEqual([
      '+platform.projects:p',
      '+platform.project_users:p',
      '+platform.service_accounts:p',
      '+platform.project_keys:p',
    ])
  })
})

test('other streams name nothing', () => {
  const login = event({ action: 'CUSTOM_GPT_DELETE', attributes: { action_data: { id: 'g-1' } } })
  expect(rereadsAskedBy('logs.AUTH_LOG', login)).toEqual([])
})

/** What no audit event of the platform names, and why the full collection finds it soon enough. */
const FOUND_BY_FULL_COLLECTION: readonly StreamName[] = []

test('every stream of state of the platform is named by some event', () => {
  const detail = {
    id: 'x',
    principal_id: 'u',
    resource_id: 'proj_1',
  }
  const variants = ['user', 'group'].flatMap((principal_type) =>
    ['api.organization', 'api.project'].map((resource_type) => ({
      ...detail,
      principal_type,
      resource_type,
    })),
  )
  const named = new Set(
    ['api_key', 'invite', 'user', 'project', 'service_account', 'group', 'role', 'role.assignment']
      .concat(['certificate', 'rate_limit', 'organization', 'tenant.admin_api_key'])
      .flatMap((noun) => variants.map((variant) => [`${noun}.created`, variant] as const))
      .concat([['project.updated', variants[0] ?? detail] as never])
      .flatMap(([eventType, variant]) =>
        rereadsAskedBy(
          'platform.audit_logs',
          event({ eventType, attributes: { project: { id: 'proj_1' }, detail: variant } }),
        ),
      )
      .concat(
        rereadsAskedBy(
          'platform.audit_logs',
          event({ eventType: 'api_key.created', attributes: { detail } }),
        ),
      )
      .map(({ stream }) => stream),
  )
  const ofState = STREAM_NAMES.filter(
    (stream) => STREAMS[stream].plane === 'platform' && STREAMS[stream].records.type === 'asset',
  )
  expect(ofState.filter((stream) => !named.has(stream))).toEqual(FOUND_BY_FULL_COLLECTION)
})
