import type { FindingView } from '../finding-view.ts'

type Person = FindingView['people'][string]

/** Whoever was erased keeps an id that says nothing. */
export const nameOfPerson = (person: Person | undefined): string =>
  person?.email ?? person?.name ?? (person?.erased ? 'somebody who was erased' : 'somebody unknown')
