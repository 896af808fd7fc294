import { readFileSync } from 'node:fs'

const manifest = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')) as {
  readonly version: string
}

/** Of the program, as exports name it. */
export const PROGRAM_VERSION: string = manifest.version
