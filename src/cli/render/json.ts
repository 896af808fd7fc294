import { withEscapedMarks } from '../../model/core/marks.ts'

/** JSON for people and programs: the same values, and no control character of a customer's names as such. */
export const jsonText = (value: unknown): string => withEscapedMarks(JSON.stringify(value, null, 2))
