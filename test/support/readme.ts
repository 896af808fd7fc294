import { execFile } from 'node:child_process'
import { delimiter, dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PROJECT_ROOT } from '../../src/cli/place.ts'

/** README.md as something to be run: what it tells people to type must be true. */

/** Contents of the blocks of shell commands. */
export const shellBlocks = (text: string): string[] =>
  [...text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block)

/** Words after `casbah` wherever a command is named in code: `integrations add`, `doctor`. */
export function commandsNamed(text: string): string[] {
  const code = [...shellBlocks(text), ...[...text.matchAll(/`([^`\n]+)`/g)].map(([, inline = '']) => inline)]
  const named = code.flatMap((piece) =>
    [
      ...piece.matchAll(
        /\bcasbah ((?:(?:integrations|runs|exceptions|gpts) |rules (?=set)|rules custom |findings (?=show|triage|assign|comment|recheck|replay))?[a-z][a-z-]*)/g,
      ),
    ].map(([, words = '']) => words),
  )
  return [...new Set(named)]
}

interface AsWritten {
  readonly replace: Readonly<Record<string, string>>
  readonly env: NodeJS.ProcessEnv
  readonly byNpm?: boolean
}

const OWN_NPX = fileURLToPath(new URL('bin', import.meta.url))
const WITHOUT_NPM = [OWN_NPX, dirname(process.execPath), process.env.PATH ?? ''].join(delimiter)

export interface Ran {
  readonly line: string
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs the `npx casbah` lines of a block, one by one, by a shell in the project's folder. Placeholders are filled in;
 * what the block exports is the caller's to give. npm itself is asked where `byNpm` says so, which once is enough to know
 * that it finds the program.
 */
export async function runAsWritten(
  block: string,
  { replace, env, byNpm = false }: AsWritten,
): Promise<Ran[]> {
  const filled = Object.entries(replace).reduce((text, [there, own]) => text.replaceAll(there, own), block)
  const results: Ran[] = []
  for (const line of filled.split('\n').filter((one) => one.startsWith('npx casbah'))) {
    results.push(await inShell(line, byNpm ? env : { ...env, PATH: WITHOUT_NPM }))
  }
  return results
}

const inShell = (line: string, env: NodeJS.ProcessEnv): Promise<Ran> =>
  new Promise((resolve) => {
    const options = { cwd: PROJECT_ROOT, env: { ...process.env, ...env } }
    execFile('sh', ['-c', line], options, (error, stdout, stderr) => {
      const code = typeof error?.code === 'number' ? error.code : error === null ? 0 : 1
      resolve({ line, code, stdout, stderr })
    })
  })
