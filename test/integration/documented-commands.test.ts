import { glob, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import { CommanderError } from 'commander'
import { expect, test } from 'vitest'
import type { Io } from '../../src/cli/io.ts'
import { PROJECT_ROOT } from '../../src/cli/place.ts'
import { createProgram } from '../../src/cli/program.ts'
import type { DocumentedCommand } from '../support/documented-commands.ts'
import { documentedCommands, quotedCommands } from '../support/documented-commands.ts'

/** What the documents tell people to type, the command line takes: every command, flag and value of a choice. */

/** Decisions and changes of the past are told in the commands of their time. */
const OF_ITS_TIME = ['docs/adr/', 'CHANGELOG.md']

/** Codes of commander: a group of commands by itself shows its help. */
const SHOWS_ITSELF = ['commander.help', 'commander.helpDisplayed', 'commander.version']
const LEAVES_OUT = [
  'commander.missingArgument',
  'commander.missingMandatoryOptionValue',
  'commander.optionMissingArgument',
]

const SILENT = { env: {}, out: () => undefined, err: () => undefined } as unknown as Io

async function documents(): Promise<readonly string[]> {
  const below = await readdir(join(PROJECT_ROOT, 'docs'), { recursive: true })
  const top = (await readdir(PROJECT_ROOT)).filter((name) => name.endsWith('.md'))
  return [...top, ...below.filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)].filter(
    (name) => !OF_ITS_TIME.some((past) => name.startsWith(past)),
  )
}

const withoutActions = (command: Command): Command => {
  command.action(() => undefined)
  for (const inner of command.commands) withoutActions(inner)
  return command
}

/** Why it is not taken; null where it is. */
async function refusal({ words, isInline }: DocumentedCommand): Promise<string | null> {
  const isShortened = isInline || words.some((word) => word.includes('…'))
  const given = words.filter((word) => word !== '…')
  try {
    await withoutActions(createProgram(SILENT)).parseAsync(given, { from: 'user' })
    return null
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    const { code, message } = error
    return SHOWS_ITSELF.includes(code) || (isShortened && LEAVES_OUT.includes(code)) ? null : message
  }
}

/** What of it is not taken, with why; and how many commands there were. */
async function refusedIn(
  names: readonly string[],
  commandsOf: (text: string) => readonly DocumentedCommand[],
): Promise<{ readonly refused: readonly string[]; readonly found: number }> {
  const refused: string[] = []
  let found = 0
  for (const name of names) {
    for (const command of commandsOf(await readFile(join(PROJECT_ROOT, name), 'utf8'))) {
      found += 1
      const why = await refusal(command)
      if (why !== null) refused.push(`${name}: ${command.text}: ${why}`)
    }
  }
  return { refused, found }
}

test('what documents say to type is taken', async () => {
  const { refused, found } = await refusedIn(await documents(), documentedCommands)
  expect(refused).toEqual([])
  expect(found).toBeGreaterThan(150)
})

test('what errors and help say to type is taken', async () => {
  const sources: string[] = []
  for await (const name of glob('src/**/*.ts', { cwd: PROJECT_ROOT })) sources.push(name)
  const { refused, found } = await refusedIn(sources, quotedCommands)
  expect(refused).toEqual([])
  expect(found).toBeGreaterThan(30)
})

test.each([
  ['a command that is not there', 'casbah findings lst'],
  ['a flag that is not there', 'casbah findings --severty high'],
  ['a value that is none of the choices', 'casbah export findings --format xls'],
  ['an argument that is missing', 'casbah findings show'],
])('%s is noticed', async (_, line) => {
  const [command] = documentedCommands(`\`\`\`sh\n${line}\n\`\`\`\n`)
  expect(command).toBeDefined()
  expect(command && (await refusal(command))).not.toBeNull()
})
