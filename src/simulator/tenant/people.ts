import { idKind, indexOfId, makeId } from './ids.ts'
import { Lru } from './lru.ts'
import { Draw, hashOf, saltOf } from './prng.ts'
import type { Tenant } from './tenant.ts'
import { daysBefore, OWN_DOMAINS } from './tenant.ts'
import { unixFloat } from './time.ts'

// People are numbered. 0 … users−1 are members of the ChatGPT workspace; the first 60 % of them have an account on the
// API platform too, under the same e-mail address. A few more exist on the platform alone. What is wrong with a person
// follows from the number, so that even twelve people hold every case.

const FIRST = [
  'Ada',
  'Bruno',
  'Chidi',
  'Dana',
  'Elif',
  'Farid',
  'Greta',
  'Hana',
  'Igor',
  'Jun',
  'Kofi',
  'Lena',
  'Mateo',
  'Nadia',
  'Omar',
  'Priya',
  'Quinn',
  'Rosa',
  'Sven',
  'Tara',
  'Umar',
  'Vera',
  'Wei',
  'Ximena',
  'Yara',
  'Zoe',
  'Amir',
  'Bela',
  'Carmen',
  'Diego',
  'Emre',
  'Fatou',
  'Gwen',
  'Hugo',
  'Ines',
  'Jonas',
  'Keiko',
  'Luca',
  'Mina',
  'Noor',
] as const
const LAST = [
  'Abara',
  'Berg',
  'Castillo',
  'Dubois',
  'Eriksen',
  'Fontana',
  'Garcia',
  'Haddad',
  'Ivanov',
  'Jensen',
  'Kaya',
  'Lopez',
  'Mensah',
  'Novak',
  'Okafor',
  'Petrov',
  'Quist',
  'Rossi',
  'Sato',
  'Tanaka',
  'Ueda',
  'Vargas',
  'Weber',
  'Xu',
  'Yilmaz',
  'Zhang',
  'Andersson',
  'Baker',
  'Chen',
  'Diallo',
  'Evans',
  'Fischer',
  'Gupta',
  'Hoang',
  'Ito',
  'Kim',
  'Moreau',
] as const
const GUEST_DOMAINS = ['contractor.example.net', 'partner.example.net'] as const

const USER = idKind('user-', 24)
const PEOPLE_SALT = saltOf('people')
const PLATFORM_SHARE = 0.6

// Residues that make a person a planted case.
const DORMANT_OF_6 = 4
const DEACTIVATED_OF_11 = 7
const NEWCOMER_OF_13 = 8
const ADMIN_EVERY = 97
const SHOUTED_OF_9 = 3

export interface Person {
  readonly index: number
  readonly id: string
  readonly name: string
  /** As upstream writes it: case varies. */
  readonly email: string
  readonly joined: number
}

// The most active people appear in most records; making their ids again each time was a third of the work. Bounded.
const REMEMBERED_PEOPLE = 4096
const remembered = new WeakMap<Tenant, Lru<number, Person>>()

export function person(tenant: Tenant, index: number): Person {
  const known = remembered.get(tenant) ?? new Lru<number, Person>(REMEMBERED_PEOPLE)
  remembered.set(tenant, known)
  return known.get(index) ?? known.set(index, makePerson(tenant, index))
}

function makePerson(tenant: Tenant, index: number): Person {
  const first = FIRST[index % FIRST.length] as string
  const row = Math.floor(index / FIRST.length)
  const last = LAST[(index + row) % LAST.length] as string
  const round = Math.floor(index / (FIRST.length * LAST.length))
  const suffix = round === 0 ? '' : String(round + 1)
  const guest = index >= tenant.users
  const domain = guest ? (GUEST_DOMAINS[index % 2] as string) : OWN_DOMAINS[index % 8 === 5 ? 1 : 0]
  const local =
    index % 9 === SHOUTED_OF_9 ? `${first}.${last}${suffix}` : `${first}.${last}${suffix}`.toLowerCase()
  const days = isNewcomer(index) ? 5 : 60 + (hashOf(tenant.seed, PEOPLE_SALT, index) % 700)
  return {
    index,
    id: makeId(tenant.seed, USER, index),
    name: `${first} ${last}${suffix === '' ? '' : ` ${suffix}`}`,
    email: `${local}@${domain}`,
    joined: daysBefore(tenant, days, PEOPLE_SALT, index),
  }
}

export function userIdOf(tenant: Tenant, index: number): string {
  return makeId(tenant.seed, USER, index)
}

export function personIndexOf(tenant: Tenant, id: string): number | undefined {
  return indexOfId(tenant.seed, USER, id)
}

/** Enabled, here for long, and silent everywhere: the inactive user that a posture rule looks for. */
export function isDormant(index: number): boolean {
  return index % 6 === DORMANT_OF_6
}

export function isDeactivated(index: number): boolean {
  return index % 11 === DEACTIVATED_OF_11
}

export function isNewcomer(index: number): boolean {
  return index % 13 === NEWCOMER_OF_13
}

/** The next person at or after `start` who does things, so that dormant people leave no trace in any log. */
export function activePerson(tenant: Tenant, start: number): number {
  let index = start % tenant.users
  while (isDormant(index) || isDeactivated(index)) index = (index + 1) % tenant.users
  return index
}

export function chatgptRole(index: number): string {
  if (index === 0) return 'account-owner'
  return index === 1 || index % ADMIN_EVERY === 50 ? 'account-admin' : 'standard-user'
}

export interface ChatgptUser {
  readonly object: 'compliance.workspace.user'
  readonly id: string
  readonly email: string
  readonly name: string
  readonly created_at: number
  readonly role: string
  readonly status: 'active' | 'inactive'
}

export function chatgptUser(tenant: Tenant, index: number): ChatgptUser {
  const { id, email, name, joined } = person(tenant, index)
  return {
    object: 'compliance.workspace.user',
    id,
    email,
    name,
    created_at: unixFloat(joined),
    role: chatgptRole(index),
    status: isDeactivated(index) ? 'inactive' : 'active',
  }
}

// --- The platform's people -------------------------------------------------------------------------------------------

/** People with both accounts, then people of the platform alone, then service accounts that show up as users. */
export interface PlatformPopulation {
  readonly shared: number
  readonly alone: number
  readonly robots: number
  readonly total: number
}

export function platformPopulation(tenant: Tenant): PlatformPopulation {
  const shared = Math.ceil(tenant.users * PLATFORM_SHARE)
  const alone = Math.max(2, Math.ceil(tenant.users / 25))
  const robots = Math.max(1, Math.ceil(tenant.users / 50))
  return { shared, alone, robots, total: shared + alone + robots }
}

/** The person number of a platform user, or undefined when the position lies beyond the list. */
export function platformPersonIndex(tenant: Tenant, position: number): number | undefined {
  const { shared, total } = platformPopulation(tenant)
  if (position < 0 || position >= total) return undefined
  return position < shared ? position : tenant.users + (position - shared)
}

export function platformPosition(tenant: Tenant, personIndex: number): number | undefined {
  const { shared, total } = platformPopulation(tenant)
  const position = personIndex < tenant.users ? personIndex : shared + (personIndex - tenant.users)
  const inRange = personIndex < tenant.users ? position < shared : position < total
  return inRange ? position : undefined
}

export function isRobot(tenant: Tenant, position: number): boolean {
  const { shared, alone } = platformPopulation(tenant)
  return position >= shared + alone
}

export function platformRole(position: number): 'owner' | 'reader' {
  return position < 2 || position % 20 === 9 ? 'owner' : 'reader'
}

/** Unix microseconds of the last API call made with any of the person's keys, or null for never. */
export function lastKeyUse(tenant: Tenant, position: number): number | null {
  const index = platformPersonIndex(tenant, position) ?? 0
  const draw = new Draw(tenant.seed, PEOPLE_SALT, index, 3)
  if (!isDormant(index)) return daysBefore(tenant, draw.below(12), PEOPLE_SALT, index)
  return index % 4 === 0 ? daysBefore(tenant, 90 + draw.below(200), PEOPLE_SALT, index) : null
}
