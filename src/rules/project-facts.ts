import type { JsonObject } from '../model/core/json.ts'
import type { ProjectBundle, ProjectState } from './bundles.ts'
import { isoTime } from './time.ts'
import type { Verdict } from './verdict.ts'
import { absentUpstream, skipped } from './verdict.ts'

/** Nothing can be done with what is in an archived or deleted project, so it is in no denominator. */
export function outsideOfProjects(state: ProjectState): Verdict | null {
  if (state === 'archived') return skipped('project_archived')
  return state === 'deleted' ? skipped('project_deleted') : null
}

export const projectEvidence = ({ asset, attributes, settings }: ProjectBundle): JsonObject => ({
  project_id: asset.externalId,
  name: attributes.name ?? null,
  created_at: isoTime(attributes.created_at),
  settings_hash: settings?.asset.contentHash ?? null,
})

export const withoutSettings = (): Verdict => absentUpstream('settings of the project')
