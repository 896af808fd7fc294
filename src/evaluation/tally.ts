import type { MachineEventKind } from '../model/core/findings.ts'
import type { JsonObject } from '../model/core/json.ts'
import type { EventVerdict } from '../rules/event-rule.ts'
import type { Verdict } from '../rules/verdict.ts'

export interface TallyCounts {
  readonly passed: number
  readonly failed: number
  readonly notEvaluated: number
  readonly opened: number
  readonly resolved: number
  readonly reasons: Readonly<Record<string, number>>
}

/** A rule's denominators: "14 of 212 GPTs", and why the others are not among them. */
export class Tally {
  passed = 0
  failed = 0
  notEvaluated = 0
  opened = 0
  resolved = 0
  readonly #reasons = new Map<string, number>()

  count(verdict: Verdict): void {
    switch (verdict.result) {
      case 'pass':
        this.passed += 1
        if (verdict.note) this.#add(`passed:${verdict.note}`)
        return
      case 'fail':
        this.failed += 1
        return
      case 'not_evaluated':
        this.notEvaluated += 1
        this.#add(verdict.reason)
        return
      case 'skipped':
        this.#add(`skipped:${verdict.reason}`)
        return
      default:
        verdict satisfies never
    }
  }

  /** Of an event: its denominator are the events of this evaluation that the rule was asked about. */
  countEvent(verdict: EventVerdict): void {
    if (verdict.result === 'pass') this.passed += 1
    else if (verdict.result === 'fail') this.failed += 1
    else {
      this.notEvaluated += 1
      this.#add(verdict.reason)
    }
  }

  countNews(kinds: readonly MachineEventKind[]): void {
    for (const kind of kinds) {
      if (kind === 'opened' || kind === 'reopened') this.opened += 1
      if (kind === 'resolved') this.resolved += 1
    }
  }

  /** Counts by reason: a `not_evaluated` reason as it is, `skipped:…` and `passed:…` with what they were. */
  get reasons(): JsonObject {
    return Object.fromEntries(this.#reasons)
  }

  /** As data, for an attempt that goes on where this one ended. */
  get counts(): TallyCounts {
    const { passed, failed, notEvaluated, opened, resolved } = this
    return { passed, failed, notEvaluated, opened, resolved, reasons: Object.fromEntries(this.#reasons) }
  }

  static of({ reasons, ...counts }: TallyCounts): Tally {
    const tally = Object.assign(new Tally(), counts)
    for (const [reason, count] of Object.entries(reasons)) tally.#reasons.set(reason, count)
    return tally
  }

  #add(reason: string): void {
    this.#reasons.set(reason, (this.#reasons.get(reason) ?? 0) + 1)
  }
}
