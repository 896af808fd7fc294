import type { JsonObject } from '../../model/core/json.ts'
import type { Severity } from '../../model/core/severity.ts'
import { clipped, fitting } from '../clip.ts'
import type { Digest, FindingGroup, NoticeGroup } from '../digest.ts'
import { digestOf, digestTitle, groupLink, groupTitle } from '../digest.ts'
import type { Outgoing } from '../sender.ts'

/**
 * A message in Block Kit. What a tenant named cannot become a link or a mention: `&`, `<` and `>` are the only characters that
 * begin one, and `verbatim` keeps Slack from making any of plain words.
 */

/** Slack's: 50 blocks a message, 3,000 characters a section, 150 a header. */
const MOST_GROUPS = 20
const SECTION_CHARACTERS = 3_000
const HEADER_CHARACTERS = 150
/** Ours, of one name among others; a section holds a dozen of the longest. */
const LINE_CHARACTERS = 240
const MOST_RULES = 8
const MOST_NAMES = 10

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
export const escapedForSlack = (character: string): string => ESCAPES[character] ?? character

const EMOJI: Readonly<Record<Severity, string>> = { critical: '🟥', high: '🟧', medium: '🟨', low: '🟦' }

const told = (text: string): string => clipped(text, LINE_CHARACTERS, escapedForSlack)

export function slackMessage(publicUrl: string | null, { batchId, events }: Outgoing): JsonObject {
  const digest = digestOf(events)
  const title = digestTitle(digest)
  return {
    // For notifications, and for clients that show no blocks.
    text: clipped(`Casbah: ${title}`, HEADER_CHARACTERS, escapedForSlack),
    mrkdwn: false,
    ...{ unfurl_links: false, unfurl_media: false },
    blocks: [
      {
        type: 'header',
        text: { type: 'plain_text', emoji: false, text: clipped(`Casbah: ${title}`, HEADER_CHARACTERS) },
      },
      ...sections(publicUrl, digest),
      { type: 'context', elements: [markdown(`Batch ${batchId}`)] },
    ],
  }
}

function sections(publicUrl: string | null, { groups, notices }: Digest): JsonObject[] {
  const left = groups.length - MOST_GROUPS
  return [
    ...groups.slice(0, MOST_GROUPS).map((group) => section(groupLines(publicUrl, group))),
    ...(left > 0 ? [section([`and ${left} more groups of findings`])] : []),
    ...(notices.length > 0 ? [section(notices.map(noticeLine))] : []),
  ]
}

function groupLines(publicUrl: string | null, group: FindingGroup): string[] {
  const link = groupLink(publicUrl, group)
  const { integration, rules, names } = group
  const whose = integration === null ? '' : ` – ${told(integration.name)}`
  return [
    `${EMOJI[group.severity]} *${told(groupTitle(group))}*${whose}`,
    ...(link === null ? [] : [`<${[...link].map(escapedForSlack).join('')}|Show>`]),
    ...some(rules, MOST_RULES, ({ title, count }) => `• ${told(title)}${count === 1 ? '' : ` ×${count}`}`),
    ...some(names, MOST_NAMES, (name) => `    ${told(name)}`),
  ]
}

const noticeLine = ({ text, integration, count }: NoticeGroup): string =>
  `• ${told(text)}${count === 1 ? '' : ` ×${count}`}${integration === null ? '' : ` – ${told(integration.name)}`}`

function some<Item>(items: readonly Item[], most: number, lineOf: (item: Item) => string): string[] {
  const left = items.length - most
  return [...items.slice(0, most).map(lineOf), ...(left > 0 ? [`    and ${left} more`] : [])]
}

const section = (lines: readonly string[]): JsonObject => ({
  type: 'section',
  text: markdown(fitting(lines, SECTION_CHARACTERS).join('\n')),
})

const markdown = (text: string): JsonObject => ({ type: 'mrkdwn', verbatim: true, text })
