import { z } from '@hono/zod-openapi'
import type { DirectorySourceSummary } from '../../db/directory/directory-summary.ts'
import type { DirectoryCounts } from '../../db/directory/import-directory.ts'
import { DIRECTORY_SOURCES } from '../../model/core/directory.ts'
import type { DirectoryFile } from '../directory/read-csv.ts'
import { instant } from './common.ts'

const people = {
  active: z.int().openapi({ description: 'People who work here.' }),
  left: z.int().openapi({ description: 'People who have left.' }),
}

export const DirectorySchema = z
  .object({
    loaded: z.boolean().openapi({
      description: 'False where nobody is in it: then the rules about it are not evaluated.',
    }),
    ...people,
    sources: z.array(
      z.object({
        source: z.enum(DIRECTORY_SOURCES),
        ...people,
        since: instant.openapi({ description: 'When the first of its people came.' }),
        updated_at: instant.openapi({ description: 'When anybody was added or changed last.' }),
      }),
    ),
  })
  .openapi('Directory', {
    description: 'Counts. The people themselves are shown with the accounts they have.',
  })

const flag = (description: string) => z.enum(['true', 'false']).optional().openapi({ description })

export const ImportQuery = z.strictObject({
  replace: flag(
    '`true`, the default: the file is the whole directory, and who is not in it goes. `false`: adds and changes only.',
  ),
  dry_run: flag('`true`: counts what would be done, and does nothing.'),
  skip_bad_rows: flag('`true`: rows that cannot be read are left out, and their people stay as they are.'),
  accept_shrink: flag(
    '`true`: also where less than half of the people would be left, or less than half of those who work here; where most of those who had left would work here again; or where a column is missing that the directory has.',
  ),
})

export const ImportAnswer = z
  .object({
    dry_run: z.boolean(),
    counts: z.object({
      ...people,
      added: z.int(),
      changed: z.int(),
      removed: z.int(),
      unchanged: z.int(),
      skipped: z.int().openapi({ description: 'Rows that could not be read.' }),
    }),
    skipped_rows: z
      .array(z.object({ pointer: z.string(), detail: z.string() }))
      .openapi({ description: 'What was wrong with the first of them, by line and column; no values.' }),
  })
  .openapi('DirectoryImport')

export const directoryView = (
  sources: readonly DirectorySourceSummary[],
): z.infer<typeof DirectorySchema> => ({
  loaded: sources.length > 0,
  active: sources.reduce((sum, one) => sum + one.people.active, 0),
  left: sources.reduce((sum, one) => sum + one.people.left, 0),
  sources: sources.map(({ source, people: { active, left }, since, updatedAt }) => ({
    source,
    active,
    left,
    since,
    updated_at: updatedAt,
  })),
})

export const importView = (
  isDryRun: boolean,
  { active, left, added, changed, removed, unchanged }: DirectoryCounts,
  file: DirectoryFile,
): z.infer<typeof ImportAnswer> => ({
  dry_run: isDryRun,
  counts: { active, left, added, changed, removed, unchanged, skipped: file.badRows },
  skipped_rows: file.faults.map(({ pointer, detail }) => ({ pointer, detail })),
})
