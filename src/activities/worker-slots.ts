import type { TASK_QUEUES } from '../model/core/names.ts'

/** Database connections that no activity slot stands for: health checks and what runs beside an activity. */
const SPARE_CONNECTIONS = 2
const BOOKKEEPING_SLOTS = 2
/** A recheck, for which a person waits, goes on beside a probe that upstream keeps waiting. */
const PROBE_SLOTS = 2
const DELIVER_CONNECTIONS = 1
/** An attempt waits for its receiver and hardly for Postgres: many at once share the few connections kept for them. */
const DELIVER_SLOTS = 16

/**
 * Activities at once on each queue. Those that work with Postgres are together below the pool. A slice that commits while it
 * reads may use two connections for a moment; whoever finds none waits for one, and holds none meanwhile.
 */
export function slotsOf(pool: number): Record<keyof typeof TASK_QUEUES, number> {
  const rest = pool - SPARE_CONNECTIONS - BOOKKEEPING_SLOTS - PROBE_SLOTS - DELIVER_CONNECTIONS
  return {
    workflows: BOOKKEEPING_SLOTS,
    probe: PROBE_SLOTS,
    deliver: DELIVER_SLOTS,
    collect: Math.max(1, rest),
  }
}
