import type { Db } from '../client.ts'
import { masterKeyCheck } from '../schema/connection.ts'
import type { MasterKey } from './master-key.ts'
import { WrongMasterKey } from './master-key.ts'

const THE_ROW = 1
const CONTEXT = 'casbah:master-key-check'
const CANARY = Buffer.from('this master key opens this database', 'utf8')

/**
 * Says at once whether `master` is the key of this database; throws `WrongMasterKey` if not. The first key
 * ever checked becomes the database's own (`adopt`); `doctor` looks only, and gets `unused` instead.
 */
export async function checkMasterKey(
  db: Db,
  master: MasterKey,
  { adopt = true }: { adopt?: boolean } = {},
): Promise<'ok' | 'unused'> {
  if (adopt) {
    const canary = master.seal(CONTEXT, CANARY)
    await db
      .insert(masterKeyCheck)
      .values({ id: THE_ROW, masterKeyId: master.id, canary })
      .onConflictDoNothing()
  }
  const [row] = await db.select().from(masterKeyCheck)
  if (!row) return 'unused'
  if (row.masterKeyId !== master.id) throw new WrongMasterKey(row.masterKeyId, master.id)
  master.unseal(CONTEXT, row.canary)
  return 'ok'
}
