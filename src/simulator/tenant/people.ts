import { isDemo } from './conditions.ts'
import { idKind, indexOfId, makeId } from './ids.ts'
import { Lru } from './lru.ts'
import { platformPersonIndex } from './population.ts'
import { Draw, hashOf, saltOf } from './prng.ts'
import { chatgptRole, daysHere, isDeactivated, isDormant, isGuest } from './standing.ts'
import type { Tenant } from './tenant.ts'
import { daysBefore, OWN_DOMAINS } from './tenant.ts'
import { unixFloat } from './time.ts'

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
  const domain = isGuest(tenant, index)
    ? (GUEST_DOMAINS[index % 2] as string)
    : OWN_DOMAINS[index % 8 === 5 ? 1 : 0]
  const local =
    index % 9 === SHOUTED_OF_9 ? `${first}.${last}${suffix}` : `${first}.${last}${suffix}`.toLowerCase()
  const days = daysHere(tenant, index, hashOf(tenant.seed, PEOPLE_SALT, index))
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
    role: chatgptRole(tenant, index),
    status: isDeactivated(tenant, index) ? 'inactive' : 'active',
  }
}

/** Unix microseconds of the last API call made with any of the person's keys, or null for never. */
export function lastKeyUse(tenant: Tenant, position: number): number | null {
  const index = platformPersonIndex(tenant, position) ?? 0
  const draw = new Draw(tenant.seed, PEOPLE_SALT, index, 3)
  if (!isDormant(tenant, index)) return daysBefore(tenant, draw.below(12), PEOPLE_SALT, index)
  return isDemo(tenant) && index % 4 === 0
    ? daysBefore(tenant, 90 + draw.below(200), PEOPLE_SALT, index)
    : null
}
