import type { Command } from 'commander'
import type { Io } from './io.ts'

export function addProbe(program: Command, io: Io): void {
  program
    .command('probe')
    .summary('what your keys may read and what would come back, without storing anything')
    .description(
      'Runs the connection test against a real tenant; with --shape-report it also reads one page of every stream and\n' +
        'prints field names, types, counts and unknown fields, never values. Needs no database and stores nothing.\n' +
        'Keys are read from OPENAI_COMPLIANCE_KEY, OPENAI_ADMIN_KEY and OPENAI_PROJECT_KEY, or from the files that\n' +
        'these names with _FILE point to, or asked for; never from a flag.',
    )
    .option('--organization-id <id>', 'org-…, with an admin key')
    .option('--workspace-id <uuid>', 'with a compliance key')
    .option('--project-id <id>', 'proj_…, only with a project key')
    .option('--shape-report', 'read one page of every stream and print its shape')
    .option('--json', 'as JSON')
    .action(async (flags: ProbeFlags) => {
      const { runProbe } = await import('./probe/run-probe.ts')
      await runProbe(io, flags)
    })
}

export interface ProbeFlags {
  readonly organizationId?: string
  readonly workspaceId?: string
  readonly projectId?: string
  readonly shapeReport?: boolean
  readonly json?: boolean
}
