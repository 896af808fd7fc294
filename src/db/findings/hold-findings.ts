import { asc, sql } from 'drizzle-orm'
import type { FindingId, IntegrationId } from '../../model/core/ids.ts'
import type { AnyRuleId } from '../../model/core/rule-ids.ts'
import type { Scope } from '../../model/core/scope.ts'
import type { Db } from '../client.ts'
import { holdLiving } from '../integrations/hold-living.ts'
import { findings } from '../schema/meaning.ts'
import type { FindingFilter } from './finding-filter.ts'
import { whereFindings } from './finding-filter.ts'
import { lockRules } from './rule-lock.ts'

const HELD = {
  id: findings.id,
  integrationId: findings.integrationId,
  ruleId: findings.ruleId,
  fingerprint: findings.fingerprint,
  state: findings.state,
  effectiveSeverity: findings.effectiveSeverity,
  reopenedCount: findings.reopenedCount,
  triage: findings.triage,
  assignee: findings.assignee,
}

/** What people act on, as it is while it is held. */
export type HeldFinding = Pick<typeof findings.$inferSelect, keyof typeof HELD>

/** More than people act on at once; what one transaction can hold, write and give back within a second or two. */
export const MOST_HELD = 10_000
/** Rules of integrations. Each is a lock in memory that all of Postgres shares, which has a few thousand of them. */
const MOST_RULES = 1_000

export class TooManyFindings extends Error {
  override readonly name = 'TooManyFindings'
}

/** Findings began to match between the time of asking and that of holding. */
export class OthersMatch extends Error {
  override readonly name = 'OthersMatch'
  /** How many match now. */
  readonly matching: number

  constructor(matching: number) {
    super(`findings began to match meanwhile: there are ${matching} now`)
    this.matching = matching
  }
}

/**
 * One transaction over all findings that a filter matches, in which neither evaluations nor other people change them.
 *
 * First what matches is read without a lock, to learn whose locks are needed; then integrations, rules and rows are
 * locked, in this order and each in the order of their keys. Then what matches is read again: what was found and does not
 * match any more is for the caller to judge by the number. What began to match meanwhile may be of a rule that
 * is not locked, so it is never held: then nothing is done (`OthersMatch`). Throws `TooManyFindings` too, and
 * `IntegrationGone` where one is being disconnected.
 */
export function withFindingsHeld<T>(
  db: Db,
  scope: Scope,
  filter: FindingFilter,
  work: (tx: Db, held: readonly HeldFinding[]) => Promise<T>,
): Promise<T> {
  return db.transaction(async (tx) => {
    const found = await findMatching(tx, scope, filter)
    if (found.length > MOST_HELD) throw new TooManyFindings(`more than ${MOST_HELD} findings match`)
    if (new Set(found.map((one) => `${one.integrationId} ${one.ruleId}`)).size > MOST_RULES) {
      throw new TooManyFindings(`they are of more than ${MOST_RULES} rules of integrations`)
    }
    const integrationIds = [...new Set(found.map(({ integrationId }) => integrationId))].sort()
    for (const id of integrationIds) await holdLiving(tx, id)
    await lockRules(tx, found)
    const rows = await holdFound(tx, found)
    const matching = new Set((await findMatching(tx, scope, filter)).map(({ id }) => id))
    const held = rows.filter(({ id }) => matching.has(id))
    if (matching.size > held.length) throw new OthersMatch(matching.size)
    return work(tx, held)
  })
}

interface Whose {
  readonly id: FindingId
  readonly integrationId: IntegrationId
  readonly ruleId: AnyRuleId
}

function findMatching(tx: Db, scope: Scope, filter: FindingFilter): Promise<Whose[]> {
  const { id, integrationId, ruleId } = findings
  return tx
    .select({ id, integrationId, ruleId })
    .from(findings)
    .where(whereFindings(scope, filter))
    .limit(MOST_HELD + 1)
}

function holdFound(tx: Db, found: readonly Whose[]): Promise<HeldFinding[]> {
  // One parameter, whatever their number.
  const ids = JSON.stringify(found.map(({ id }) => id))
  return tx
    .select(HELD)
    .from(findings)
    .where(sql`${findings.id} in (select jsonb_array_elements_text(${ids}::text::jsonb)::uuid)`)
    .orderBy(asc(findings.id))
    .for('update', { of: findings })
}
