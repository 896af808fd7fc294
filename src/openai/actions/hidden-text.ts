/**
 * Characters that a model reads and a person does not see. Some have an honest use, which is let pass: joiners
 * within Persian, Indic scripts and emoji, one variation selector after a character, the tags in the flags of
 * England, Scotland and Wales, and marks of direction (U+200E, U+200F), which hide nothing.
 */
const HIDDEN: readonly RegExp[] = [
  // Zero-width spaces and joiners of words, invisible operators, fillers, a byte order mark that is not the first character.
  /[\u180E\u200B\u2060-\u2064\u115F\u1160\u3164\uFFA0]|(?!^)\uFEFF/u,
  // Joiners where nothing needs joining, and in runs.
  /\p{Script=Latin}[\u200C\u200D]|[\u200C\u200D]{2}/u,
  // Embedding, override and isolation of direction: text that is shown in another order than it is read.
  /[\u202A-\u202E\u2066-\u2069]/u,
  // Runs of variation selectors carry bytes.
  /[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]{2}/u,
]

/** ASCII once more, as tags that nobody sees. */
const TAGS = /[\u{E0000}-\u{E007F}]/u
const FLAG = /\u{1F3F4}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{3,6}\u{E007F}/gu

export const hasHiddenText = (text: string): boolean =>
  HIDDEN.some((pattern) => pattern.test(text)) || (TAGS.test(text) && TAGS.test(text.replace(FLAG, '')))

const INVISIBLE = /[\u180E\u200B-\u200D\u2060-\u2064\uFEFF]|[\uFE00-\uFE0F]|[\u{E0000}-\u{E01EF}]/gu

/** What a person sees of a text. */
export const visibleText = (text: string): string => text.replace(INVISIBLE, '')
