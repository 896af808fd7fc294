import type { Refusal } from '../../db/directory/import-directory.ts'

/** Why a file that can be read was not put in effect, without a word of what it says. */
export function describeRefusal(refusal: Refusal): string {
  switch (refusal.because) {
    case 'shrinks':
      return `The directory has ${refusal.before} people from files, and would have ${refusal.after}.`
    case 'leave':
      return `${refusal.before} people from files work here, and ${refusal.after} would: the others would count as having left.`
    case 'return':
      return `${refusal.left} people of the file had left, and ${refusal.returning} of them would work here again.`
    case 'says_nothing_of':
      return refusal.fact === 'status'
        ? `The file has no column status or left_at: ${refusal.people} of its people had left, and all would work here again.`
        : `The file has no column ${refusal.fact}, which is known of ${refusal.people} of its people and would be forgotten.`
    default:
      return refusal satisfies never
  }
}
