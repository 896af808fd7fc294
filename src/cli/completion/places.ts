import type { Command } from 'commander'

/**
 * What may stand where on the command line, as a table that a shell can look up without starting us:
 *
 *   `casbah findings`             its commands
 *   `casbah findings -`           its options
 *   `casbah findings --severity`  what the option may be
 *   `casbah integrations set-mode <2>`  what its second argument may be
 */
export interface Places {
  readonly words: ReadonlyMap<string, readonly string[]>
  /** What is a command, and which options take a value, or as many as follow. */
  readonly kinds: ReadonlyMap<string, 'command' | 'one' | 'many'>
}

export function placesOf(program: Command): Places {
  const words = new Map<string, readonly string[]>()
  const kinds = new Map<string, 'command' | 'one' | 'many'>()
  const note = (place: string, some: readonly string[]): void => {
    if (some.length > 0) words.set(place, some.map(plain))
  }
  const visit = (command: Command, at: string): void => {
    const help = command.createHelp()
    const commands = help.visibleCommands(command)
    note(
      at,
      commands.map((one) => one.name()),
    )
    for (const one of commands) {
      kinds.set(`${at} ${one.name()}`, 'command')
      visit(one, `${at} ${one.name()}`)
    }
    const options = help.visibleOptions(command)
    note(
      `${at} -`,
      options.flatMap(({ long, short }) => long ?? short ?? []),
    )
    for (const option of options.filter(({ required, optional }) => required || optional)) {
      for (const name of [option.long, option.short].filter((one) => one !== undefined)) {
        kinds.set(`${at} ${name}`, option.variadic ? 'many' : 'one')
        note(`${at} ${name}`, option.argChoices ?? [])
      }
    }
    for (const [index, { argChoices }] of command.registeredArguments.entries()) {
      note(`${at} <${index + 1}>`, argChoices ?? [])
    }
  }
  visit(program, program.name())
  return { words, kinds }
}

/** What goes into a script as it is. */
const PLAIN = /^[A-Za-z0-9._:-]+$/

function plain(word: string): string {
  if (PLAIN.test(word)) return word
  throw new Error(`"${word}" cannot be completed: it would be read by a shell`)
}
