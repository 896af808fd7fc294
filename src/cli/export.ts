import type { Command } from 'commander'
import { addExportFindings } from './export/findings.ts'
import type { Io } from './io.ts'

export function addExport(program: Command, io: Io): void {
  const exports = program.command('export').summary('take findings to other systems')
  addExportFindings(exports, io)
}
