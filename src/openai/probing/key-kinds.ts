import type { CredentialKind } from '../../model/core/credentials.ts'
import type { Plane } from '../../model/core/planes.ts'
import type { Attempt, ProbedCredential } from './attempts.ts'

/** Which plane a label promises. A project key promises neither. */
export const PLANE_OF_LABEL: Record<CredentialKind, Plane | null> = {
  compliance_key: 'chatgpt',
  admin_key: 'platform',
  project_key: null,
}

/** What one credential turned out to be on each plane. */
export interface Standing {
  readonly credential: ProbedCredential
  readonly attempts: readonly Attempt[]
  /** Planes whose API knows the key, tried or asked for by `isKnownTo`. */
  readonly knownOn: ReadonlySet<Plane>
  /** Planes where it may read at least one thing. */
  readonly readsOn: ReadonlySet<Plane>
}

export function standingOf(
  credential: ProbedCredential,
  attempts: readonly Attempt[],
  alsoKnownOn: readonly Plane[],
): Standing {
  const known = attempts.filter(({ isKnown }) => isKnown === true).map(({ plane }) => plane)
  const reads = attempts.filter(isReadable).map(({ plane }) => plane)
  return { credential, attempts, knownOn: new Set([...known, ...alsoKnownOn]), readsOn: new Set(reads) }
}

/** `audit_logging_disabled` is a key that may read what is not there: it speaks for the key. */
const isReadable = ({ code }: Attempt): boolean => code === 'ok' || code === 'audit_logging_disabled'

export interface Mislabelled {
  /** Credentials that are really the other kind. */
  readonly ids: ReadonlySet<string>
  /** Each stands where the other belongs. */
  readonly areSwapped: boolean
}

/**
 * Names a key by what it does. The compliance host does not know keys of another class (401), while it
 * answers a compliance key without scopes with 403: that tells a compliance key under the wrong label
 * even before OpenAI has granted it anything. The platform answers any key of the organization with
 * "missing scopes", so there only a successful read proves an admin key.
 */
export function findMislabelled(standings: readonly Standing[]): Mislabelled {
  const admin = standings.filter(({ credential }) => credential.kind === 'admin_key').filter(isCompliance)
  const compliance = standings
    .filter(({ credential }) => credential.kind === 'compliance_key')
    .filter(isAdmin)
  const ids = new Set([...admin, ...compliance].map(({ credential }) => credential.id))
  return { ids, areSwapped: admin.length > 0 && compliance.length > 0 }
}

const isCompliance = ({ readsOn, knownOn, attempts }: Standing): boolean =>
  !readsOn.has('platform') && knownOn.has('chatgpt') && isTold(attempts, 'platform')

const isAdmin = ({ readsOn, knownOn, attempts }: Standing): boolean => {
  const isReader = readsOn.has('platform') || (knownOn.has('platform') && !attempts.some(isOnPlatform))
  return isReader && !knownOn.has('chatgpt') && isTold(attempts, 'chatgpt')
}

const isOnPlatform = ({ plane }: Attempt): boolean => plane === 'platform'

/** Every answer of that plane told something: an outage is no verdict on a key. */
const isTold = (attempts: readonly Attempt[], on: Plane): boolean =>
  attempts.every(({ plane, isKnown }) => plane !== on || isKnown !== null)
