import { writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { clientFromEnv } from '../api-client.ts'
import { readCurrent } from '../as-code/current.ts'
import { documentOf, documentText } from '../as-code/export-document.ts'
import { CliError } from '../cli-error.ts'
import type { Io } from '../io.ts'

export function addExportConfig(exports: Command, io: Io): void {
  exports
    .command('config')
    .summary('what people set, as a document that "casbah apply" takes')
    .description(
      'Integrations with their rules, live exceptions and destinations. Secrets are not in it: where they would be it names\n' +
        'environment variables, which only what is new needs.',
    )
    .option('--out <file>', 'into a new file (default: standard output)')
    .action((flags: { readonly out?: string }) => run(io, flags))
}

async function run(io: Io, { out }: { readonly out?: string }): Promise<void> {
  const current = await readCurrent(
    clientFromEnv(io.env),
    new Set(['integrations', 'exceptions', 'destinations'] as const),
  )
  const text = documentText(documentOf(current))
  if (out === undefined) return io.out(text.trimEnd())
  await writeFile(out, text, { flag: 'wx', mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
    throw new CliError(`${out} cannot be written (${error.code ?? 'error'}).`, {
      next: 'Name a new file, or remove this one.',
    })
  })
  io.err(`Written to ${out}.`)
}
