import type { ApiClient } from '../api-client.ts'
import type { Current, CurrentIntegration } from './current.ts'
import type { Document } from './document.ts'
import { planDestinations } from './plan-destinations.ts'
import { planExceptions } from './plan-exceptions.ts'
import { planIntegrations } from './plan-integrations.ts'
import type { Resolve } from './references.ts'

/**
 * What would have to be done for what exists to be as the document says. Nothing is asked of the API here: a plan is a function
 * of what was read, and so is what a test says of it. Each step carries the revision that it was planned on.
 */

export interface Change {
  readonly field: string
  /** Shown to people; of a secret `null`: that it is another one is all that is ever said. */
  readonly from: unknown
  readonly to: unknown
  readonly isSecret?: boolean
}

export interface Step {
  readonly action: 'create' | 'change' | 'remove'
  /** `rule gpt.public_link of Acme` */
  readonly what: string
  readonly changes: readonly Change[]
  run(api: ApiClient, made: Made): Promise<void>
}

/** Ids of integrations by name, as far as they are known: those that exist, and those that this run has made. */
export type Made = Map<string, string>

export interface Plan {
  readonly steps: readonly Step[]
  /** What exists and is not in the document. Done only where it is asked for. */
  readonly extra: readonly Step[]
  /** How many things are as they should be. */
  readonly same: number
  /** What could not be compared, for people. */
  readonly notes: readonly string[]
  /** Why it cannot be done. */
  readonly problems: readonly string[]
  readonly known: Made
}

/** A plan while it is made. */
export class PlanBook {
  readonly steps: Step[] = []
  readonly extra: Step[] = []
  readonly notes: string[] = []
  readonly problems: string[] = []
  same = 0

  /** A change of what exists, if there is one. */
  change(what: string, changes: readonly Change[], run: Step['run']): void {
    if (changes.length === 0) this.same++
    else this.steps.push({ action: 'change', what, changes, run })
  }

  create(what: string, changes: readonly Change[], run: Step['run']): void {
    this.steps.push({ action: 'create', what, changes, run })
  }

  remove(what: string, run: Step['run']): void {
    this.extra.push({ action: 'remove', what, changes: [], run })
  }
}

export interface Inputs {
  readonly current: Current
  readonly resolve: Resolve
  readonly book: PlanBook
  /** The integration that an entry's name stands for; null where this document makes it. Undefined where nobody knows it. */
  named(name: string): CurrentIntegration | null | undefined
}

export function makePlan(document: Document, current: Current, resolve: Resolve): Plan {
  const book = new PlanBook()
  const entries = document.integrations ?? []
  const named = (name: string) =>
    current.integrations.find(({ detail }) => detail.display_name === name) ??
    (entries.some((entry) => entry.name === name) ? null : undefined)
  const inputs: Inputs = { current, resolve, book, named }
  if (document.integrations) planIntegrations(inputs, document.integrations)
  if (document.exceptions) planExceptions(inputs, document.exceptions)
  if (document.destinations) planDestinations(inputs, document.destinations)
  const { steps, extra, same, notes, problems } = book
  const known = new Map(current.integrations.map(({ detail }) => [detail.display_name, detail.id]))
  return { steps, extra, same, notes, problems, known }
}
