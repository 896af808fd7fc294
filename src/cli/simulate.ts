import type { Command } from 'commander'
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
    .option('--rate-factor <f>', 'limits so many times faster than documented')
    .option('--profile <name>', '"strict" follows the descriptions, "asPublished" has the known deviations')
    .option('--recordings <file>', "serve OpenAI's published sample bodies instead")
    .option('--calls-file <file>', 'remember the calls of the compliance key over restarts')
    .option('--port <n>', 'port of both APIs (default: any free one)')
    .option('--download-port <n>', 'port that log files are downloaded from (default: any free one)')
    .action(async (flags: SimulateFlags) => {
      const { simulate } = await import('./simulate-role.ts')
      await simulate(io, flags)
    })
}

export interface SimulateFlags {
  readonly seed?: string
  readonly epoch?: string
  readonly users?: string
  readonly gpts?: string
  readonly projects?: string
  readonly days?: string
  readonly messages?: string
  readonly rateFactor?: string
  readonly profile?: string
  readonly recordings?: string
  readonly callsFile?: string
  readonly port?: string
  readonly downloadPort?: string
}
