import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { CliError } from '../cli-error.ts'
import type { Io } from '../io.ts'
import type { Reference } from './document.ts'

/**
 * What a reference stands for; undefined where it is not set. Of what exists already nobody needs the secret, and most who
 * plan have none; a file that is named and cannot be read is a slip.
 */
export type Resolve = (reference: Reference) => string | undefined

export const nameOfReference = ({ from_env, from_file }: Reference): string => from_env ?? from_file ?? ''

export const resolver =
  (env: Io['env'], path: string): Resolve =>
  ({ from_env, from_file }) => {
    if (from_env !== undefined) return env[from_env]?.trim() || undefined
    try {
      return readFileSync(resolve(dirname(path), from_file ?? ''), 'utf8').trim() || undefined
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'ENOENT') return undefined
      throw new CliError(`The file ${from_file} that the document names cannot be read.`, {
        why: code ?? 'unknown error',
      })
    }
  }
