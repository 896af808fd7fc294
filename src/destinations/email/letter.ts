import { clipped, fitting } from '../clip.ts'

/** A mail as it is read: as text, and as HTML of headings, lists and links to Casbah alone, which loads nothing from anywhere. */
export interface MailText {
  readonly subject: string
  readonly text: string
  readonly html: string
}

/** A heading, what is said below it, and where Casbah shows more. */
export interface Part {
  readonly title: string
  readonly link: string | null
  readonly lines: readonly string[]
}

/** Characters. Clients show less of a subject; the others are so that one name fills no mail. */
const SUBJECT_CHARACTERS = 150
const LINE_CHARACTERS = 200
/** Characters of all lines of one part. */
const PART_CHARACTERS = 4_000

export function letterOf(title: string, parts: readonly Part[], batchId: string): MailText {
  return {
    subject: clipped(title, SUBJECT_CHARACTERS),
    text: [
      ...parts.map(asText),
      `Batch ${batchId}. Whom a finding is about is told in Casbah alone.`,
      '',
    ].join('\n\n'),
    html: [
      '<!doctype html>',
      `<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title></head><body>`,
      ...parts.map(asHtml),
      `<p><small>Batch ${batchId}. Whom a finding is about is told in Casbah alone.</small></p>`,
      '</body></html>',
    ].join('\n'),
  }
}

const plain = (line: string): string => clipped(line, LINE_CHARACTERS)

const asText = ({ title, link, lines }: Part): string =>
  [
    plain(title),
    ...fitting(
      lines.map((line) => `  - ${plain(line)}`),
      PART_CHARACTERS,
    ),
    ...(link === null ? [] : [`  ${link}`]),
  ].join('\n')

const asHtml = ({ title, link, lines }: Part): string => {
  const items = fitting(lines.map(escaped), PART_CHARACTERS).map((line) => `<li>${line}</li>`)
  return [
    `<h3>${escaped(title)}</h3>`,
    ...(items.length === 0 ? [] : [`<ul>${items.join('')}</ul>`]),
    ...(link === null ? [] : [`<p><a href="${escapedForHtml(link)}">Show in Casbah</a></p>`]),
  ].join('\n')
}

const ENTITIES: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;' },
  ...{ '"': '&quot;', "'": '&#39;' },
}

const escapedForHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (one) => ENTITIES[one] ?? one)

const escaped = (line: string): string => clipped(line, LINE_CHARACTERS, escapedForHtml)
