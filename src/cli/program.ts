import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Command, CommanderError } from 'commander'
import { addActivity } from './activity.ts'
import { addApi } from './api.ts'
import { addApply, addPlan } from './apply.ts'
import { addAudit } from './audit.ts'
import { addBundle } from './bundle.ts'
import { addCompletion } from './completion.ts'
import { addCoverage } from './coverage.ts'
import { addDeliveries } from './deliveries.ts'
import { addDestinations } from './destinations.ts'
import { addDirectory } from './directory.ts'
import { addDoctor } from './doctor.ts'
import { addEvidence } from './evidence.ts'
import { addExceptions } from './exceptions.ts'
import { EXIT } from './exit-codes.ts'
import { addExport } from './export.ts'
import { addFindings } from './findings.ts'
import { addGpts } from './gpts.ts'
import { addIdentities } from './identities.ts'
import { addImport } from './import.ts'
import { addIntegrations } from './integrations.ts'
import type { Io } from './io.ts'
import { addMigrate } from './migrate.ts'
import { PROJECT_ROOT } from './place.ts'
import { addProbe } from './probe.ts'
import { addQuarantine } from './quarantine.ts'
import { addRoutes } from './routes.ts'
import { addRules } from './rules.ts'
import { addRuns } from './runs.ts'
import { addServiceAccounts } from './service-accounts.ts'
import { addSimulate } from './simulate.ts'
import { addTokens } from './tokens.ts'
import { addUp } from './up.ts'
import { addUsers } from './users.ts'
import { addWorker } from './worker.ts'

/** The whole command line. What a command needs is loaded when it runs, so that `casbah findings` stays quick. */
export function createProgram(io: Io): Command {
  const program = new Command('casbah')
    .description('Casbah: a self-hosted cloud access security broker for OpenAI.')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .configureOutput({
      writeOut: (text) => io.out(text.trimEnd()),
      writeErr: (text) => io.err(text.trimEnd()),
    })
    .showHelpAfterError('(casbah --help lists the commands; casbah <command> --help its options)')
    .addHelpText('after', ENVIRONMENT)
    .exitOverride()
    // Else `rules set … --json` would be heard by `rules`, which has an option of that name, too.
    .enablePositionalOptions()
  for (const add of COMMANDS) add(program, io)
  return program
}

const COMMANDS = [
  addUp,
  addDoctor,
  addIntegrations,
  addRuns,
  addFindings,
  addExport,
  addEvidence,
  addImport,
  addExceptions,
  addRoutes,
  addGpts,
  addRules,
  addCoverage,
  addDirectory,
  addIdentities,
  addActivity,
  addDestinations,
  addDeliveries,
  addQuarantine,
  addTokens,
  addUsers,
  addServiceAccounts,
  addAudit,
  addProbe,
  addApi,
  addWorker,
  addMigrate,
  addPlan,
  addApply,
  addBundle,
  addSimulate,
  addCompletion,
]

const ENVIRONMENT = `
Environment:
  CASBAH_URL, CASBAH_TOKEN_FILE (or CASBAH_TOKEN)  where the API is, and the token to show it;
                                                   default: what "casbah up" left in its folder
  CASBAH_DATA                                      that folder, default .casbah beside the project
  NO_COLOR                                         no colours

Exit codes: 0 ok, 1 error, 2 usage, 3 findings at or above --fail-on, or a gap with --fail-on-gap (up, doctor: a service is missing),
4 not authorised, 5 rate-limited, 6 changes (plan, apply: --detailed-exitcode).`

/** The exit code of what commander itself refused (it has said why), undefined for everything else. */
export function isUsageProblem(error: unknown): number | undefined {
  if (!(error instanceof CommanderError)) return undefined
  return error.exitCode === 0 ? EXIT.ok : EXIT.usage
}

export function version(): string {
  const { version } = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')) as {
    version: string
  }
  return version
}
