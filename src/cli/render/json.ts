/** What a terminal would act upon, or show as nothing; JSON has another way to write each of them. */
const MARKS = /[\u007f-\u009f\p{Cf}\u2028\u2029]/gu

/** JSON for people and programs: the same values, and no control character of a customer's names as such. */
export const jsonText = (value: unknown): string =>
  JSON.stringify(value, null, 2).replaceAll(MARKS, (mark) =>
    Array.from({ length: mark.length }, (_, at) => escaped(mark.charCodeAt(at))).join(''),
  )

const HEX = 16
const DIGITS = 4
const escaped = (unit: number): string => `\\u${unit.toString(HEX).padStart(DIGITS, '0')}`
