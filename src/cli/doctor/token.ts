import { readFileSync } from 'node:fs'
import type { SetUp } from './set-up.ts'

/** The token as the other commands find it; undefined where there is none to read. */
export function readTokenFor({ env, places }: Pick<SetUp, 'env' | 'places'>): string | undefined {
  if (env.CASBAH_TOKEN) return env.CASBAH_TOKEN.trim()
  try {
    return readFileSync(env.CASBAH_TOKEN_FILE || places.token, 'utf8').trim()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'EACCES') return undefined
    throw error
  }
}
