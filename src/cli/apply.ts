import { createInterface } from 'node:readline/promises'
import type { Command } from 'commander'
import { InvalidArgumentError, Option } from 'commander'
import type { ApiClient } from './api-client.ts'
import { clientFromEnv } from './api-client.ts'
import { readCurrent } from './as-code/current.ts'
import { perform } from './as-code/perform.ts'
import type { Plan } from './as-code/plan.ts'
import { makePlan } from './as-code/plan.ts'
import { readCode } from './as-code/read-document.ts'
import { resolver } from './as-code/references.ts'
import { planAsJson, showPlan } from './as-code/show-plan.ts'
import { CliError, usageError } from './cli-error.ts'
import { EXIT } from './exit-codes.ts'
import type { Io } from './io.ts'
import { jsonText } from './render/json.ts'

interface PlanFlags {
  readonly file: string
  readonly prune?: number
  readonly detailedExitcode?: boolean
  readonly json?: boolean
}

type ApplyFlags = PlanFlags & { readonly yes?: boolean; readonly plan?: boolean }

const withFile = (command: Command): Command =>
  command
    .requiredOption('-f, --file <path>', 'the document: docs/how-to/as-code.md')
    .addOption(
      new Option(
        '--prune <count>',
        'remove what exists and is not in the document; how many that are, so that it is no more than you saw',
      ).argParser(wholeNumber),
    )
    .option('--detailed-exitcode', 'exit 6 where something is to be changed')

export function addPlan(program: Command, io: Io): void {
  withFile(program.command('plan'))
    .summary('what "apply" would change')
    .description('Compares a document with what exists, and changes nothing.')
    .option('--json', 'as JSON')
    .action((flags: PlanFlags) => run(io, { ...flags, plan: true }))
}

export function addApply(program: Command, io: Io): void {
  withFile(program.command('apply'))
    .summary('make integrations, rules, exceptions and destinations as a document says')
    .description(
      'Shows what it would change, asks, and does it. "casbah export config" writes a document to begin with. What exists\n' +
        'and is not in the document is left alone.',
    )
    .option('--plan', 'show what it would change, and end')
    .option('--yes', 'do not ask')
    .action((flags: ApplyFlags) => run(io, flags))
}

function wholeNumber(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('It must be the number of things to remove.')
  return Number(text)
}

async function run(io: Io, flags: ApplyFlags): Promise<void> {
  const document = await readCode(flags.file)
  const api = clientFromEnv(io.env)
  const plan = await planOf(api, io, document, flags.file)
  const isPruned = flags.prune !== undefined
  if (flags.json) io.out(jsonText(planAsJson(plan)))
  else showPlan(io, plan, isPruned)
  refuseImpossible(plan, flags)
  const steps = [...plan.steps, ...(isPruned ? plan.extra : [])]
  if (steps.length === 0) return
  if (flags.plan) {
    if (flags.detailedExitcode) process.exitCode = EXIT.changes
    return
  }
  if (flags.yes !== true && !(await isConfirmed(steps.length))) {
    throw new CliError('Nothing was changed.', { next: 'Repeat it and type yes, or give --yes.' })
  }
  await perform(io, api, steps, plan.known)
  io.out(`${steps.length} done.`)
  if (flags.detailedExitcode) process.exitCode = EXIT.changes
}

async function planOf(
  api: ApiClient,
  io: Io,
  document: Awaited<ReturnType<typeof readCode>>,
  file: string,
): Promise<Plan> {
  const wanted = (['integrations', 'exceptions', 'destinations'] as const).filter(
    (section) => document[section] !== undefined,
  )
  return makePlan(document, await readCurrent(api, new Set(wanted)), resolver(io.env, file))
}

function refuseImpossible({ problems, extra }: Plan, { prune, file }: ApplyFlags): void {
  if (problems.length > 0) {
    throw new CliError('This cannot be done.', {
      why: problems.join(' · '),
      next: `Mend ${file}; nothing was changed.`,
      exitCode: EXIT.usage,
    })
  }
  if (prune !== undefined && prune !== extra.length) {
    throw usageError(
      `--prune ${prune} does not fit: ${extra.length} would be removed. Nothing was changed.`,
      `Look at them in the plan above. If all are meant to go: --prune ${extra.length}`,
    )
  }
}

async function isConfirmed(count: number): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw usageError(
      'Nobody is there to confirm this. Nothing was changed.',
      'Give --yes where that is meant.',
    )
  }
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return (await lines.question(`Do these ${count}? Type yes: `)).trim() === 'yes'
  } finally {
    lines.close()
  }
}
