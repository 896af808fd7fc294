import { expect, test } from 'vitest'
import type { Definition } from '../model/core/definitions.ts'
import { asApprovalId } from '../model/core/ids.ts'
import { gptBundle } from './bundles.examples.ts'
import { definition } from './definitions.examples.ts'
import { gptChangedAfterApproval } from './gpt-changed-after-approval.ts'

const judge = gptChangedAfterApproval.prepare({})
const CONFIGURATION = { tools: [], files: [] } as never

function approvedAs(from: Definition, to: Definition, hashes = ['hash-1', 'hash-2'] as const) {
  const bundle = gptBundle({ visibility: 'invite-only' }, CONFIGURATION, {
    approval: {
      approvalId: asApprovalId('approval-1'),
      approved: { no: 1, hash: hashes[0], definition: from },
      current: { no: 2, hash: hashes[1], definition: to },
    },
  })
  return { ...bundle, attributes: { ...bundle.attributes, latest_config: { id: 'config-1' } } }
}

test('a GPT that nobody approved has nothing to differ from', () => {
  expect(judge(gptBundle({ visibility: 'gpt-store' }, CONFIGURATION), 0)).toEqual({
    result: 'skipped',
    reason: 'not_approved',
  })
})

test('as approved it passes, whichever version that is', () => {
  expect(judge(approvedAs(definition(), definition(), ['same', 'same'] as never), 0)).toEqual({
    result: 'pass',
  })
})

test('another definition fails, with both hashes and what kind of change it is', () => {
  const to = definition({ instructions: { fingerprint: 'other', length: 4 }, files: ['file-1', 'file-2'] })
  expect(judge(approvedAs(definition(), to), 0)).toMatchObject({
    result: 'fail',
    escalation: null,
    evidence: {
      approval_id: 'approval-1',
      approved_version: 1,
      approved_hash: 'hash-1',
      current_version: 2,
      current_hash: 'hash-2',
      changes: [
        { kind: 'instructions_changed', count: 1 },
        { kind: 'files_added', count: 2 },
      ],
    },
  })
})

const action = {
  host: 'evil.example',
  auth: 'none',
  schema: 's',
  reading: { servers: null, operations: null },
}

test.each([
  [definition({ tools: ['browser'] }), 'since it was approved it has other tools'],
  [definition({ actions: [action] }), 'since it was approved it may call other hosts'],
  [
    definition({
      tools: ['browser'],
      audience: { visibility: 'workspace', recipients: null, permissions: ['can_read'] },
    }),
    'since it was approved it reaches more people, or lets them do more, and it has other tools',
  ],
])('what has grown is more urgent, and says why', (to, reason) => {
  expect(judge(approvedAs(definition(), to), 0)).toMatchObject({ escalation: { severity: 'high', reason } })
})

test('what has shrunk is not', () => {
  const from = definition({ tools: ['browser'], actions: [action] })
  expect(judge(approvedAs(from, definition()), 0)).toMatchObject({ result: 'fail', escalation: null })
})

test('what it is now is not said where that was not read, or is not named', () => {
  const approved = approvedAs(definition(), definition(), ['same', 'same'] as never)
  for (const bundle of [
    { ...approved, isLatestUnread: true },
    { ...approved, attributes: { ...approved.attributes, latest_config: null } },
  ])
    expect(judge(bundle, 0)).toMatchObject({ result: 'not_evaluated', reason: 'stream_incomplete' })
})
