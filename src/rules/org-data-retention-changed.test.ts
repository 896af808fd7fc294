import { expect, test } from 'vitest'
import { happened, judgeEvent, platformAudited } from './events.examples.ts'
import { orgDataRetentionChanged } from './org-data-retention-changed.ts'

const CHANGED = 'data_retention.changed'

test('the retention of the organization is told of the organization', () => {
  const detail = { from: 'zero_data_retention', to: 'modified_abuse_monitoring' }
  const event = happened('platform.organization_settings', CHANGED, { detail })
  expect(judgeEvent(orgDataRetentionChanged, event)).toEqual({
    result: 'fail',
    asset: null,
    detail: { setting: 'data_retention', ...detail },
    escalation: null,
  })
})

test('that of a project is told of the project', () => {
  const detail = { from: 'none', to: 'organization_default', project_id: 'proj_1' }
  const event = happened('platform.project_settings', CHANGED, { detail })
  expect(judgeEvent(orgDataRetentionChanged, event)).toMatchObject({
    result: 'fail',
    asset: { kind: 'platform.project', externalId: 'proj_1' },
  })
})

test('a change whose words are missing is not judged', () => {
  const event = happened('platform.project_settings', CHANGED, { detail: { to: 'none' } })
  expect(judgeEvent(orgDataRetentionChanged, event).result).toBe('not_evaluated')
})

test('the audit log tells of the logging of calls; of anything else of the organization it says nothing here', () => {
  const updated = (changes_requested: Readonly<Record<string, string>>) =>
    judgeEvent(
      orgDataRetentionChanged,
      platformAudited('organization.updated', { id: 'org-1', changes_requested }),
    )
  expect(updated({ api_call_logging: 'disabled' })).toMatchObject({
    result: 'fail',
    detail: { setting: 'api_call_logging', to: 'disabled' },
  })
  expect(updated({ title: 'Example' }).result).toBe('pass')
})
