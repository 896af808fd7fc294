/** Markdown that is made from the code: tables, and the places in a document where they stand. */

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`

export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return [row(heads), row(heads.map(() => '---')), ...rows.map(row)].join('\n')
}

export const code = (text: string): string => `\`${text}\``

/** Puts each section between its `<!-- name:begin -->` and `<!-- name:end -->`; throws where a marker is missing. */
export function withSections(file: string, text: string, sections: Readonly<Record<string, string>>): string {
  return Object.entries(sections).reduce((document, [name, body]) => {
    const begin = `<!-- ${name}:begin -->`
    const end = `<!-- ${name}:end -->`
    const from = document.indexOf(begin)
    const to = document.indexOf(end)
    if (from < 0 || to < from) {
      throw new Error(`${file} has no place for "${name}": write ${begin} and ${end}`)
    }
    return `${document.slice(0, from + begin.length)}\n${body}\n${document.slice(to)}`
  }, text)
}
