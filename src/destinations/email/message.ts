import type { FindingGroup } from '../digest.ts'
import { digestOf, digestTitle, groupLink, groupTitle } from '../digest.ts'
import type { Outgoing } from '../sender.ts'
import type { MailText, Part } from './letter.ts'
import { letterOf } from './letter.ts'
import { weekLetter } from './week-letter.ts'

export function mailOf(publicUrl: string | null, { batchId, events, week }: Outgoing): MailText {
  if (week !== undefined) return weekLetter(publicUrl, batchId, week)
  const digest = digestOf(events)
  const parts: Part[] = [
    ...digest.groups.map((group) => ({
      title: withPlace(groupTitle(group), group.integration?.name),
      link: groupLink(publicUrl, group),
      lines: linesOf(group),
    })),
    ...digest.notices.map(({ text, integration, count }) => ({
      title: withPlace(count === 1 ? text : `${text} ×${count}`, integration?.name),
      ...{ link: null, lines: [] },
    })),
  ]
  return letterOf(`Casbah: ${digestTitle(digest)}`, parts, batchId)
}

const withPlace = (text: string, name: string | undefined): string =>
  name === undefined ? text : `${text} – ${name}`

const linesOf = ({ rules, names }: FindingGroup): string[] => [
  ...rules.map(({ title, count }) => (count === 1 ? title : `${title} ×${count}`)),
  ...names,
]
