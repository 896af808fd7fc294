import type { ApiClient } from '../api-client.ts'
import { CliError, exitCodeOf } from '../cli-error.ts'
import type { ExitCode } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { harmless } from '../render/table.ts'
import type { Made, Step } from './plan.ts'

const DONE = { create: 'created', change: 'changed', remove: 'removed' } as const

/**
 * One after the other, in the plan's order: what comes later may need what was made before. It ends at the first that is
 * refused, and says how far it came; a second run finds what is done as it should be, and goes on with the rest.
 */
export async function perform(io: Io, api: ApiClient, steps: readonly Step[], made: Made): Promise<void> {
  for (const [index, step] of steps.entries()) {
    try {
      await step.run(api, made)
      io.out(harmless(`${DONE[step.action]} ${step.what}`))
    } catch (error) {
      throw brokenOff(error, steps, index)
    }
  }
}

function brokenOff(error: unknown, steps: readonly Step[], index: number): unknown {
  if (!(error instanceof Error)) return error
  const left = steps.slice(index + 1).map(({ what }) => what)
  const { why, next } = error instanceof CliError ? error : {}
  const counted = `${index} of ${steps.length} done.${left.length === 0 ? '' : ` Not done after it: ${left.join('; ')}.`}`
  return new CliError(`${steps[index]?.what}: ${error.message}`, {
    why: [...(why === undefined ? [] : [why]), counted].join(' · '),
    next: `${next === undefined ? '' : `${next} `}What is done stays done: the same command goes on from there.`,
    exitCode: exitCodeOf(error) as ExitCode,
  })
}
