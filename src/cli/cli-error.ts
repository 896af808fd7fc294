import type { ExitCode } from './exit-codes.ts'
import { EXIT } from './exit-codes.ts'
import { harmless } from './render/table.ts'

interface CliErrorMore {
  /** What to do next, in one sentence. */
  readonly next?: string
  readonly why?: string
  readonly exitCode?: ExitCode
}

/** A failure that a person can understand: what happened, why, and what to do next. Never holds a secret. */
export class CliError extends Error {
  override readonly name = 'CliError'
  readonly why: string | undefined
  readonly next: string | undefined
  readonly exitCode: ExitCode

  constructor(what: string, { why, next, exitCode = EXIT.error }: CliErrorMore = {}) {
    super(what)
    this.why = why
    this.next = next
    this.exitCode = exitCode
  }
}

export const usageError = (what: string, next?: string): CliError =>
  new CliError(what, { exitCode: EXIT.usage, ...(next === undefined ? {} : { next }) })

/** The lines a person reads on stderr. Unknown errors show their message; a stack only with CASBAH_DEBUG. */
export function describeFailure(error: unknown, debug: boolean): string {
  if (error instanceof CliError) {
    return [
      `casbah: ${harmless(error.message)}`,
      ...(error.why === undefined ? [] : [`  why:  ${harmless(error.why)}`]),
      ...(error.next === undefined ? [] : [`  next: ${harmless(error.next)}`]),
    ].join('\n')
  }
  if (!(error instanceof Error)) return `casbah: ${String(error)}`
  const text = debug ? (error.stack ?? error.message) : error.message
  return `casbah: ${text.split('\n').map(harmless).join('\n')}`
}

/** Errors of other rooms may carry the exit code that belongs to them. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CliError) return error.exitCode
  const code = (error as { exitCode?: unknown } | null)?.exitCode
  return typeof code === 'number' ? code : EXIT.error
}
