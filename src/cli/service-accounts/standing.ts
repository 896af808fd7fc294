import type { Command } from 'commander'
import { clientFromEnv } from '../api-client.ts'
import type { Io } from '../io.ts'
import { harmless } from '../render/table.ts'
import { findServiceAccount, pathOf } from './find.ts'

export function addDisableServiceAccount(accounts: Command, io: Io): void {
  accounts
    .command('disable <account>')
    .summary('shut one out: its tokens end at once, for good')
    .action(async (named: string) => {
      const name = await setDisabled(io, named, true)
      io.err(`${harmless(name)} is disabled, and its tokens have ended.`)
    })
}

export function addEnableServiceAccount(accounts: Command, io: Io): void {
  accounts
    .command('enable <account>')
    .summary('let one in again; it needs a new token')
    .action(async (named: string) => {
      const name = await setDisabled(io, named, false)
      io.err(
        `${harmless(name)} is enabled. Make it a token: casbah tokens create NAME --for ${harmless(name)}`,
      )
    })
}

async function setDisabled(io: Io, named: string, disabled: boolean): Promise<string> {
  const api = clientFromEnv(io.env)
  const account = await findServiceAccount(api, named)
  await api.patch(pathOf(account), { disabled })
  return account.name
}
