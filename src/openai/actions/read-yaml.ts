import { Composer, CST, Lexer, Parser } from 'yaml'
import { YAML_ALIAS_GROWTH, YAML_ALIASES, YAML_TOKENS } from './limits.ts'

export type ParsedText =
  | { readonly state: 'parsed'; readonly value: unknown }
  | { readonly state: 'too_large' }
  | { readonly state: 'not_parsed' }

/**
 * No tags, no merge keys, no dates: what is left is what JSON has. Keys are texts, so that `200:` is one. Keys are not
 * compared with each other, which would take the square of their number; as in JSON, the last one counts.
 */
const OPTIONS: ConstructorParameters<typeof Composer>[0] = {
  version: '1.2',
  schema: 'core',
  customTags: [],
  merge: false,
  stringKeys: true,
  uniqueKeys: false,
  prettyErrors: false,
}

/**
 * Reads one YAML document. The steps of `parseDocument` are taken one by one, since only between them can a hostile
 * text be stopped: its bytes say little, two megabytes of commas take that function half a minute. Tokens are
 * counted while they are made; nesting is bounded by the library itself, and by the stack, which it does not leave.
 */
export function readYaml(text: string): ParsedText {
  try {
    const tokens = tokensOf(text)
    return tokens === null ? { state: 'too_large' } : withoutTraces(() => compose(tokens))
  } catch {
    return { state: 'not_parsed' }
  }
}

/** Null where there are more than is read. */
function tokensOf(text: string): readonly CST.Token[] | null {
  const parser = new Parser()
  const tokens: CST.Token[] = []
  let count = 0
  let aliases = 0
  let previous = ''
  for (const lexeme of new Lexer().lex(text)) {
    count += 1
    // What follows the mark of a scalar is text, which may begin with an asterisk and is no alias.
    if (previous !== CST.SCALAR && CST.tokenType(lexeme) === 'alias') aliases += 1
    if (count > YAML_TOKENS || aliases > YAML_ALIASES) return null
    previous = lexeme
    for (const token of parser.next(lexeme)) tokens.push(token)
  }
  for (const token of parser.end()) tokens.push(token)
  return tokens
}

function compose(tokens: readonly CST.Token[]): ParsedText {
  const [document, another] = [...new Composer(OPTIONS).compose(tokens)]
  if (document === undefined || another !== undefined) return { state: 'not_parsed' }
  if (document.errors.some(({ code }) => code === 'RESOURCE_EXHAUSTION')) return { state: 'too_large' }
  if (document.errors.length > 0) return { state: 'not_parsed' }
  return { state: 'parsed', value: document.toJS({ maxAliasCount: YAML_ALIAS_GROWTH }) }
}

/**
 * The library makes an error of each oddity, a hundred thousand of them if need be, and nobody reads their stack
 * traces, which are four fifths of the price. Nothing else runs meanwhile: all of this is synchronous.
 */
function withoutTraces<Result>(work: () => Result): Result {
  const usual = Error.stackTraceLimit
  Error.stackTraceLimit = 0
  try {
    return work()
  } finally {
    Error.stackTraceLimit = usual
  }
}
