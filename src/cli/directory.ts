import type { Command } from 'commander'
import { addEraseDirectory } from './directory/erase.ts'
import { addImportDirectory } from './directory/import.ts'
import { addShowDirectory } from './directory/show.ts'
import type { Io } from './io.ts'

export function addDirectory(program: Command, io: Io): void {
  const directory = program
    .command('directory')
    .summary('who works at the company, by its own word')
    .description(
      'The company’s own directory, which accounts at OpenAI are held against: who has left and can still get in, and\n' +
        'who is in no directory. It comes from a CSV file, or from the identity provider by SCIM 2.0 under\n' +
        '/scim/v2/<integration id>. What changed is judged when the next run ends, within a quarter of an hour.',
    )
  for (const add of [addImportDirectory, addShowDirectory, addEraseDirectory]) add(directory, io)
}
