import type { Command } from 'commander'
import type { Io } from './io.ts'

export function addBundle(program: Command, io: Io): void {
  program
    .command('bundle')
    .summary("make the workflows' bundle ahead of time")
    .description(
      'Writes the workflows as one script. A worker that is given the file by CASBAH_WORKFLOW_BUNDLE starts some\n' +
        'seconds sooner. It belongs to exactly this version of Casbah: make it where the image is built.',
    )
    .requiredOption('--out <file>', 'where to write it')
    .action(async ({ out }: { out: string }) => {
      const { writeBundle } = await import('./worker/bundle.ts')
      await writeBundle(io, out)
    })
}
