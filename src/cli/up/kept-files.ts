import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { access, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { makeToken } from '../../api/tokens.ts'
import { openMasterKey } from '../../db/seal/master-key.ts'
import { CliError, usageError } from '../cli-error.ts'
import type { Places } from '../place.ts'

/**
 * What a start leaves for the next one, each in a file of its own that only its owner may read: the master key,
 * the bootstrap token, and which simulated tenant this folder belongs to. Files are made once and never changed:
 * the database is sealed with that key and holds that tenant.
 */
const PRIVATE_FILE = 0o600
const PRIVATE_FOLDER = 0o700
const MASTER_KEY_BYTES = 32

export async function keepFolder({ folder, logs }: Places): Promise<void> {
  await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER })
  await mkdir(logs, { recursive: true, mode: PRIVATE_FOLDER })
}

/** Returns whether it was made now. Its id, which says nothing of it, is kept beside it for `casbah doctor`. */
export async function keepMasterKey({ folder, masterKey, masterKeyId }: Places): Promise<boolean> {
  const sealedWith = readKeyId({ masterKeyId })
  // A new key would open nothing of what is here, and would stand in the way of the old one when that is found.
  if (sealedWith !== undefined && !(await isThere(masterKey))) {
    throw new CliError(`The master key ${masterKey} is missing.`, {
      why: `The data in ${folder} is sealed with key ${sealedWith}, and nothing else opens it.`,
      next: 'Put that file back, from a backup if need be, or start afresh with another folder: --data DIR.',
    })
  }
  const made = await writeOnce(masterKey, `${randomBytes(MASTER_KEY_BYTES).toString('base64')}\n`)
  const { id } = openMasterKey(await readFile(masterKey, 'utf8'))
  await writeOnce(masterKeyId, `${id}\n`)
  return made
}

/** The id of the key that this folder's data is sealed with; undefined before the first start. */
export function readKeyId({ masterKeyId }: Pick<Places, 'masterKeyId'>): string | undefined {
  try {
    return readFileSync(masterKeyId, 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

export async function keepToken({ token }: Places): Promise<string> {
  await writeOnce(token, `${makeToken()}\n`)
  return (await readFile(token, 'utf8')).trim()
}

/** The simulated tenant of this folder: `epoch` is when its past ended, so a restart days later sees the same history. */
export interface KeptTenant {
  readonly seed: number
  readonly epoch: string
  readonly users: number
  readonly gpts: number
  readonly projects: number
  readonly days: number
  readonly messages: number
  /** What is wrong in it, as `--scenario` is told. */
  readonly scenario: string
  /** Serves OpenAI's published sample bodies from this file instead. */
  readonly recordings: string | null
}

export type TenantSizes = Pick<KeptTenant, 'seed' | 'users' | 'gpts' | 'projects' | 'days' | 'messages'>

/** The demo's size: one that a small company would recognise, collected within a minute on two cores. */
export const DEMO_SIZES: TenantSizes = {
  seed: 1,
  users: 500,
  gpts: 120,
  projects: 20,
  days: 1,
  messages: 20_000,
}

const DEMO_SCENARIO = 'demo'

export interface AskedTenant {
  readonly sizes: { readonly [K in keyof TenantSizes]?: number | undefined }
  readonly scenario: string | undefined
  readonly recordings: string | undefined
}

export async function keepTenant(
  { tenant, folder }: Places,
  asked: AskedTenant,
  now: Date,
): Promise<KeptTenant> {
  const fresh: KeptTenant = {
    ...DEMO_SIZES,
    ...definedOnly(asked.sizes),
    scenario: asked.scenario ?? DEMO_SCENARIO,
    epoch: now.toISOString(),
    recordings: asked.recordings === undefined ? null : resolve(asked.recordings),
  }
  await writeOnce(tenant, `${JSON.stringify(fresh, null, 2)}\n`)
  const kept = await readTenant(tenant)
  refuseOther(kept, asked, folder)
  return kept
}

async function readTenant(file: string): Promise<KeptTenant> {
  try {
    const kept = JSON.parse(await readFile(file, 'utf8')) as Partial<KeptTenant>
    // Folders of before there was a choice hold the demo.
    return { scenario: DEMO_SCENARIO, ...kept } as KeptTenant
  } catch (error) {
    throw new CliError(`${file} cannot be read.`, {
      why: error instanceof SyntaxError ? 'It is not JSON.' : (error as Error).message,
      next: 'Restore it, or start with a new folder: --data DIR.',
    })
  }
}

/** A folder holds one tenant: its database would mix two otherwise. */
export function refuseOther(kept: KeptTenant, asked: AskedTenant, folder: string): void {
  const { sizes, scenario } = asked
  const other = Object.entries({
    ...definedOnly(sizes),
    ...(scenario === undefined ? {} : { scenario }),
  }).filter(([name, value]) => kept[name as keyof KeptTenant] !== value)
  const recordings = asked.recordings === undefined ? null : resolve(asked.recordings)
  if (other.length === 0 && (recordings === null || recordings === kept.recordings)) return
  const what = other.map(([name, value]) => `${name} ${kept[name as keyof KeptTenant]}, not ${value}`)
  throw usageError(
    `${folder} already holds another simulated tenant (${what.join(', ') || 'other input'}).`,
    'Leave these options out to go on with it, or give this one a folder of its own: --data DIR.',
  )
}

function definedOnly(sizes: AskedTenant['sizes']): Partial<TenantSizes> {
  return Object.fromEntries(Object.entries(sizes).filter(([, value]) => value !== undefined))
}

/** Writes beside and renames, so that no start ever finds half a file; leaves what is there. */
async function writeOnce(file: string, text: string): Promise<boolean> {
  if (await isThere(file)) return false
  const draft = `${file}.new`
  await writeFile(draft, text, { mode: PRIVATE_FILE })
  await rename(draft, file)
  return true
}

async function isThere(file: string): Promise<boolean> {
  try {
    await access(file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}
