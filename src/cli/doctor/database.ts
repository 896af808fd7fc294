import type { Database } from '../../db/client.ts'
import { openDatabase, withDeadline } from '../../db/client.ts'
import { migrationsAtHead } from '../../db/migrate.ts'
import { checkMasterKey } from '../../db/seal/check-master-key.ts'
import { openMasterKey } from '../../db/seal/master-key.ts'
import { readKeyId } from '../up/kept-files.ts'
import type { Check, CheckResult } from './check.ts'
import { broken, messageOf, ok, skipped } from './check.ts'
import type { SetUp } from './set-up.ts'

/** Milliseconds for one question: a Postgres that is well answers in one. */
const ANSWER_WITHIN_MS = 5_000

export const databaseChecks = (setUp: SetUp): Check[] => [
  { name: 'Postgres', look: () => reachable(setUp) },
  { name: 'database schema', look: () => schema(setUp) },
  { name: 'master key', look: () => masterKey(setUp) },
]

async function reachable(setUp: SetUp): Promise<CheckResult> {
  if (setUp.database.at === undefined) return skipped(setUp.database.why)
  try {
    return await withDatabase(setUp, async ({ sql }) => {
      const [row] = await sql<{ version: string }[]>`select current_setting('server_version') as version`
      return ok(`Postgres ${row?.version} answers at ${whereIs(setUp)}`)
    })
  } catch (error) {
    const next =
      setUp.database.source === 'environment'
        ? 'Start it, or correct DATABASE_URL (host, port, user, password, database).'
        : `Its log is in ${setUp.places.postgres}. Stop Casbah (Ctrl-C) and start it again: npm start`
    return broken(`Postgres at ${whereIs(setUp)} does not answer: ${reason(error)}`, next)
  }
}

/** Without user and password. */
function whereIs({ database }: SetUp): string {
  if (database.at === undefined) return 'nowhere'
  const { hostname, port, pathname } = new URL(database.at)
  return `${hostname}:${port || '5432'}${pathname}`
}

function reason(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' ? `${messageOf(error)} (${code})` : messageOf(error)
}

async function withDatabase(
  { database }: SetUp,
  look: (open: Database) => Promise<CheckResult>,
): Promise<CheckResult> {
  if (database.at === undefined) return skipped(database.why)
  const open = openDatabase(database.at, { max: 1, applicationName: 'casbah doctor' })
  try {
    return await withDeadline('Postgres', ANSWER_WITHIN_MS, look(open))
  } finally {
    await open.close()
  }
}

async function schema(setUp: SetUp): Promise<CheckResult> {
  try {
    return await withDatabase(setUp, migrations)
  } catch (error) {
    return skipped(`Postgres could not be asked: ${reason(error)}`)
  }
}

async function migrations({ sql }: Database): Promise<CheckResult> {
  if (await migrationsAtHead(sql)) return ok('at head')
  return broken('the database lacks migrations that this version needs', 'Bring it up: casbah migrate')
}

const RESTORE =
  'Put back the key that this database was sealed with (CASBAH_MASTER_KEY_FILE, or the file master-key in the data folder). Without it, what is sealed stays closed: credentials must be entered anew, in a new database.'

async function masterKey(setUp: SetUp): Promise<CheckResult> {
  if (setUp.masterKey === undefined) {
    if (!setUp.fromEnvironment) return skipped('it is made by the first "npm start"')
    return broken('there is none', 'Set CASBAH_MASTER_KEY_FILE; make a key with: openssl rand -base64 32')
  }
  let key: ReturnType<typeof openMasterKey>
  try {
    key = openMasterKey(setUp.masterKey)
  } catch (error) {
    return broken(messageOf(error), RESTORE)
  }
  const kept = setUp.fromEnvironment ? undefined : readKeyId(setUp.places)
  if (kept !== undefined && kept !== key.id) {
    return broken(
      `wrong: this folder's data was sealed with key ${kept}, and the key there now is ${key.id}`,
      RESTORE,
    )
  }
  try {
    return await withDatabase(setUp, async ({ drizzle }) => {
      const found = await checkMasterKey(drizzle, key, { adopt: false })
      return ok(found === 'ok' ? `key ${key.id} opens this database` : `key ${key.id}; nothing is sealed yet`)
    })
  } catch (error) {
    if (error instanceof Error && error.name === 'WrongMasterKey') return broken(error.message, RESTORE)
    return skipped(`Postgres could not be asked: ${reason(error)}`)
  }
}
