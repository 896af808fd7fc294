import type { Command } from 'commander'
import { CONDITIONS } from '../simulator/tenant/conditions.ts'
import type { Io } from './io.ts'

export function addSimulate(program: Command, io: Io): void {
  program
    .command('simulate')
    .summary('serve a simulated OpenAI tenant')
    .description(
      'Serves a simulated OpenAI tenant over HTTP, both planes, for demos and tests. The same seed and epoch give\n' +
        'the same tenant. GET /_sim/info tells its ids and keys, GET /_sim/truth what a perfect collector would hold.',
    )
    .option('--seed <n>', 'which tenant')
    .option('--epoch <instant>', "when the tenant's past ends and its live time begins (default: now)")
    .option('--users <n>', 'platform and workspace users')
    .option('--gpts <n>', 'GPTs')
    .option('--projects <n>', 'platform projects, and as many ChatGPT projects')
    .option('--days <n>', 'days of log history before the epoch')
    .option('--messages <n>', 'conversation messages a day')
    .option('--scenario <names...>', SCENARIO)
    .option('--rate-factor <f>', 'limits so many times faster than documented')
    .option('--profile <name>', '"strict" follows the descriptions, "asPublished" has the known deviations')
    .option('--recordings <file>', "serve OpenAI's published sample bodies instead")
    .option('--calls-file <file>', 'remember the calls of the compliance key over restarts')
    .option('--port <n>', 'port of both APIs (default: any free one)')
    .option('--download-port <n>', 'port that log files are downloaded from (default: any free one)')
    .addHelpText('after', describeConditions)
    .action(async (flags: SimulateFlags) => {
      const { simulate } = await import('./simulate-role.ts')
      await simulate(io, flags)
    })
}

/** In words, for every command that makes a tenant. */
export const SCENARIO = 'what is wrong in it: "demo" (default), "clean", or conditions, with commas or spaces'

const describeConditions = (): string =>
  [
    '',
    'Conditions, each planted in a tenant that is clean but for them:',
    ...Object.entries(CONDITIONS).map(line),
  ].join('\n')

const line = ([name, what]: readonly [string, string]): string => `  ${name.padEnd(NAME_WIDTH)}  ${what}`

const NAME_WIDTH = Math.max(...Object.keys(CONDITIONS).map((name) => name.length))

export interface SimulateFlags {
  readonly seed?: string
  readonly epoch?: string
  readonly users?: string
  readonly gpts?: string
  readonly projects?: string
  readonly days?: string
  readonly messages?: string
  readonly scenario?: readonly string[]
  readonly rateFactor?: string
  readonly profile?: string
  readonly recordings?: string
  readonly callsFile?: string
  readonly port?: string
  readonly downloadPort?: string
}
