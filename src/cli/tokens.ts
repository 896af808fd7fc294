import type { Command } from 'commander'
import type { Io } from './io.ts'
import { addCreateToken } from './tokens/create.ts'
import { addListTokens } from './tokens/list.ts'
import { addRevokeToken } from './tokens/revoke.ts'
import { addShowOwnToken } from './tokens/whoami.ts'

export function addTokens(program: Command, io: Io): void {
  const tokens = program
    .command('tokens')
    .summary('who may use the API, and for what')
    .description(
      'A token opens what its scopes name, for the integrations that it sees, until its end. It is shown once, when it is made.',
    )
  for (const add of [addListTokens, addCreateToken, addRevokeToken, addShowOwnToken]) add(tokens, io)
}
