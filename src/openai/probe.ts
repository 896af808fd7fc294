import type { Capability, CapabilityState } from '../model/core/capabilities.ts'
import { CAPABILITIES, CAPABILITY_FACTS } from '../model/core/capabilities.ts'
import type { CredentialKind } from '../model/core/credentials.ts'
import { CREDENTIAL_KIND_LABEL } from '../model/core/credentials.ts'
import type { CredentialId } from '../model/core/ids.ts'
import type { Plane } from '../model/core/planes.ts'
import type { ResultCode } from '../model/core/result-codes.ts'
import type { HttpPool } from './http-pool.ts'
import type { Attempt, ProbedCredential, ProbeOptions } from './probing/attempts.ts'
import { attemptPlane, isKnownTo } from './probing/attempts.ts'
import type { Mislabelled, Standing } from './probing/key-kinds.ts'
import { findMislabelled, PLANE_OF_LABEL, standingOf } from './probing/key-kinds.ts'
import type { ProbeProof } from './probing/proof.ts'
import { gatherProof } from './probing/proof.ts'
import { adviceFor } from './result-words.ts'
import type { Transport } from './transport.ts'
import { createTransport } from './transport.ts'

export interface CapabilityProbe {
  readonly capability: Capability
  readonly state: CapabilityState
  readonly resultCode: ResultCode
  /** Who serves it; null where nobody does. */
  readonly credentialId: CredentialId | null
  /** For people: names the key kind, the capability and what to do. */
  readonly detail: string
  readonly fixUrl: string | null
}

/** What came out for a credential as a whole. */
export interface CredentialProbe {
  readonly credentialId: CredentialId
  readonly kind: CredentialKind
  readonly resultCode: ResultCode
  readonly detail: string
  readonly fixUrl: string | null
}

export interface ProbeReport {
  readonly capabilities: readonly CapabilityProbe[]
  readonly credentials: readonly CredentialProbe[]
  readonly proof: ProbeProof
}

/**
 * Finds out what each credential may do by asking for it: OpenAI publishes neither a key's scopes nor a
 * list of them. Every credential is tried on both planes, since a label is what a person believed.
 */
export async function probeCapabilities(options: ProbeOptions, pool: HttpPool): Promise<ProbeReport> {
  const transport = createTransport(pool, options.budget, options.signal)
  const planes = configuredPlanes(options)
  const standings: Standing[] = []
  for (const credential of options.credentials) {
    standings.push(await stand(transport, options, credential, planes))
  }
  const mislabelled = findMislabelled(standings)
  const verdicts = CAPABILITIES.map((capability) => judge(capability, standings, mislabelled, planes))
  const serving = new Map(
    verdicts.flatMap(({ capability, credential, state }) =>
      state === 'granted' && credential !== null ? [[capability, credential] as const] : [],
    ),
  )
  return {
    capabilities: verdicts.map(describe),
    credentials: standings.map((standing) => describeCredential(standing, mislabelled)),
    proof: await gatherProof(transport, options, serving),
  }
}

/** A plane is asked only if something was given for it: an id, or for the platform a key that brings its own. */
function configuredPlanes({ ids, credentials }: ProbeOptions): readonly Plane[] {
  const hasPlatform = ids.organizationId !== null || credentials.some(({ kind }) => kind === 'admin_key')
  return [
    ...(hasPlatform ? (['platform'] as const) : []),
    ...(ids.workspaceId !== null ? (['chatgpt'] as const) : []),
  ]
}

async function stand(
  transport: Transport,
  options: ProbeOptions,
  credential: ProbedCredential,
  planes: readonly Plane[],
): Promise<Standing> {
  const attempts: Attempt[] = []
  for (const plane of planes) attempts.push(...(await attemptPlane(transport, options, credential, plane)))
  const own = PLANE_OF_LABEL[credential.kind]
  const readsOwn = attempts.some(({ plane, code }) => plane === own && code === 'ok')
  const alsoKnownOn: Plane[] = []
  // Nothing can be read with it where it belongs: perhaps it belongs to the plane that was not asked.
  const other = own === 'platform' ? 'chatgpt' : 'platform'
  const isWorthAsking = own !== null && !readsOwn && !planes.includes(other)
  if (isWorthAsking && (await isKnownTo(transport, options, credential, other))) alsoKnownOn.push(other)
  return standingOf(credential, attempts, alsoKnownOn)
}

interface Verdict {
  readonly capability: Capability
  readonly state: CapabilityState
  readonly code: ResultCode
  /** Whose attempt decided; null where nobody could try. */
  readonly credential: ProbedCredential | null
  readonly scopes: readonly string[]
}

function judge(
  capability: Capability,
  standings: readonly Standing[],
  mislabelled: Mislabelled,
  planes: readonly Plane[],
): Verdict {
  const { plane } = CAPABILITY_FACTS[capability]
  const attempts = standings.flatMap((standing) =>
    standing.attempts.filter((one) => one.capability === capability),
  )
  const labelled = (attempt: Attempt) => PLANE_OF_LABEL[attempt.credential.kind] === plane
  const granted = attempts.filter(({ code }) => code === 'ok')
  const best = granted.find(labelled) ?? granted[0]
  if (best !== undefined) {
    const isElsewhere = mislabelled.areSwapped && mislabelled.ids.has(best.credential.id)
    return verdict(best, 'granted', isElsewhere ? 'swapped_keys' : 'ok')
  }
  // A key that promised nothing on this plane and can do nothing there explains nothing.
  const telling = attempts.find((one) => isOf(plane, one, mislabelled)) ?? attempts.find(labelled)
  // Costs are the organization's: without its id they cannot be asked for, whatever the key may do.
  const isConfigured = planes.includes(plane) && telling?.code !== 'not_configured'
  if (telling === undefined || !isConfigured) {
    return { capability, state: 'absent', code: 'not_configured', credential: null, scopes: [] }
  }
  if (mislabelled.ids.has(telling.credential.id) && labelled(telling)) {
    return verdict(telling, 'denied', mislabelled.areSwapped ? 'swapped_keys' : 'wrong_key_class')
  }
  const standing = standings.find(({ credential }) => credential.id === telling.credential.id)
  if (plane === 'chatgpt' && standing !== undefined && isAwaiting(standing)) {
    return verdict(telling, 'awaiting', 'access_not_granted_yet')
  }
  return verdict(telling, 'denied', telling.code)
}

/** Really a key of that plane, whatever its label: labelled so and rightly, or labelled otherwise and wrongly. */
function isOf(plane: Plane, attempt: Attempt, mislabelled: Mislabelled): boolean {
  const own = PLANE_OF_LABEL[attempt.credential.kind]
  if (own === null) return false
  return (own === plane) !== mislabelled.ids.has(attempt.credential.id)
}

/**
 * Known to the compliance host and allowed nothing at all: OpenAI grants compliance scopes by hand, all
 * others are dropped then, and until then the key has none. A key that may read some of it lacks scopes.
 */
function isAwaiting({ attempts }: Standing): boolean {
  const tried = attempts.filter(({ plane, code }) => plane === 'chatgpt' && code !== 'not_configured')
  return tried.length > 0 && tried.every(({ code }) => code === 'missing_scope')
}

const verdict = (attempt: Attempt, state: CapabilityState, code: ResultCode): Verdict => ({
  capability: attempt.capability,
  state,
  code,
  credential: attempt.credential,
  scopes: attempt.scopes,
})

function describe({ capability, state, code, credential, scopes }: Verdict): CapabilityProbe {
  const plane = CAPABILITY_FACTS[capability].plane
  const kind = credential?.kind ?? (plane === 'platform' ? 'admin_key' : 'compliance_key')
  const advice = adviceFor(code, { label: CREDENTIAL_KIND_LABEL[kind], kind, capability, scopes })
  return {
    capability,
    state,
    resultCode: code,
    credentialId: state === 'granted' ? (credential?.id ?? null) : null,
    detail: advice.words,
    fixUrl: advice.fixUrl,
  }
}

function describeCredential(standing: Standing, mislabelled: Mislabelled): CredentialProbe {
  const { id, kind } = standing.credential
  const { code, attempt } = credentialCode(standing, mislabelled)
  const advice = adviceFor(code, {
    label: CREDENTIAL_KIND_LABEL[kind],
    kind,
    capability: attempt?.capability ?? null,
    scopes: attempt?.scopes ?? [],
  })
  return { credentialId: id, kind, resultCode: code, detail: advice.words, fixUrl: advice.fixUrl }
}

function credentialCode(
  standing: Standing,
  mislabelled: Mislabelled,
): { code: ResultCode; attempt: Attempt | null } {
  const { credential, attempts } = standing
  const own = PLANE_OF_LABEL[credential.kind]
  const first = attempts.find(({ plane }) => plane === own) ?? null
  if (mislabelled.ids.has(credential.id)) {
    return { code: mislabelled.areSwapped ? 'swapped_keys' : 'wrong_key_class', attempt: first }
  }
  if (attempts.some(({ code }) => code === 'ok')) return { code: 'ok', attempt: null }
  if (credential.kind === 'project_key') return { code: 'project_key_adds_nothing', attempt: null }
  if (own === 'chatgpt' && isAwaiting(standing)) return { code: 'access_not_granted_yet', attempt: first }
  return { code: first?.code ?? 'not_configured', attempt: first }
}
