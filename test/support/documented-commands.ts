/** The `casbah` commands that a document names, as a shell would hand them over. */
export interface DocumentedCommand {
  readonly text: string
  readonly words: readonly string[]
  /** Named within a sentence, where what does not matter may be left out. */
  readonly isInline: boolean
}

const FENCE = /^```(?:sh|bash|console|shell)\n([\s\S]*?)^```/gm
const ANY_FENCE = /^```[\s\S]*?^```/gm
const INLINE = /(?<!`)`([^`\n]+)`(?!`)/g
/** What may stand before: a prompt, variables, what runs it. */
const CASBAH = /^(?:\$ )?(?:[A-Z_]+=\S* )*(?:npx |docker compose (?:run|exec) (?:\S+ )*?)?casbah(?= |$)/
/** Quoted text, what stands apart in a shell, or a word. */
const TOKEN = /'[^']*'|"[^"]*"|\$\([^)]*\)|&&|\|\||\d?>>?|[|;&<]|#.*|(?:\\.|[^\s'"|;&<>\\]|<[^\s<>]+>)+/g
const QUOTED = /"((?:npx )?casbah [^"\n]+)"/g
const REDIRECTION = /^(?:\d?>>?|<)$/

export function documentedCommands(document: string): readonly DocumentedCommand[] {
  const lines = [...document.matchAll(FENCE)].flatMap(([, body = '']) =>
    body.replaceAll(/\\\n\s*/g, ' ').split('\n'),
  )
  const inline = [...document.replaceAll(ANY_FENCE, '').matchAll(INLINE)].map(([, text = '']) => text)
  return [
    ...lines.flatMap((line) => commandsOf(line, false)),
    ...inline.flatMap((text) => commandsOf(text, true)),
  ]
}

/** What is quoted in a program's texts: `Run "casbah doctor".` What it puts in stands for a word. */
export const quotedCommands = (source: string): readonly DocumentedCommand[] =>
  [...source.matchAll(QUOTED)].flatMap(([, text = '']) =>
    commandsOf(text.replaceAll(/\$\{[^}]*\}/g, 'that'), true),
  )

/** Of one line: those between pipes, too. */
function commandsOf(line: string, isInline: boolean): DocumentedCommand[] {
  return partsOf(line)
    .map((tokens) => tokens.join(' '))
    .flatMap((text) => {
      const rest = CASBAH.exec(text)?.[0]
      if (rest === undefined) return []
      return [{ text, isInline, words: wordsOf(text.slice(rest.length)) }]
    })
}

function partsOf(line: string): string[][] {
  const parts: string[][] = [[]]
  let isFile = false
  for (const [token] of line.matchAll(TOKEN)) {
    if (token.startsWith('#')) break
    if (/^(?:&&|\|\||[|;&])$/.test(token)) parts.push([])
    else if (REDIRECTION.test(token)) isFile = true
    else if (isFile) isFile = false
    else parts.at(-1)?.push(token)
  }
  return parts
}

const wordsOf = (text: string): string[] =>
  [...text.matchAll(/(?:'[^']*'|"[^"]*"|\S)+/g)].map(([word]) => word.replaceAll(/^['"]|['"]$/g, ''))
