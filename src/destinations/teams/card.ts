import type { JsonObject } from '../../model/core/json.ts'
import type { Severity } from '../../model/core/severity.ts'
import { clipped } from '../clip.ts'
import type { Digest, FindingGroup, NoticeGroup } from '../digest.ts'
import { digestOf, digestTitle, groupLink, groupTitle } from '../digest.ts'
import type { Outgoing } from '../sender.ts'

/**
 * An Adaptive Card for a webhook of Teams' Workflows. All text is in runs, which know no Markdown: what a tenant named cannot
 * become a link, and a mention takes an entity that no card of ours has. Only `{{DATE(…)}}` would be read, so `{{` is parted.
 */

/** Teams': 28 KB a message. */
export const MOST_CARD_BYTES = 28 * 1024
/** Ours. */
const MOST_GROUPS = 20
const LINE_CHARACTERS = 160
const MOST_RULES = 5
const MOST_NAMES = 6

const COLOUR: Readonly<Record<Severity, string>> = {
  ...{ critical: 'attention', high: 'attention' },
  ...{ medium: 'warning', low: 'accent' },
}
const EMOJI: Readonly<Record<Severity, string>> = { critical: '🟥', high: '🟧', medium: '🟨', low: '🟦' }

const told = (text: string): string =>
  clipped(text, LINE_CHARACTERS).replaceAll('{{', '{ {').replaceAll('{{', '{ {')

export function teamsMessage(publicUrl: string | null, { batchId, events }: Outgoing): JsonObject {
  const digest = digestOf(events)
  const shown = Math.min(digest.groups.length, MOST_GROUPS)
  for (let groups = shown; groups > 0; groups -= 1) {
    const message = messageOf(publicUrl, batchId, digest, groups)
    if (Buffer.byteLength(JSON.stringify(message)) <= MOST_CARD_BYTES) return message
  }
  return messageOf(publicUrl, batchId, digest, 0)
}

function messageOf(publicUrl: string | null, batchId: string, digest: Digest, most: number): JsonObject {
  const left = digest.groups.length - most
  const notices = digest.notices.slice(0, MOST_GROUPS)
  const leftNotices = digest.notices.length - notices.length
  const body = [
    paragraph([run(`Casbah: ${digestTitle(digest)}`, { size: 'large', weight: 'bolder' })]),
    ...digest.groups.slice(0, most).flatMap((group) => groupBlocks(publicUrl, group)),
    ...(left > 0 ? [paragraph([run(`and ${left} more groups of findings`)])] : []),
    ...notices.map((notice) => paragraph([run(noticeLine(notice))])),
    ...(leftNotices > 0 ? [paragraph([run(`and ${leftNotices} more notices`)])] : []),
    paragraph([run(`Batch ${batchId}`, { size: 'small', isSubtle: true })]),
  ]
  const content = {
    ...{
      $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
      type: 'AdaptiveCard',
      version: '1.5',
    },
    ...{ msteams: { width: 'Full' }, body },
  }
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }],
  }
}

function groupBlocks(publicUrl: string | null, group: FindingGroup): JsonObject[] {
  const { severity, integration, rules, names } = group
  const link = groupLink(publicUrl, group)
  const open = link === null ? {} : { selectAction: { type: 'Action.OpenUrl', url: link } }
  const title = `${EMOJI[severity]} ${groupTitle(group)}`
  return [
    paragraph([
      run(title, { weight: 'bolder', color: COLOUR[severity], ...open }),
      ...(integration === null ? [] : [run(` – ${integration.name}`)]),
    ]),
    ...some(rules, MOST_RULES, ({ title, count }) => `• ${title}${count === 1 ? '' : ` ×${count}`}`),
    ...some(names, MOST_NAMES, (name) => `    ${name}`),
  ]
}

const noticeLine = ({ text, integration, count }: NoticeGroup): string =>
  `• ${text}${count === 1 ? '' : ` ×${count}`}${integration === null ? '' : ` – ${integration.name}`}`

function some<Item>(items: readonly Item[], most: number, lineOf: (item: Item) => string): JsonObject[] {
  const left = items.length - most
  const lines = [...items.slice(0, most).map(lineOf), ...(left > 0 ? [`    and ${left} more`] : [])]
  return lines.map((line) => ({ ...paragraph([run(line)]), spacing: 'none' }))
}

const paragraph = (inlines: readonly JsonObject[]): JsonObject => ({ type: 'RichTextBlock', inlines })
const run = (text: string, look: JsonObject = {}): JsonObject => ({
  type: 'TextRun',
  text: told(text),
  ...look,
})
