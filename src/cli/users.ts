import type { Command } from 'commander'
import type { Io } from './io.ts'
import { addDisableUser } from './users/disable.ts'
import { addEnableUser } from './users/enable.ts'
import { addListUsers } from './users/list.ts'
import { addShowUser } from './users/show.ts'

export function addUsers(program: Command, io: Io): void {
  const users = program
    .command('users')
    .summary('people who have signed in, and who is shut out')
    .description(
      'People sign in with the company’s identity provider, whose groups say what they may do here. They appear when they\n' +
        'first come. Name one by their e-mail address or their id.',
    )
  for (const add of [addListUsers, addShowUser, addDisableUser, addEnableUser]) add(users, io)
}
