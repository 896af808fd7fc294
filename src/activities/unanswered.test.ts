import { expect, test } from 'vitest'
import { stillGranted } from './unanswered.ts'

test('a hiccup takes away nothing that was granted, a refusal does, and nothing is granted by silence', () => {
  const kept = stillGranted(
    [
      { capability: 'chatgpt.gpts_read', resultCode: 'unreachable' },
      { capability: 'chatgpt.directory_read', resultCode: 'rate_limited' },
      { capability: 'platform.audit_logs_read', resultCode: 'missing_scope' },
      { capability: 'platform.project_read', resultCode: 'unreachable' },
    ],
    [
      { capability: 'chatgpt.gpts_read', state: 'granted' },
      { capability: 'chatgpt.directory_read', state: 'granted' },
      { capability: 'platform.audit_logs_read', state: 'granted' },
      { capability: 'platform.project_read', state: 'denied' },
    ],
  )
  expect([...kept]).toEqual(['chatgpt.gpts_read', 'chatgpt.directory_read'])
})
