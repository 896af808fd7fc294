import type { Sql } from '../db/client.ts'
import type { Evaluation } from '../db/findings/write-findings.ts'
import type { MachineEventKind } from '../model/core/findings.ts'
import type { RuleEntry } from '../rules/catalogue/entry.ts'
import type { Judgement } from './apply-verdicts.ts'
import { foreseeGone, foreseeVerdicts } from './apply-verdicts.ts'
import type { CustomEventRun, EventOutcome, EventWalk } from './custom/event-outcome.ts'
import { ForeseenEvents } from './custom/foreseen-events.ts'
import type { Move } from './finding-plan.ts'
import type { Outcome, Result } from './outcome.ts'
import type { ReadyRule } from './prepared-rule.ts'
import type { Tally } from './tally.ts'

/** Moves of each kind that are named; the others are counted. */
const NAMED_AT_MOST = 50

const KIND_OF = {
  open: 'opened',
  reopen: 'reopened',
  resolve: 'resolved',
  severity: 'severity_changed',
} as const

/** What would come of judging. Nothing is written, and memory does not grow with the tenant. */
export class Foreseen implements Outcome {
  readonly counts: Record<Move['move'], number> = { open: 0, reopen: 0, resolve: 0, severity: 0 }
  readonly moves: Move[] = []
  readonly #sql: Sql
  #result: Result | null = null

  constructor(sql: Sql) {
    this.#sql = sql
  }

  async verdicts(evaluation: Evaluation, rule: ReadyRule, judgements: readonly Judgement[]) {
    return this.#note(await foreseeVerdicts(this.#sql, evaluation, rule, judgements))
  }

  async gone(evaluation: Evaluation, rule: ReadyRule) {
    return this.#note(await foreseeGone(this.#sql, evaluation, rule))
  }

  events(walk: EventWalk, run: CustomEventRun): EventOutcome {
    return new ForeseenEvents(walk, run, (moves) => this.#note(moves))
  }

  async result(_: Omit<Evaluation, 'mode'>, _entry: RuleEntry, result: Result): Promise<void> {
    this.#result = result
  }

  /** Null before judging ended. */
  get tally(): Tally | null {
    return this.#result?.tally ?? null
  }

  get obstacle() {
    return this.#result?.obstacle ?? null
  }

  get remark(): string | null {
    return this.#result?.remark ?? null
  }

  #note(moves: readonly Move[]): readonly MachineEventKind[] {
    for (const move of moves) {
      this.counts[move.move] += 1
      if (this.counts[move.move] <= NAMED_AT_MOST) this.moves.push(move)
    }
    return moves.map(({ move }) => KIND_OF[move])
  }
}
