import { inspect } from 'node:util'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  activeCredentials,
  credentialInPlaceOf,
  listCredentials,
  rejectCredential,
} from '../../src/db/credentials/list-credentials.ts'
import { replaceCredential } from '../../src/db/credentials/replace-credential.ts'
import { markDisconnected } from '../../src/db/integrations/change-integration.ts'
import { createIntegration } from '../../src/db/integrations/create-integration.ts'
import { NameTaken, OrganizationTaken, WorkspaceTaken } from '../../src/db/integrations/taken.ts'
import { dataKeys } from '../../src/db/schema/connection.ts'
import { checkMasterKey } from '../../src/db/seal/check-master-key.ts'
import { openCredential } from '../../src/db/seal/credential-seal.ts'
import { dataKey, findDataKey, IntegrationGone } from '../../src/db/seal/data-key.ts'
import { SealBroken } from '../../src/db/seal/envelope.ts'
import { openMasterKey, WrongMasterKey } from '../../src/db/seal/master-key.ts'
import { SYSTEM_ACTOR } from '../../src/model/core/actor.ts'
import { newMasterKey, newTenant } from '../support/db-fixtures.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'

describe('sealing', () => {
  let fresh: FreshDatabase
  const master = newMasterKey()
  beforeAll(async () => {
    fresh = await freshDatabase()
  })
  afterAll(() => fresh.drop())
  const db = () => fresh.database.drizzle

  test('a credential comes out as it went in, and nothing of it but its last four is stored', async () => {
    const { integrationId } = await newTenant(fresh.database, master)
    const secret = 'sk-admin-planted-secret-f00d'
    await replaceCredential(db(), master, integrationId, { kind: 'compliance_key', secret }, SYSTEM_ACTOR)
    const active = await activeCredentials(db(), integrationId)
    const sealed = active.find((credential) => credential.kind === 'compliance_key')
    if (!sealed) throw new Error('not stored')
    expect(await openCredential(db(), master, sealed)).toBe(secret)
    expect(Buffer.from(sealed.sealed).includes('planted')).toBe(false)
    const shown = await listCredentials(db(), integrationId)
    expect(shown.find((credential) => credential.kind === 'compliance_key')).toMatchObject({
      lastFour: 'f00d',
    })
    expect(inspect(shown, { depth: 9 })).not.toContain('sealed')
    const [dump] = await fresh.database.sql<
      { text: string }[]
    >`select string_agg(c::text, '') as text from credentials c`
    expect(dump?.text).not.toContain('planted')
    expect(dump?.text).not.toContain(Buffer.from(secret).toString('hex').slice(0, 40))
  })

  test('replacing shreds the old secret, and a rejected one is used no more', async () => {
    const { integrationId } = await newTenant(fresh.database, master)
    const [before] = await activeCredentials(db(), integrationId)
    if (!before) throw new Error('no credential')
    await rejectCredential(db(), before.id, 'key_revoked_or_expired')
    expect(await activeCredentials(db(), integrationId)).toEqual([])
    const secret = 'sk-admin-new-secret'
    const id = await replaceCredential(
      db(),
      master,
      integrationId,
      { kind: 'admin_key', secret },
      SYSTEM_ACTOR,
    )
    const [after] = await activeCredentials(db(), integrationId)
    expect(after?.id).toBe(id)
    await expect(openCredential(db(), master, before)).rejects.toBeInstanceOf(SealBroken)
  })

  test('a credential that was replaced is found again as the one that stands in its place', async () => {
    const { integrationId } = await newTenant(fresh.database, master)
    const [first] = await activeCredentials(db(), integrationId)
    if (!first) throw new Error('no credential')
    expect(await credentialInPlaceOf(db(), first.id)).toEqual(first)
    const replace = (kind: 'admin_key' | 'compliance_key', secret: string) =>
      replaceCredential(db(), master, integrationId, { kind, secret }, SYSTEM_ACTOR)
    await replace('compliance_key', 'sk-compliance-other-kind')
    await replace('admin_key', 'sk-admin-second')
    const third = await replace('admin_key', 'sk-admin-third')
    expect(await credentialInPlaceOf(db(), first.id)).toMatchObject({ id: third, kind: 'admin_key' })
  })

  test('the wrong master key is told from a broken seal, with the id of the right one', async () => {
    const tenant = await newTenant(fresh.database, master)
    const wrong = newMasterKey()
    const opened = dataKey(db(), wrong, tenant.integrationId, 'configuration')
    await expect(opened).rejects.toThrow(new WrongMasterKey(master.id, wrong.id).message)
    await db()
      .update(dataKeys)
      .set({ masterKeyId: wrong.id })
      .where(eq(dataKeys.integrationId, tenant.integrationId))
    const altered = dataKey(db(), wrong, tenant.integrationId, 'configuration')
    await expect(altered).rejects.toBeInstanceOf(SealBroken)
  })

  test('a blob moved to another integration does not open', async () => {
    const one = await newTenant(fresh.database, master)
    const other = await newTenant(fresh.database, master)
    const [row] = await db().select().from(dataKeys).where(eq(dataKeys.integrationId, one.integrationId))
    if (!row) throw new Error('no key')
    await db()
      .update(dataKeys)
      .set({ wrapped: row.wrapped })
      .where(eq(dataKeys.integrationId, other.integrationId))
    const moved = dataKey(db(), master, other.integrationId, 'configuration')
    await expect(moved).rejects.toBeInstanceOf(SealBroken)
  })

  test('a credential copied over another does not open, nor does its data key under another purpose', async () => {
    const { integrationId } = await newTenant(fresh.database, master)
    const secret = 'sk-compliance-f00d'
    await replaceCredential(db(), master, integrationId, { kind: 'compliance_key', secret }, SYSTEM_ACTOR)
    const [one, other] = await activeCredentials(db(), integrationId)
    if (!one || !other) throw new Error('two were stored')
    await expect(openCredential(db(), master, { ...one, sealed: other.sealed })).rejects.toBeInstanceOf(
      SealBroken,
    )
    await fresh.database.sql`
      update data_keys a set wrapped = b.wrapped from data_keys b
      where a.integration_id = ${integrationId} and b.integration_id = a.integration_id
        and a.purpose = ${`credential:${one.id}`} and b.purpose = ${`credential:${other.id}`}`
    await expect(openCredential(db(), master, { ...one, sealed: other.sealed })).rejects.toBeInstanceOf(
      SealBroken,
    )
  })

  test('fifty that need the same new key at once get the same key', async () => {
    const { integrationId } = await newTenant(fresh.database, master)
    await db().delete(dataKeys).where(eq(dataKeys.integrationId, integrationId))
    const keys = await Promise.all(
      Array.from({ length: 50 }, () => dataKey(db(), master, integrationId, 'configuration')),
    )
    const prints = new Set(keys.map((key) => key.fingerprint('same')))
    expect(prints.size).toBe(1)
  })

  test('no key is made for an integration that is gone', async () => {
    const { integrationId } = await newTenant(fresh.database, master)
    await markDisconnected(db(), integrationId)
    await db().delete(dataKeys).where(eq(dataKeys.integrationId, integrationId))
    expect(await findDataKey(db(), master, integrationId, 'configuration')).toBeNull()
    const late = dataKey(db(), master, integrationId, 'configuration')
    await expect(late).rejects.toBeInstanceOf(IntegrationGone)
  })

  test('the canary tells a wrong key at once, and looking adopts nothing', async () => {
    expect(await checkMasterKey(db(), master, { adopt: false })).toBe('unused')
    expect(await checkMasterKey(db(), master)).toBe('ok')
    expect(await checkMasterKey(db(), master)).toBe('ok')
    const wrong = newMasterKey()
    await expect(checkMasterKey(db(), wrong)).rejects.toBeInstanceOf(WrongMasterKey)
    await expect(checkMasterKey(db(), wrong, { adopt: false })).rejects.toBeInstanceOf(WrongMasterKey)
  })

  test('keys print as their ids', () => {
    const text = Buffer.alloc(32, 7).toString('base64')
    const key = openMasterKey(text)
    for (const shown of [
      JSON.stringify({ key }),
      inspect(key, { depth: 9, showHidden: true }),
      String(key),
    ]) {
      expect(shown).not.toContain(text)
      expect(shown).not.toContain('07 07')
    }
  })
})

describe('an integration', () => {
  let fresh: FreshDatabase
  const master = newMasterKey()
  beforeAll(async () => {
    fresh = await freshDatabase()
  })
  afterAll(() => fresh.drop())

  const create = (fields: {
    displayName: string
    organizationId?: string
    workspaceId?: string
    admin?: boolean
  }) =>
    createIntegration(fresh.database.drizzle, master, {
      displayName: fields.displayName,
      organizationId: fields.organizationId ?? null,
      workspaceId: fields.workspaceId ?? null,
      projectId: null,
      collectionMode: 'metadata',
      credentials: [
        { kind: fields.admin === false ? 'compliance_key' : 'admin_key', secret: 'sk-test-1234' },
      ],
      createdBy: SYSTEM_ACTOR,
    })

  test('name, workspace and organization are each connected once; a second workspace borrows the platform', async () => {
    const workspaceId = crypto.randomUUID()
    const first = await create({ displayName: 'One', organizationId: 'org-1', workspaceId })
    await expect(create({ displayName: 'One', organizationId: 'org-2' })).rejects.toBeInstanceOf(NameTaken)
    await expect(create({ displayName: 'Two', workspaceId })).rejects.toBeInstanceOf(WorkspaceTaken)
    await expect(create({ displayName: 'Three', organizationId: 'org-1' })).rejects.toBeInstanceOf(
      OrganizationTaken,
    )
    const second = await create({ displayName: 'Four', organizationId: 'org-1', admin: false })
    const adding = replaceCredential(
      fresh.database.drizzle,
      master,
      second.id,
      { kind: 'admin_key', secret: 'sk-test' },
      SYSTEM_ACTOR,
    )
    await expect(adding).rejects.toBeInstanceOf(OrganizationTaken)
    await markDisconnected(fresh.database.drizzle, first.id)
    const again = await create({ displayName: 'One', organizationId: 'org-1', workspaceId })
    expect(again.id).not.toBe(first.id)
    const left = await fresh.database
      .sql`select from credentials where integration_id not in (select id from integrations)`
    expect(left).toHaveLength(0)
  })
})
