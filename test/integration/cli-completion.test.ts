import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { API_SCOPES } from '../../src/model/core/access.ts'
import { COLLECTION_MODES } from '../../src/model/core/collection-mode.ts'
import { SEVERITIES } from '../../src/model/core/severity.ts'
import { runCli } from '../support/cli.ts'
import { scratchFolder } from '../support/scratch.ts'

/** What Tab answers: the shells themselves read the scripts, and are asked. */

const run = promisify(execFile)
const SHELLS = ['bash', 'zsh', 'fish'] as const
type Shell = (typeof SHELLS)[number]

let folder: Awaited<ReturnType<typeof scratchFolder>>

beforeAll(async () => {
  folder = await scratchFolder('completion')
  for (const shell of SHELLS) {
    const { code, stdout, stderr } = await runCli(['completion', shell])
    expect(code, stderr).toBe(0)
    await writeFile(join(folder.path, shell), stdout)
  }
})
afterAll(() => folder?.[Symbol.asyncDispose]())

const hasShell = (shell: Shell): boolean =>
  (process.env.PATH ?? '').split(delimiter).some((place) => existsSync(join(place, shell)))

/** The last word is the one that is being typed. */
const ASK = {
  bash: (script: string, words: readonly string[]) => [
    '--norc',
    '-c',
    `source "$0"; [[ $(complete -p casbah) == *'-F _casbah casbah' ]] || exit 9
    COMP_WORDS=(casbah "$@"); COMP_CWORD=$#; _casbah; printf '%s\\n' "\${COMPREPLY[@]}"`,
    script,
    ...words,
  ],
  // Its completion runs in a line editor alone; what it asks is what the function of plain shell answers.
  zsh: (script: string, words: readonly string[]) => [
    '-fc',
    `autoload -Uz compinit && compinit -u -D; source "$0"; [[ $_comps[casbah] == _casbah ]] || exit 9
    compadd() { shift; for word in "$@"; do [[ $word == \${words[CURRENT]}* ]] && print -r -- $word; done; true }
    words=(casbah "$@"); CURRENT=$#words; _casbah`,
    script,
    ...words,
  ],
  fish: (script: string, words: readonly string[]) => [
    '--no-config',
    '-c',
    `source $argv[1]; complete -C (string join -- ' ' casbah $argv[2..-1]) | string replace -r '\t.*' ''; true`,
    script,
    ...words,
  ],
} as const satisfies Record<Shell, unknown>

const CASES: readonly (readonly [words: readonly string[], answers: readonly string[]])[] = [
  [['find'], ['findings']],
  [['findings', 'tri'], ['triage']],
  [
    ['rules', 'custom', 'e'],
    ['edit', 'enable'],
  ],
  [['findings', '--sev'], ['--severity']],
  [['findings', '--severity', ''], SEVERITIES],
  [['findings', '--severity', 'low', 'h'], ['high']],
  [['findings', '--severity', 'low', '--fail-on', 'cr'], ['critical']],
  [['export', 'findings', '--limit', '5', '--format', 'oc'], ['ocsf']],
  [['integrations', 'set-mode', 'Acme', ''], COLLECTION_MODES],
  [['tokens', 'create', 'siem', '--scope', 'audit'], API_SCOPES.filter((one) => one.startsWith('audit'))],
  [['completion', ''], SHELLS],
  // A value that looks like a command is none.
  [['findings', '--integration', 'runs', '--tri'], ['--triage']],
]

test.for(SHELLS)('%s answers Tab with what the program knows', async (shell, context) => {
  if (!hasShell(shell)) context.skip(`needs ${shell}`)
  for (const [words, expected] of CASES) {
    const { stdout } = await run(shell, [...ASK[shell](join(folder.path, shell), words)])
    const answers = stdout.split('\n').filter((line) => line !== '')
    expect(answers.toSorted(), words.join(' ')).toEqual([...expected].toSorted())
  }
})
