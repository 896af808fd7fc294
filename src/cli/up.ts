import type { Command } from 'commander'
import type { Io } from './io.ts'
import { SCENARIO } from './simulate.ts'
import type { UpFlags } from './up/options.ts'

export function addUp(program: Command, io: Io): void {
  program
    .command('up')
    .summary('run everything on this machine against a simulated tenant')
    .description(
      'Starts PostgreSQL, Temporal, the API, a worker and a simulated OpenAI tenant, adds it as an integration, tests\n' +
        'the connection, collects, judges, and stays until Ctrl-C. All data is kept in one folder; a second start goes\n' +
        'on with it. DATABASE_URL and TEMPORAL_ADDRESS take the place of the embedded services.',
    )
    .option('--once', 'stop after the first collection and evaluation')
    .option('--json', 'with --once: one JSON object on stdout')
    .option('--recordings <file>', "collect OpenAI's published sample bodies from this OpenAPI file")
    .option('--users <n>', 'size of the simulated tenant')
    .option('--gpts <n>', 'GPTs')
    .option('--projects <n>', 'platform projects, and as many ChatGPT projects')
    .option('--days <n>', 'days of log history')
    .option('--messages <n>', 'conversation messages a day')
    .option('--seed <n>', 'which tenant')
    .option('--scenario <names...>', `${SCENARIO} ("casbah simulate --help" lists them)`)
    .option('--rate-factor <f>', 'limits so many times faster than documented')
    .option('--documented-limits', 'limits as OpenAI documents them')
    .option('--data <dir>', 'folder of all data (default: .casbah, or CASBAH_DATA)')
    .option('--port <n>', 'port of the API (default: 8787 if free)')
    .option('--temporal-port <n>', "port of Temporal's server (default: 7233 if free)")
    .option('--temporal-ui-port <n>', "port of Temporal's UI (default: 8233 if free)")
    .action(async (flags: UpFlags) => {
      const { runUp } = await import('./up/run-up.ts')
      await runUp(io, flags)
    })
}
