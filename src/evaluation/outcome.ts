import type { Db, Sql } from '../db/client.ts'
import type { Evaluation } from '../db/findings/write-findings.ts'
import { putRuleResult } from '../db/rule-results/rule-results.ts'
import type { MachineEventKind } from '../model/core/findings.ts'
import type { RuleEntry } from '../rules/catalogue/entry.ts'
import type { Obstacle } from '../rules/readiness.ts'
import type { Judgement } from './apply-verdicts.ts'
import { applyVerdicts, resolveGone } from './apply-verdicts.ts'
import type { CustomEventRun, EventOutcome, EventWalk } from './custom/event-outcome.ts'
import { WrittenEvents } from './custom/written-events.ts'
import type { ReadyRule } from './prepared-rule.ts'
import type { Tally } from './tally.ts'

/** What comes of judging: it is written, or only foreseen. Both go the same way up to here. */
export interface Outcome {
  /** Answers what became news. */
  verdicts(
    evaluation: Evaluation,
    rule: ReadyRule,
    judgements: readonly Judgement[],
  ): Promise<readonly MachineEventKind[]>
  gone(evaluation: Evaluation, rule: ReadyRule): Promise<readonly MachineEventKind[]>
  /** For events of one rule, which are counted inside findings. */
  events(walk: EventWalk, run: CustomEventRun): EventOutcome
  result(evaluation: Omit<Evaluation, 'mode'>, entry: RuleEntry, result: Result): Promise<void>
}

export interface Result {
  readonly tally: Tally
  /** Why the rule as a whole could not judge. */
  readonly obstacle: Obstacle | null
  /** What stayed out, in words. */
  readonly remark: string | null
}

/** Findings are opened, kept and resolved. */
export class Written implements Outcome {
  readonly #sql: Sql
  readonly #db: Db

  constructor({ sql, db }: { readonly sql: Sql; readonly db: Db }) {
    this.#sql = sql
    this.#db = db
  }

  verdicts(evaluation: Evaluation, rule: ReadyRule, judgements: readonly Judgement[]) {
    return applyVerdicts(this.#sql, evaluation, rule, judgements)
  }

  gone(evaluation: Evaluation, rule: ReadyRule) {
    return resolveGone(this.#sql, evaluation, rule)
  }

  events(walk: EventWalk, run: CustomEventRun): EventOutcome {
    return new WrittenEvents(walk, run)
  }

  result(
    { integrationId, runId, ruleId, now }: Omit<Evaluation, 'mode'>,
    { version }: RuleEntry,
    { tally, obstacle, remark }: Result,
  ): Promise<void> {
    return putRuleResult(this.#db, {
      integrationId,
      ruleId,
      ruleVersion: version,
      passed: tally.passed,
      failed: tally.failed,
      notEvaluated: tally.notEvaluated,
      reason: obstacle?.reason ?? null,
      reasonDetail: obstacle?.detail ?? remark,
      assetReasons: tally.reasons,
      evaluatedAt: now,
      runId,
    })
  }
}
