import type { Condition } from './conditions.ts'
import { isDemo, isPlanted } from './conditions.ts'
import type { Tenant } from './tenant.ts'

// How old a key is, when it was last used, and until when it lives.

export interface Life {
  readonly name: string
  readonly ageDays: number
  /** Days since last use; null: never used. */
  readonly idleDays: number | null
  readonly expiresInDays: number | null
}

// Six lives of a key, so that six keys show every verdict of the rotation and use rules, and the trap that a key made
// yesterday has no last use either.
const DEMO_LIVES: readonly Life[] = [
  { name: 'web', ageDays: 20, idleDays: 0, expiresInDays: 160 },
  { name: 'legacy-import', ageDays: 210, idleDays: 1, expiresInDays: null },
  { name: 'forgotten', ageDays: 400, idleDays: null, expiresInDays: null },
  { name: 'fresh', ageDays: 2, idleDays: null, expiresInDays: 28 },
  { name: 'paused-job', ageDays: 150, idleDays: 120, expiresInDays: null },
  { name: 'ci', ageDays: 60, idleDays: 3, expiresInDays: 30 },
]

// Six that no rule minds, and none within the weeks that a test may let pass.
const CLEAN_LIVES: readonly Life[] = [
  { name: 'web', ageDays: 20, idleDays: 0, expiresInDays: 160 },
  { name: 'import', ageDays: 45, idleDays: 1, expiresInDays: 135 },
  { name: 'reports', ageDays: 10, idleDays: 2, expiresInDays: 170 },
  { name: 'batch', ageDays: 30, idleDays: 0, expiresInDays: 150 },
  { name: 'job', ageDays: 25, idleDays: 4, expiresInDays: 155 },
  { name: 'ci', ageDays: 40, idleDays: 3, expiresInDays: 140 },
]

/** So many lives has a key of each kind at least. */
export const LIVES = DEMO_LIVES.length

/** Planted project keys are all in this project, each with a number of its own, none of a length that samples lack. */
export const PLANTED_PROJECT = 1
export const OWN_KEY = 0
const UNUSED_ADMIN_KEY = 3

const OLD: Partial<Life> = { ageDays: 130, idleDays: 1 }
const UNUSED: Partial<Life> = { ageDays: 130, idleDays: 120 }

interface KeyCase {
  readonly k: number
  readonly change: Partial<Life>
}

type CasesOf<C extends Condition> = { readonly [K in C]: KeyCase }

// As published, admin keys 2, 8, … and project keys 5, 12, … of this project lack their last use: only the
// case that shows in the usage, too, stands there.
export const ADMIN_KEY_CASES: CasesOf<'credential.expiring' | 'key.admin_not_rotated' | 'key.admin_unused'> =
  {
    'credential.expiring': { k: OWN_KEY, change: { expiresInDays: 5 } },
    'key.admin_not_rotated': { k: 1, change: OLD },
    'key.admin_unused': { k: UNUSED_ADMIN_KEY, change: UNUSED },
  }

/** The two without a change are about the owner: whom `keys.ts` finds. */
export const PROJECT_KEY_CASES: CasesOf<
  | 'key.project_not_rotated'
  | 'nhi.orphaned'
  | 'key.project_unused'
  | 'key.owner_lost_access'
  | 'nhi.no_expiry'
  | 'nhi.woke_up'
> = {
  'key.project_not_rotated': { k: 0, change: OLD },
  'nhi.orphaned': { k: 1, change: {} },
  'key.project_unused': { k: 2, change: UNUSED },
  'key.owner_lost_access': { k: 3, change: {} },
  'nhi.no_expiry': { k: 4, change: { expiresInDays: null } },
  'nhi.woke_up': { k: 5, change: { ageDays: 80, idleDays: 2 } },
}

export const adminKeyLife = (tenant: Tenant, k: number): Life =>
  isDemo(tenant) ? lifeOf(DEMO_LIVES, k) : changed(tenant, lifeOf(CLEAN_LIVES, k), ADMIN_KEY_CASES, k)

export function projectKeyLife(tenant: Tenant, p: number, k: number): Life {
  if (isDemo(tenant)) return lifeOf(DEMO_LIVES, k + p)
  const life = lifeOf(CLEAN_LIVES, k + p)
  return p === PLANTED_PROJECT ? changed(tenant, life, PROJECT_KEY_CASES, k) : life
}

const lifeOf = (lives: readonly Life[], n: number): Life => lives[n % lives.length] as Life

function changed(tenant: Tenant, life: Life, cases: Readonly<Record<string, KeyCase>>, k: number): Life {
  for (const [condition, one] of Object.entries(cases)) {
    if (one.k === k && isPlanted(tenant, condition as Condition)) return { ...life, ...one.change }
  }
  return life
}

/** Whether the project key is the one of a planted condition. */
export const isPlantedKey = (
  tenant: Tenant,
  condition: keyof typeof PROJECT_KEY_CASES,
  p: number,
  k: number,
): boolean => isPlanted(tenant, condition) && p === PLANTED_PROJECT && k === PROJECT_KEY_CASES[condition].k

/** Whether nothing may be seen to be done with an admin key. In the demo something is, now and then. */
export const isUnusedAdminKey = (tenant: Tenant, k: number): boolean =>
  k === UNUSED_ADMIN_KEY && isPlanted(tenant, 'key.admin_unused')
