import type { Command } from 'commander'
import { addImportCloudflare } from './import/cloudflare.ts'
import type { Io } from './io.ts'

export function addImport(program: Command, io: Io): void {
  const imports = program.command('import').summary('compare with what another system has found')
  addImportCloudflare(imports, io)
}
