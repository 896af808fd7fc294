import type { Tx } from '../db/client.ts'
import { noteRelieved, noteStanding } from '../db/findings/note-sightings.ts'
import type { StoredFindingRow } from '../db/findings/stored-findings.ts'
import type { Evaluation, FindingNews, NewFinding, RefreshedFinding } from '../db/findings/write-findings.ts'
import {
  appendFindingEvents,
  insertFindings,
  refreshFindings,
  resolveFindings,
} from '../db/findings/write-findings.ts'
import type { MachineEventKind } from '../model/core/findings.ts'
import type { FindingId, PersonId } from '../model/core/ids.ts'
import type { Severity } from '../model/core/severity.ts'
import type { AssetIdentity, Bundle } from '../rules/bundles.ts'
import type { FindingChange, ResolvedBecause } from '../rules/lifecycle.ts'
import { onRelief } from '../rules/lifecycle.ts'
import { assignOpened } from './assignment/assign-opened.ts'
import type { Unassigned } from './assignment/assignments-of.ts'
import type { BareBundle } from './custom/bare-bundles.ts'

/** What becomes of a finding, for whoever wants to know before it does. */
export interface Move {
  readonly move: 'open' | 'reopen' | 'resolve' | 'severity'
  readonly fingerprint: string
  /** Null of one whose asset is gone. */
  readonly asset: AssetIdentity | null
  readonly severity: Severity | null
  /** As upstream calls the thing; null where it has no name of its own. */
  readonly name: string | null
  /** Of a finding about what happened: who, when, how often. */
  readonly happened?: Happened
}

/** Who did it, on which day, and how often. */
export interface Happened {
  readonly day: string
  readonly personId: PersonId | null
  /** The redacted id of a key, or a system's; null of a person, and of whoever is unknown. */
  readonly key: string | null
  readonly occurrences: number
}

/** Everything one transaction writes. */
export class Plan {
  readonly moves: Move[] = []
  readonly open: NewFinding[] = []
  readonly refresh: RefreshedFinding[] = []
  readonly resolve: FindingId[] = []
  readonly news: FindingNews[] = []
  /** Opened, or again: what is nobody's among them goes to whom the routes say. */
  readonly opened: Unassigned[] = []

  tell(findingId: FindingId, change: FindingChange): void {
    if (change.change === 'none') return
    for (const item of change.news) this.news.push({ findingId, ...item })
  }

  relieve(
    stored: StoredFindingRow | null,
    because: ResolvedBecause | null,
    now: string,
    bundle: Bundle | BareBundle | null,
  ): void {
    const change = onRelief(stored, because, now)
    if (stored === null || change.change !== 'resolve') return
    this.moves.push({ move: 'resolve', fingerprint: stored.fingerprint, ...named(bundle), severity: null })
    this.resolve.push(change.id)
    this.tell(change.id, change)
  }
}

export function named(bundle: Bundle | BareBundle | null): Pick<Move, 'asset' | 'name'> {
  if (bundle === null) return { asset: null, name: null }
  const { name } = bundle.attributes as { readonly name?: unknown }
  return { asset: bundle.asset, name: typeof name === 'string' ? name : null }
}

/** In the order in which histories tell it; what another evaluation has opened first is its to tell. */
export async function writePlan(
  tx: Tx,
  evaluation: Evaluation,
  plan: Plan,
): Promise<readonly MachineEventKind[]> {
  const opened = await insertFindings(tx, evaluation, plan.open)
  await refreshFindings(tx, plan.refresh)
  await resolveFindings(tx, evaluation, plan.resolve)
  await noteStanding(tx, evaluation, [...opened, ...plan.refresh.map(({ id }) => id)])
  await noteRelieved(tx, evaluation, plan.resolve)
  const proposed = new Set(plan.open.map(({ id }) => id))
  const news = plan.news.filter(({ findingId }) => !proposed.has(findingId) || opened.has(findingId))
  const told = await appendFindingEvents(tx, evaluation, news)
  const isOpened = ({ id }: Unassigned): boolean => !proposed.has(id) || opened.has(id)
  await assignOpened(tx, evaluation.integrationId, plan.opened.filter(isOpened))
  return told
}
