import { expect, test } from 'vitest'
import { NOT_EVALUATED_REASONS } from '../model/core/findings.ts'
import { capabilitiesOf, remediesOf } from './coverage.ts'

test('a rule stands on the capabilities of its streams, each once', () => {
  expect(capabilitiesOf('nhi.orphaned').toSorted()).toEqual([
    'chatgpt.agents_read',
    'chatgpt.directory_read',
    'chatgpt.gpts_read',
    'platform.organization_read',
    'platform.project_read',
  ])
  expect(capabilitiesOf('dlp.gpt_file')).toEqual([])
})

test('every reason has something to do, or to wait for', () => {
  for (const reason of NOT_EVALUATED_REASONS) {
    const lacking = ['chatgpt.gpts_read'] as const
    expect(remediesOf('gpt.public_link', reason, lacking).length, reason).toBeGreaterThan(0)
  }
})

test('what is refused is named with its scope, in OpenAI’s own spelling', () => {
  expect(remediesOf('gpt.public_link', 'capability_denied', ['chatgpt.gpts_read'])).toEqual([
    {
      kind: 'grant',
      capability: 'chatgpt.gpts_read',
      scope: 'chatgpt.enterprise.compliance_export (read)',
      label: 'read GPTs',
    },
  ])
  expect(remediesOf('share.conversation_public', 'collection_mode', [])).toEqual([
    { kind: 'mode', mode: 'metadata' },
  ])
})
