import { ACCOUNTS } from '../src/api/problem-pages/accounts.ts'
import { answering, operationsOf } from '../src/api/problem-pages/operations.ts'
import { exampleOf, SLUGS } from '../src/api/problem-pages/pages.ts'
import type { ProblemSlug } from '../src/api/problems.ts'
import { PROBLEMS } from '../src/api/problems.ts'
import { describe } from './api-description.ts'
import { code, table } from './markdown.ts'

/** Longer lists of operations say nothing that their number does not. */
const MOST_NAMED = 30

/** The parts of docs/reference/problems.md that are made from the tables behind the pages of /docs/problems. */
export async function problemsSections(): Promise<Readonly<Record<string, string>>> {
  const operations = operationsOf(await describe())
  const rows = SLUGS.map((slug) => {
    const { status, title } = PROBLEMS[slug]
    return [String(status), `[${code(slug)}](#${slug})`, title]
  })
  const textOf = (slug: ProblemSlug): string => {
    const { status, title, next } = PROBLEMS[slug]
    const { happened, more } = ACCOUNTS[slug]
    return [
      `### ${code(slug)}`,
      `**${title}** (${status})`,
      happened,
      `*Next:* ${next}`,
      `*More:* ${more}`,
      `*Answered by:* ${answeredBy(answering(slug, operations).map(({ name }) => name))}`,
      `\`\`\`json\n${JSON.stringify(exampleOf(slug), null, 2)}\n\`\`\``,
    ].join('\n\n')
  }
  return {
    list: table(['status', 'problem', 'title'], rows),
    problems: SLUGS.map(textOf).join('\n\n'),
  }
}

function answeredBy(names: readonly string[]): string {
  if (names.length === 0) return 'no operation of the description; what was asked for is none.'
  if (names.length > MOST_NAMED) return `${names.length} operations.`
  return names.map(code).join(', ')
}
