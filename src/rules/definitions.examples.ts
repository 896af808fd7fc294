import type { Definition } from '../model/core/definitions.ts'

/** A harmless definition for tests; each says what it is about. */
export const definition = (more: Partial<Definition> = {}): Definition => ({
  instructions: { fingerprint: 'instructions', length: 100 },
  tools: [],
  actions: [],
  files: [],
  audience: { visibility: 'invite-only', recipients: 2, permissions: ['can_read'] },
  ...more,
})
