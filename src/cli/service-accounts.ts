import type { Command } from 'commander'
import type { Io } from './io.ts'
import { addCreateServiceAccount } from './service-accounts/create.ts'
import { addListServiceAccounts } from './service-accounts/list.ts'
import { addShowServiceAccount } from './service-accounts/show.ts'
import { addDisableServiceAccount, addEnableServiceAccount } from './service-accounts/standing.ts'

export function addServiceAccounts(program: Command, io: Io): void {
  const accounts = program
    .command('service-accounts')
    .summary('programs that use the API, each with tokens of its own')
    .description(
      'A service account owns tokens, which may do no more than it and end with it. Make a token for one with: casbah tokens create NAME --for ACCOUNT',
    )
  const commands = [
    ...[addListServiceAccounts, addCreateServiceAccount, addShowServiceAccount],
    ...[addDisableServiceAccount, addEnableServiceAccount],
  ]
  for (const add of commands) add(accounts, io)
}
