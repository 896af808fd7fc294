import type { Sql, Tx } from '../../db/client.ts'
import type { KnownAsset } from '../../db/event-rules/event-assets.ts'
import { assetsByUpstreamId } from '../../db/event-rules/event-assets.ts'
import type { IntegrationId } from '../../model/core/ids.ts'
import type { StreamName } from '../../model/core/streams.ts'
import { STREAMS } from '../../model/core/streams.ts'
import type { EventAsset } from '../../rules/event-rule.ts'
import { fingerprintOf } from '../../rules/fingerprint.ts'
import type { EvaluationFacts } from '../facts.ts'
import type { EventRuleRun } from './event-pass.ts'
import type { Occurrence } from './judge-page.ts'
import { dayOf, discriminatorOf } from './judged-event.ts'

/** One finding of this page: what one actor did to one thing on one day. */
export interface Group {
  readonly run: EventRuleRun
  readonly asset: KnownAsset
  readonly fingerprint: string
  readonly day: string
  readonly occurrences: Occurrence[]
}

interface Tenant {
  readonly integrationId: IntegrationId
  readonly facts: Pick<EvaluationFacts, 'tenantAssets'>
}

/** Which findings a page's occurrences are of. */
export async function groupsOf(
  tx: Sql | Tx,
  { integrationId, facts }: Tenant,
  stream: StreamName,
  occurrences: readonly Occurrence[],
): Promise<readonly Group[]> {
  if (occurrences.length === 0) return []
  const tenantKind = STREAMS[stream].plane === 'chatgpt' ? 'chatgpt.workspace' : 'platform.organization'
  const tenant = facts.tenantAssets.find(({ kind }) => kind === tenantKind)
  const asked = occurrences.flatMap(({ verdict }) => verdict.asset ?? [])
  const known = await assetsByUpstreamId(tx, integrationId, [...(tenant ? [tenant] : []), ...asked])
  const nameOf = ({ kind, externalId }: EventAsset): string => `${kind} ${externalId}`
  const byName = new Map(known.map((one) => [nameOf(one), one]))
  const find = (one: EventAsset | null | undefined) => (one ? byName.get(nameOf(one)) : undefined)
  const groups = new Map<string, Group>()
  for (const occurrence of occurrences) {
    const { run, event, verdict } = occurrence
    const asset = find(verdict.asset) ?? find(tenant)
    // The plane was taken away meanwhile: nothing is left to say this of.
    if (asset === undefined) continue
    const day = dayOf(event)
    const discriminator = discriminatorOf(event)
    const fingerprint = fingerprintOf({
      integrationId,
      ruleId: run.rule.id,
      assets: [asset],
      discriminator,
    })
    const group = groups.get(fingerprint) ?? { run, asset, fingerprint, day, occurrences: [] }
    group.occurrences.push(occurrence)
    groups.set(fingerprint, group)
  }
  return [...groups.values()]
}
