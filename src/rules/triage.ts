import type { PeopleEventKind, TriageState } from '../model/core/findings.ts'
import type { JsonObject } from '../model/core/json.ts'

/**
 * What people say of a finding. Pure: the outcome depends on what is stored and what is asked for alone. None of it is
 * the machine's: whether a finding stands is not for people to say, and what they say changes no state.
 */

export interface Said {
  readonly triage: TriageState
  readonly assignee: string | null
}

/** What is left out stays as it is; an assignee of null is nobody. */
export interface Wish {
  readonly triage?: TriageState | undefined
  readonly assignee?: string | null | undefined
}

export interface SaidNews {
  readonly kind: PeopleEventKind
  readonly detail: JsonObject
}

/** What becomes news of a wish: a wish for what already is changes nothing, and is none. */
export function newsOfWish(stored: Said, wish: Wish): readonly SaidNews[] {
  const { triage = stored.triage, assignee = stored.assignee } = wish
  const news: SaidNews[] = []
  if (triage !== stored.triage) news.push({ kind: 'triaged', detail: { from: stored.triage, to: triage } })
  if (assignee !== stored.assignee) {
    news.push({ kind: 'assigned', detail: { from: stored.assignee, to: assignee } })
  }
  return news
}

/** A note beside a change, or a comment by itself: the same thing. */
export const newsOfText = (text: string): SaidNews => ({ kind: 'commented', detail: { text } })
