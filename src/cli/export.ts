import type { Command } from 'commander'
import { addExportConfig } from './export/config.ts'
import { addExportEvidence } from './export/evidence.ts'
import { addExportFindings } from './export/findings.ts'
import type { Io } from './io.ts'

export function addExport(program: Command, io: Io): void {
  const exports = program.command('export').summary('take findings to other systems, and settings to a file')
  for (const add of [addExportFindings, addExportEvidence, addExportConfig]) add(exports, io)
}
