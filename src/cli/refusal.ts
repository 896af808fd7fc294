import { CliError } from './cli-error.ts'
import { EXIT } from './exit-codes.ts'
import { whereListed } from './where-listed.ts'

/** What the API refuses, in words for somebody who has written a command and no request. */

/** RFC 9457, as the API answers what it refuses. */
interface Problem {
  readonly type?: string
  readonly title: string
  readonly detail: string
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[]
}

/** What a command calls the place of a body that the API names; undefined: as the API does. */
export type NameOf = (pointer: string) => string | undefined

interface Asked {
  readonly base: string
  readonly path: string
  readonly nameOf?: NameOf | undefined
}

export async function refusal(response: Response, { base, path, nameOf }: Asked): Promise<CliError> {
  const problem = (await response.json().catch(() => undefined)) as Problem | undefined
  const command = inCommands(problem?.detail ?? '')
  const why = whyOf(command.detail, problem?.errors ?? [], nameOf)
  const byStatus = response.status === NOT_FOUND ? whereListed(path) : NEXT[response.status]
  const next = command.next ?? NEXT_OF_PROBLEM[slugOf(problem)] ?? byStatus
  return new CliError(problem?.title ?? `${base} answered ${response.status}.`, {
    ...(why === '' ? {} : { why }),
    ...(next === undefined ? {} : { next }),
    exitCode: EXIT_OF_STATUS[response.status] ?? EXIT.error,
  })
}

const slugOf = (problem: Problem | undefined): string => problem?.type?.split('/').at(-1) ?? ''

/** The whole, then each part with its place; nothing twice. */
function whyOf(detail: string, errors: NonNullable<Problem['errors']>, nameOf?: NameOf): string {
  const bare = (text: string) => text.replace(/\.$/, '')
  const isTold = errors.some((error) => bare(error.detail) === bare(detail))
  const parts = errors
    .filter((error) => isTold || !detail.includes(bare(error.detail)))
    .map((error) =>
      LINE.test(error.pointer) ? error.detail : `${nameOf?.(error.pointer) ?? error.pointer} ${error.detail}`,
    )
  return [...new Set([...(isTold ? [] : [detail]), ...parts])].filter((part) => part !== '').join(' · ')
}

/** What is wrong with a line of a file begins with its number. */
const LINE = /^\/lines\//

/** Where the API names a parameter or a path, the flag or the command that stands for it. */
const IN_COMMANDS: readonly { readonly said: RegExp; readonly words: string; readonly next: string }[] = [
  {
    said: / skip_bad_rows imports the others\./,
    words: '',
    next: 'Mend those rows, or leave them out with --skip-bad-rows.',
  },
  {
    said: /(\S+); see GET \/api\/v1\/rules\./,
    words: '$1.',
    next: 'casbah rules show $1 lists its settings, with what they stand for.',
  },
]

function inCommands(detail: string): { readonly detail: string; readonly next?: string } {
  for (const { said, words, next } of IN_COMMANDS) {
    const [found] = said.exec(detail) ?? []
    if (found !== undefined) return { detail: detail.replace(said, words), next: found.replace(said, next) }
  }
  return { detail }
}

const NEXT_OF_PROBLEM: Readonly<Record<string, string>> = {
  'destination-disabled':
    '"casbah destinations show" says why it is disabled, "test" tries it out, and "enable" has it told again.',
  'delivery-on-its-way': '"casbah deliveries show" lists its attempts; what has ended can be sent again.',
  'directory-would-shrink':
    'Look whether the file is whole and has the columns that the one before had. If it is meant, --accept-shrink; to add to what is there, --no-replace.',
  'insufficient-scope':
    '"casbah tokens whoami" says what the token may do. Whoever may make tokens makes one that has the scope: casbah tokens create NAME --scope …',
  'too-much-asked':
    'Ask for what "casbah tokens whoami" shows, or have somebody make the token whose own can do more.',
}

const EXIT_OF_STATUS: Readonly<Record<number, 1 | 2 | 4 | 5>> = {
  400: EXIT.usage,
  401: EXIT.auth,
  403: EXIT.auth,
  413: EXIT.usage,
  422: EXIT.usage,
  429: EXIT.rateLimited,
  503: EXIT.error,
}

const NOT_FOUND = 404

const NEXT: Readonly<Record<number, string>> = {
  401: 'Use a token that this API knows: CASBAH_TOKEN_FILE, or the file "token" in the data folder of this start.',
  403: 'Use a token that may see this integration.',
  429: 'Wait a minute and repeat the command. A token of its own for each program keeps one from using up what another needs.',
  503: 'Wait a few seconds and repeat it; "casbah doctor" says what is away.',
}
