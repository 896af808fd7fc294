import type { Command } from 'commander'
import { addAddException } from './exceptions/add.ts'
import { addDisableException } from './exceptions/disable.ts'
import { addListExceptions } from './exceptions/list.ts'
import type { Io } from './io.ts'

export function addExceptions(program: Command, io: Io): void {
  const exceptions = program
    .command('exceptions')
    .summary('what is tolerated, why and until when')
    .description(
      'Decisions to tolerate findings for a time. A finding with a live one is excepted; it stays as it is.',
    )
  for (const add of [addListExceptions, addAddException, addDisableException]) add(exceptions, io)
}
