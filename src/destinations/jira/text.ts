import type { JsonObject } from '../../model/core/json.ts'
import { clipped } from '../clip.ts'

/**
 * Text as Jira takes it. Cloud's v3 takes the Atlassian Document Format, in which text is text: a link or a mention is a mark
 * or a node of its own (https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/). Data Center's v2 takes
 * wiki markup, of which `{noformat}` is the one block in which nothing else is read
 * (https://jira.atlassian.com/secure/WikiRendererHelpAction.jspa?section=advanced).
 */

/** Jira's, of a summary. */
const SUMMARY_CHARACTERS = 255
/** Ours, of a line; a dozen stay far below the 32,767 of a description. */
const LINE_CHARACTERS = 1_000

export const summaryOf = (title: string): string => clipped(title, SUMMARY_CHARACTERS)

export function documentOf(lines: readonly string[], link: string | null): JsonObject {
  const paragraph = (content: JsonObject): JsonObject => ({ type: 'paragraph', content: [content] })
  return {
    ...{ type: 'doc', version: 1 },
    content: [
      ...lines.map((line) => paragraph({ type: 'text', text: clipped(line, LINE_CHARACTERS) })),
      ...(link === null
        ? []
        : [paragraph({ type: 'text', text: link, marks: [{ type: 'link', attrs: { href: link } }] })]),
    ],
  }
}

/** A brace could end the block that nothing else ends. */
const BRACES: Readonly<Record<string, string>> = { '{': '(', '}': ')' }
const withoutBraces = (character: string): string => BRACES[character] ?? character

export function wikiOf(lines: readonly string[], link: string | null): string {
  const plain = lines.map((line) => clipped(line, LINE_CHARACTERS, withoutBraces))
  const block = `{noformat}\n${plain.join('\n')}\n{noformat}`
  return link === null ? block : `${block}\n${link}`
}
