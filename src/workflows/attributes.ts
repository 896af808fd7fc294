import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common'
import { upsertSearchAttributes } from '@temporalio/workflow'
import type { IntegrationId } from '../model/core/ids.ts'
import { SEARCH_ATTRIBUTES } from '../model/core/names.ts'
import type { Phase } from '../model/core/phases.ts'
import type { RunKind } from '../model/core/runs.ts'

const INTEGRATION = defineSearchAttributeKey(SEARCH_ATTRIBUTES.integration, SearchAttributeType.KEYWORD)
const RUN_KIND = defineSearchAttributeKey(SEARCH_ATTRIBUTES.runKind, SearchAttributeType.KEYWORD)
const PHASE = defineSearchAttributeKey(SEARCH_ATTRIBUTES.phase, SearchAttributeType.KEYWORD)

/** Search attributes are not encrypted: ids, kinds and phases only. */
export const runAttributes = (integrationId: IntegrationId, kind: RunKind) => [
  { key: INTEGRATION, value: integrationId as string },
  { key: RUN_KIND, value: kind as string },
]

export function showPhase(integrationId: IntegrationId, phase: Phase): void {
  upsertSearchAttributes([
    { key: INTEGRATION, value: integrationId as string },
    { key: PHASE, value: phase as string },
  ])
}
