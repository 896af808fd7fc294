import { mix, pickBy } from './prng.ts'

const SUBJECTS = [
  'The quarterly report',
  'Our onboarding guide',
  'This contract',
  'The migration plan',
  'A customer letter',
  'The release note',
  'That query',
  'The training data',
] as const
const VERBS = ['needs', 'explains', 'should mention', 'leaves out', 'repeats', 'depends on'] as const
const OBJECTS = [
  'the new pricing',
  'two open risks',
  'last week’s numbers',
  'a clear owner',
  'the retention period',
  'an example for “naïve” readers',
  'the Zürich office',
  'every third step',
] as const
const ENDINGS = [
  'Please shorten it.',
  'What would you change?',
  'Here is a first draft.',
  'I added sources below.',
  '再確認してください。',
  'Keep the tone friendly 🙂.',
] as const

/** A few sentences in more than one script; the same hash gives the same text. */
export function sentences(hash: number, count: number): string {
  const parts: string[] = []
  let state = hash
  for (let i = 0; i < count; i++) {
    state = mix(state, i)
    parts.push(
      `${pickBy(SUBJECTS, state >>> 3)} ${pickBy(VERBS, state >>> 7)} ${pickBy(OBJECTS, state >>> 11)}.`,
    )
  }
  parts.push(pickBy(ENDINGS, state >>> 15))
  return parts.join(' ')
}

/** Plants the marker of a leak test: `text canary-field-n`. */
export function marked(canary: string | null, field: string, n: number, text: string): string {
  return canary === null ? text : `${text} ${canary}-${field}-${n}`
}
