import { expect, test } from 'vitest'
import { describeNote } from '../model/core/identities.ts'
import type { IdentityFacts } from './identity-notes.ts'
import { identityNotes } from './identity-notes.ts'

const FACTS: IdentityFacts = {
  accounts: [
    { plane: 'chatgpt', role: 'standard-user', enabled: true },
    { plane: 'platform', role: 'reader', enabled: true },
  ],
  owns: { keys: 0, sharedGpts: 0, agents: 0 },
  directory: { loaded: false, fillingSince: null, entry: null },
}
const entry = { status: 'left', leftAt: null, department: null, managerKnown: false } as const
const saidOf = (facts: Partial<IdentityFacts>) => identityNotes({ ...FACTS, ...facts }).map(describeNote)

test('of somebody ordinary there is nothing to say', () => {
  expect(saidOf({ owns: { keys: 3, sharedGpts: 2, agents: 1 } })).toEqual([])
  const active = { loaded: true, fillingSince: null, entry: { ...entry, status: 'active' } as const }
  expect(saidOf({ directory: active })).toEqual([])
})

test('who left the workspace, and what they left behind', () => {
  const accounts = [
    { plane: 'chatgpt', role: 'account-owner', enabled: false },
    { plane: 'platform', role: 'reader', enabled: true },
  ] as const
  const owns = { keys: 3, sharedGpts: 2, agents: 0 }
  expect(saidOf({ accounts, owns })).toEqual(['left the workspace but owns 3 live keys and 2 shared GPTs'])
  expect(identityNotes({ ...FACTS, accounts, owns })).toEqual([
    { code: 'left_workspace_owns', counts: { keys: 3, shared_gpts: 2 } },
  ])
  expect(saidOf({ accounts })).toEqual([])
})

test('who left the API platform leaves keys behind, and nothing of the workspace', () => {
  const accounts = [{ plane: 'platform', role: 'owner', enabled: false }] as const
  expect(saidOf({ accounts, owns: { keys: 1, sharedGpts: 5, agents: 0 } })).toEqual([
    'left the API platform but owns 1 live key',
  ])
})

test('who left the company', () => {
  const directory = { loaded: true, fillingSince: null, entry }
  const accounts = [{ plane: 'platform', role: 'owner', enabled: true }] as const
  expect(saidOf({ directory, accounts, owns: { keys: 1, sharedGpts: 1, agents: 2 } })).toEqual([
    'left the company but still has 1 enabled account',
    'left the company but owns 1 live key, 1 shared GPT and 2 agents',
    'is an owner or admin in 1 enabled account',
  ])
})

test('whom the directory does not know, once it is filled', () => {
  const directory = { loaded: true, fillingSince: null, entry: null }
  expect(saidOf({ directory })).toEqual(['is not in the company’s directory but has 2 enabled accounts'])
  expect(saidOf({ directory: { ...directory, fillingSince: 1 } })).toEqual([])
  expect(saidOf({ directory, accounts: [] })).toEqual([])
})
