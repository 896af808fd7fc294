import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { CliError, usageError } from './cli-error.ts'
import type { Io } from './io.ts'

/**
 * Secrets come by environment, by file or by a prompt that shows nothing; never by flag, since flags stand in the
 * process list and in the shell's history.
 */
export interface SecretPlace {
  /** What it is, in words: `compliance key`. */
  readonly what: string
  /** Environment variable; `<variable>_FILE` names a file. */
  readonly variable: string
}

export const KEY_PLACES = {
  compliance_key: { what: 'compliance key', variable: 'OPENAI_COMPLIANCE_KEY' },
  admin_key: { what: 'admin key', variable: 'OPENAI_ADMIN_KEY' },
  project_key: { what: 'project key', variable: 'OPENAI_PROJECT_KEY' },
} as const satisfies Record<string, SecretPlace>

/** From the environment or a file; undefined where neither is set. */
export function secretFromEnv(env: Io['env'], { what, variable }: SecretPlace): string | undefined {
  const value = env[variable]
  const file = env[`${variable}_FILE`]
  if (value && file) throw usageError(`Set either ${variable} or ${variable}_FILE for the ${what}, not both.`)
  if (!file) return value ? clean(value, what) : undefined
  try {
    return clean(readFileSync(file, 'utf8'), what)
  } catch (error) {
    if (error instanceof CliError) throw error
    throw new CliError(`The ${what} cannot be read from the file in ${variable}_FILE.`, {
      why: (error as NodeJS.ErrnoException).code ?? 'unknown error',
    })
  }
}

/** As above, else asked for: on a terminal without showing what is typed, otherwise the first line of stdin. */
export async function readSecret(io: Io, place: SecretPlace): Promise<string> {
  const found = secretFromEnv(io.env, place)
  if (found !== undefined) return found
  const typed = await ask(io, `${place.what}: `)
  if (typed === undefined || typed === '') {
    throw usageError(
      `No ${place.what} was given.`,
      `Set ${place.variable} or ${place.variable}_FILE, or type it when asked.`,
    )
  }
  return clean(typed, place.what)
}

function clean(text: string, what: string): string {
  const secret = text.trim()
  if (secret === '' || /\s/.test(secret)) throw usageError(`The ${what} must be one word on one line.`)
  return secret
}

function ask(io: Io, question: string): Promise<string | undefined> {
  if (process.stdin.isTTY) process.stderr.write(question)
  // readline echoes what is typed to its output; this one swallows it.
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: silent, terminal: process.stdin.isTTY })
  return new Promise((resolve) => {
    let answer: string | undefined
    lines.once('line', (line) => {
      answer = line
      lines.close()
    })
    lines.once('close', () => {
      if (process.stdin.isTTY) io.err('')
      // A file, such as /dev/null where cron starts us, is no socket and keeps nobody waiting.
      process.stdin.unref?.()
      resolve(answer)
    })
  })
}
