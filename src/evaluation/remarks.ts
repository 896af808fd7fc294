import type { EventVerdict } from '../rules/event-rule.ts'
import type { Verdict } from '../rules/verdict.ts'

/** Different remarks that are kept of one evaluation; an expression has only so many places. */
const KEPT_AT_MOST = 5

/** Why assets could not be judged, in the rule's own words, the most frequent first. */
export class Remarks {
  readonly #counts = new Map<string, number>()

  note(verdict: Verdict | EventVerdict): void {
    if (verdict.result !== 'not_evaluated') return
    const count = this.#counts.get(verdict.detail)
    if (count !== undefined || this.#counts.size < KEPT_AT_MOST)
      this.#counts.set(verdict.detail, (count ?? 0) + 1)
  }

  get words(): string | null {
    if (this.#counts.size === 0) return null
    return [...this.#counts]
      .sort(([, one], [, other]) => other - one)
      .map(([detail, count]) => `${count}: ${detail}`)
      .join('; ')
  }
}
