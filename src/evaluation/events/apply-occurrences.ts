import type { Tx } from '../../db/client.ts'
import { moveEventRuleCursors } from '../../db/event-rules/cursors.ts'
import { lockRulesToo, withRuleLocked } from '../../db/findings/rule-lock.ts'
import type { EventRuleId } from '../../model/core/rule-ids.ts'
import type { StreamName } from '../../model/core/streams.ts'
import type { EventPassDeps } from './event-pass.ts'
import { groupsOf } from './groups.ts'
import type { Occurrence } from './judge-page.ts'
import { writeGroups } from './write-groups.ts'

/** The events that were judged, by which rules. */
export interface JudgedPage {
  readonly stream: StreamName
  readonly ruleIds: readonly EventRuleId[]
  /** Where their cursors stood, and where they go. */
  readonly from: number
  readonly to: number
}

/**
 * Counts a page's occurrences and moves the cursors, in one transaction. False where the cursors stood elsewhere: then
 * nothing was written. Nobody else moves event findings of this integration meanwhile.
 */
export async function applyOccurrences(
  deps: EventPassDeps,
  page: JudgedPage,
  occurrences: readonly Occurrence[],
): Promise<boolean> {
  const { integrationId, sql, facts } = deps
  const apply = async (tx: Tx) => {
    const { stream, ruleIds, from, to } = page
    const isOurs = await moveEventRuleCursors(tx, { integrationId, ruleIds, stream, from, to })
    // Some may have moved: they go back with the transaction.
    if (!isOurs) throw new JudgedElsewhere()
    const groups = await groupsOf(tx, deps, stream, occurrences)
    await lockRulesToo(
      tx,
      integrationId,
      groups.map(({ run }) => run.rule.id),
    )
    for (const [run, own] of Map.groupBy(groups, (group) => group.run)) {
      run.tally.countNews(await writeGroups(tx, deps, stream, { run, groups: own }))
    }
    return true
  }
  try {
    return await withRuleLocked(sql, { integrationId, ruleId: 'events', mode: facts.mode }, apply)
  } catch (error) {
    if (error instanceof JudgedElsewhere) return false
    throw error
  }
}

/** The cursors stood elsewhere than a page was read from: whatever was written with it goes back. */
export class JudgedElsewhere extends Error {
  override readonly name = 'JudgedElsewhere'
}
