import { ownIdOf } from '../model/core/assets.ts'
import type { JsonObject } from '../model/core/json.ts'
import type { AdminKeyBundle, ProjectKeyBundle } from './bundles.ts'
import { outsideOfProjects } from './project-facts.ts'
import { daysSince, isoTime, wholeDays } from './time.ts'
import type { Verdict } from './verdict.ts'
import { absentUpstream, fail, PASS, skipped } from './verdict.ts'

export type KeyBundle = AdminKeyBundle | ProjectKeyBundle

const projectEvidence = (bundle: KeyBundle): JsonObject =>
  bundle.subject === 'project_key'
    ? {
        project_id: bundle.project.externalId,
        project_name: bundle.project.name,
        owner_project_access: bundle.attributes.owner_project_access ?? null,
      }
    : {}

export function keyEvidence(bundle: KeyBundle): JsonObject {
  const { asset, attributes, own } = bundle
  return {
    key_id: ownIdOf(bundle.asset.externalId),
    name: attributes.name ?? null,
    redacted_value: attributes.redacted_value ?? null,
    owner_type: attributes.owner_type ?? null,
    owner_id: attributes.owner_id ?? null,
    owner_role: attributes.owner_role ?? null,
    owner_person_id: asset.people.owner ?? null,
    created_at: isoTime(attributes.created_at),
    expires_at: isoTime(attributes.expires_at),
    own_key: own,
    ...projectEvidence(bundle),
  }
}

/** "never" is upstream's `null`; nothing at all is "not told". */
export function lastUsed({ attributes }: KeyBundle): string {
  if (attributes.last_used_at === undefined) return 'not told'
  return isoTime(attributes.last_used_at) ?? 'never'
}

/** What is in no denominator: keys of archived projects, and project keys that the admin listing names again. */
export function outsideOfKeys(bundle: KeyBundle): Verdict | null {
  if (bundle.subject === 'admin_key') return bundle.isProjectKey ? skipped('is_project_key') : null
  return outsideOfProjects(bundle.project.state)
}

/** A key cannot be rotated in place upstream, so its age is the time since its last rotation. */
export function judgeRotation(bundle: KeyBundle, now: number, maxAgeDays: number): Verdict {
  const skip = outsideOfKeys(bundle)
  if (skip) return skip
  const createdAt = bundle.attributes.created_at
  if (createdAt === undefined || createdAt === null) return absentUpstream('created_at')
  const age = daysSince(createdAt, now)
  if (age <= maxAgeDays) return PASS
  return fail({
    evidence: keyEvidence(bundle),
    moving: { age_days: wholeDays(age), last_used_at: lastUsed(bundle) },
  })
}

/**
 * `last_used_at` has three meanings: a time; `null`, never used, so the key counts from its making
 * (one made a minute ago is null too); absent, unknown, and nothing may be said.
 */
export function judgeUse(bundle: KeyBundle, now: number, maxIdleDays: number): Verdict {
  const skip = outsideOfKeys(bundle)
  if (skip) return skip
  const { last_used_at: lastUsedAt, created_at: createdAt } = bundle.attributes
  if (lastUsedAt === undefined) return absentUpstream('last_used_at')
  const idleSince = lastUsedAt ?? createdAt
  if (idleSince === undefined || idleSince === null) return absentUpstream('created_at')
  const idle = daysSince(idleSince, now)
  if (idle <= maxIdleDays) return PASS
  return fail({
    evidence: { ...keyEvidence(bundle), last_used_at: lastUsed(bundle) },
    moving: { idle_days: wholeDays(idle) },
  })
}
