import { join } from 'node:path'
import { Command, InvalidArgumentError, Option } from 'commander'
import { PROJECT_ROOT } from '../../src/cli/place.ts'
import { readCount } from '../counts.ts'
import { FAULTS } from './faults/all.ts'
import type { ChaosOptions } from './run.ts'
import { runChaos } from './run.ts'

interface Flags {
  readonly seeds?: number
  readonly only?: readonly string[]
  readonly shard: ChaosOptions['shard']
  readonly json: boolean
  readonly state: string
}

export function chaosCommand(): Command {
  return new Command('chaos')
    .description(
      'Breaks processes, sockets and upstream while a tenant is collected, and compares with its truth',
    )
    .option(
      '--seeds <number>',
      'seeds of each fault; default 20 of processes and sockets, 5 of upstream',
      readCount,
    )
    .addOption(new Option('--only <fault...>', 'only these faults').choices(FAULTS.map(({ name }) => name)))
    .option('--shard <part/of>', 'this part of the work, such as 1/4', readShard, { part: 1, of: 1 })
    .option('--json', 'one JSON document on standard output, progress on standard error', false)
    .option(
      '--state <file>',
      'takes each outcome as it comes; a run that was ended goes on from it',
      join(PROJECT_ROOT, '.casbah', 'chaos.jsonl'),
    )
    .action(({ seeds, only, ...rest }: Flags) =>
      runChaos({
        ...rest,
        ...(seeds === undefined ? {} : { seeds }),
        ...(only === undefined ? {} : { only }),
      }),
    )
}

function readShard(text: string): ChaosOptions['shard'] {
  const [, part = '0', of = '0'] = /^(\d+)\/(\d+)$/.exec(text) ?? []
  const shard = { part: Number(part), of: Number(of) }
  if (shard.part < 1 || shard.part > shard.of) throw new InvalidArgumentError('Give a part such as 1/4.')
  return shard
}
