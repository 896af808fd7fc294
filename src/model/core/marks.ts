/**
 * Names come from a customer's tenant, where anybody may have chosen them: a control character in one could move
 * the cursor or rewrite what stands above, a mark that turns the writing direction shows another name than there is.
 */
const MARKS =
  /[\p{Cc}\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu

/** Joiners stay, which emoji and some scripts are written with. */
export const withoutMarks = (text: string): string => text.replaceAll(MARKS, '\u00b7')

/** What a terminal would act upon, or show as nothing; JSON has another way to write each of them. */
const MARKS_IN_JSON = /[\u007f-\u009f\p{Cf}\u2028\u2029]/gu

/** A JSON text of the same values, in which no mark stands as such. */
export const withEscapedMarks = (json: string): string =>
  json.replaceAll(MARKS_IN_JSON, (mark) =>
    Array.from({ length: mark.length }, (_, at) => escaped(mark.charCodeAt(at))).join(''),
  )

const HEX = 16
const DIGITS = 4
const escaped = (unit: number): string => `\\u${unit.toString(HEX).padStart(DIGITS, '0')}`
