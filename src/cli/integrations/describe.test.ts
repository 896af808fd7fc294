import { expect, test } from 'vitest'
import type { IntegrationDetail } from '../run-view.ts'
import { describeIntegration } from './describe.ts'

test('what a connection test has seen is told in words, whatever its shape', () => {
  const detail = {
    ...{ display_name: 'Acme', phase_label: 'Idle', phase_note: null, collection_mode: 'metadata', id: 'i' },
    ...{ organization_id: null, workspace_id: 'w', project_id: null, mode_change: null },
    ...{ other_log_types: ['NEW_LOG'], credentials: [], capabilities: [], collection_gaps: [] },
    proof: { gpts: 12, gptsAreMore: false, owner_domains: [], own: { adminKeys: ['a', 'b'] } },
  } as unknown as IntegrationDetail
  const text = describeIntegration(detail, (_, words) => words).join('\n')
  expect(text).toContain('seen: gpts 12, gpts are more no, owner domains none, own (admin keys a and b)')
  expect(text).toContain('also reads logs of NEW_LOG')
})
