import { clipped } from '../clip.ts'

/**
 * Text as ServiceNow takes it: plain, but for `[code]`, which by default embeds HTML where it stands
 * (`glide.ui.security.allow_codetag`, https://www.servicenow.com/docs/r/platform-security/servicenow-ai-platform-security/r_GeneralSecuritySettings.html).
 * So no bracket of anybody's is left.
 */

/** ServiceNow's, of a short description. */
const TITLE_CHARACTERS = 160
/** Ours, of a line; a dozen are more than 4,000 characters in no language that is written in lines. */
const LINE_CHARACTERS = 300

const BRACKETS: Readonly<Record<string, string>> = { '[': '(', ']': ')' }
const withoutBrackets = (character: string): string => BRACKETS[character] ?? character

export const titleOf = (title: string): string => clipped(title, TITLE_CHARACTERS, withoutBrackets)

export const plainOf = (lines: readonly string[], link: string | null): string =>
  [
    ...lines.map((line) => clipped(line, LINE_CHARACTERS, withoutBrackets)),
    ...(link === null ? [] : [link]),
  ].join('\n')
