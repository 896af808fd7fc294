import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { CliError, usageError } from './cli-error.ts'
import { EXIT } from './exit-codes.ts'
import { onceMore } from './once-more.ts'
import { dataFolder, placesIn, readRunning } from './place.ts'
import type { NameOf } from './refusal.ts'
import { refusal } from './refusal.ts'

export interface ApiClient {
  readonly url: string
  get<T>(path: string): Promise<T>
  /** Undefined where the API says that there is no such thing (yet). */
  find<T>(path: string): Promise<T | undefined>
  /** With a revision only where it is still that one. */
  post<T>(path: string, body?: unknown, revision?: string): Promise<T>
  patch<T>(path: string, body: unknown, revision?: string): Promise<T>
  put<T>(path: string, body: unknown, revision?: string): Promise<T>
  /** As `put`, of a file as it is. */
  upload<T>(path: string, file: FileBody): Promise<T>
  delete<T>(path: string, revision?: string): Promise<T>
  /** An answer of any length, piece by piece, as it comes. Throws where it breaks off before its end. */
  stream(path: string, query?: Query): AsyncGenerator<Uint8Array>
  /** All pages of a list, one item at a time. */
  list<T>(path: string, query?: Query): AsyncGenerator<T>
}

/** What a request stands under. */
interface Condition {
  readonly key: string
  readonly revision: string | undefined
}

type Query = Readonly<Record<string, string | undefined>>

/** Sent as it is, and not as JSON. */
export interface FileBody {
  readonly contentType: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

export interface ApiClientOptions {
  readonly url: string
  readonly token: string
  readonly signal?: AbortSignal
  /**
   * Milliseconds within which a request is repeated while the API is busy or away. Safe: what changes something
   * carries an Idempotency-Key. Default 0: a person is told at once. Who follows a run for hours sits out a restart.
   */
  readonly patienceMs?: number
  /** Where a person is told that the command waits. Default: standard error. */
  readonly say?: (line: string) => void
  /** How the command calls what the API names by its place in the body (`/url`). Default: as the API does. */
  readonly nameOf?: NameOf
}

const DEFAULT_URL = 'http://127.0.0.1:8787'
/** Milliseconds. The API answers a command within 5 s; a page of a list within its statement timeout. */
const ANSWER_WITHIN_MS = 40_000
/** Milliseconds for a file: half a million rows are written before the answer comes. */
const FILE_ANSWER_WITHIN_MS = 600_000
const LARGEST_PAGE = 200
const NOT_FOUND = 404
/** What the API answers while a service that it needs is away, or too much comes at once. */
const BUSY = 503
/** Milliseconds between repetitions. */
const PAUSE_MS = 1_000

/** Milliseconds. A restart of the API or of Postgres, on a machine that is busy with it. */
export const FOLLOWING_PATIENCE_MS = 120_000

/**
 * The client that a command line asks for: CASBAH_URL and a token, or what `up` runs from the data folder. The folder's
 * token is for the folder's own API, and goes nowhere else.
 */
export function clientFromEnv(
  env: Readonly<Record<string, string | undefined>>,
  given: Pick<ApiClientOptions, 'patienceMs' | 'nameOf'> = {},
): ApiClient {
  const folder = dataFolder(env)
  const own = readRunning(folder)?.api
  const named = namedToken(env)
  const url = env.CASBAH_URL || own || (named === undefined ? undefined : DEFAULT_URL)
  if (url === undefined) {
    throw new CliError(`Casbah is not running from ${folder}.`, {
      next: 'Start it with "npm start", or set CASBAH_URL and CASBAH_TOKEN_FILE for one that runs elsewhere.',
    })
  }
  return createClient({ url, token: named ?? folderToken(folder, url, own), ...given })
}

/** What a header may hold; anything else would fail before it is sent, as if nobody had answered. */
const TOKEN = /^[\x21-\x7e]+$/

function namedToken(env: Readonly<Record<string, string | undefined>>): string | undefined {
  if (env.CASBAH_TOKEN) return env.CASBAH_TOKEN.trim()
  if (!env.CASBAH_TOKEN_FILE) return undefined
  return readToken(env.CASBAH_TOKEN_FILE)
}

function folderToken(folder: string, url: string, own: string | undefined): string {
  if (url.replace(/\/+$/, '') === own) return readToken(placesIn(folder).token)
  throw new CliError(`There is no token for the API at ${url}.`, {
    why: 'Neither CASBAH_TOKEN nor CASBAH_TOKEN_FILE is set, and the token in the data folder is for the API of that folder alone.',
    next: 'Set CASBAH_TOKEN_FILE to a file that holds the token.',
    exitCode: EXIT.auth,
  })
}

function readToken(file: string): string {
  const token = readTrimmed(file)
  if (token !== '') return token
  throw new CliError('There is no API token.', {
    why: `The file ${file} is empty.`,
    next: 'Write the token into it, or have CASBAH_TOKEN_FILE name the file that holds it.',
    exitCode: EXIT.auth,
  })
}

function readTrimmed(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new CliError('There is no API token.', {
      why: `${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'error'}).`,
      next: 'Set CASBAH_TOKEN_FILE to a file that holds the token, or start Casbah here with: npm start',
      exitCode: EXIT.auth,
    })
  }
}

export function createClient(options: ApiClientOptions): ApiClient {
  const { url, token, signal, patienceMs = 0, say = toStandardError, nameOf } = options
  if (!/^https?:\/\/[^/]/.test(url) || !URL.canParse(url)) {
    throw usageError(
      `"${url}" is not where an API could be.`,
      'Set CASBAH_URL to one like http://127.0.0.1:8787.',
    )
  }
  if (token === '') {
    throw new CliError('The token is empty.', {
      next: 'Set CASBAH_TOKEN, or set CASBAH_TOKEN_FILE to a file that holds the token.',
      exitCode: EXIT.auth,
    })
  }
  if (!TOKEN.test(token)) {
    throw new CliError('The token holds characters that no token has.', {
      next: 'Copy it anew, whole and without quotes: CASBAH_TOKEN, or the file that CASBAH_TOKEN_FILE names.',
      exitCode: EXIT.auth,
    })
  }
  const base = url.replace(/\/+$/, '')
  const ask = (method: string, path: string, body: unknown, condition: Condition): Promise<Response> => {
    const { contentType, bytes, withinMs } = sendable(body)
    return reach(base, path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': contentType }),
        ...(method === 'GET' ? {} : { 'idempotency-key': condition.key }),
        ...(condition.revision === undefined ? {} : { 'if-match': `"${condition.revision}"` }),
      },
      ...(body === undefined ? {} : { body: bytes }),
      signal: AbortSignal.any([AbortSignal.timeout(withinMs), ...(signal ? [signal] : [])]),
    })
  }
  const send = async (method: string, path: string, body?: unknown, revision?: string): Promise<Response> => {
    const condition = { key: crypto.randomUUID(), revision }
    return onceMore(() => sendPatiently(method, path, body, condition), { say, signal })
  }
  const sendPatiently = async (
    method: string,
    path: string,
    body: unknown,
    condition: Condition,
  ): Promise<Response> => {
    const giveUpAt = performance.now() + patienceMs
    for (;;) {
      const [answer] = await Promise.allSettled([ask(method, path, body, condition)])
      const came = answer.status === 'fulfilled'
      const isAway = came ? answer.value.status === BUSY : answer.reason instanceof CliError
      if (!isAway || signal?.aborted || performance.now() >= giveUpAt) {
        if (came) return answer.value
        throw answer.reason
      }
      await sleep(PAUSE_MS, undefined, signal === undefined ? {} : { signal })
    }
  }
  const request = async <T>(method: string, path: string, body?: unknown, revision?: string): Promise<T> => {
    const response = await send(method, path, body, revision)
    if (!response.ok) throw await refusal(response, { base, path, nameOf })
    return (response.status === 204 ? undefined : await response.json()) as T
  }
  return {
    url: base,
    get: (path) => request('GET', path),
    async find<T>(path: string) {
      const response = await send('GET', path)
      if (response.status === NOT_FOUND) return undefined
      if (!response.ok) throw await refusal(response, { base, path, nameOf })
      return (await response.json()) as T
    },
    post: (path, body = {}, revision) => request('POST', path, body, revision),
    patch: (path, body, revision) => request('PATCH', path, body, revision),
    put: (path, body, revision) => request('PUT', path, body, revision),
    upload: (path, file) => request('PUT', path, file),
    delete: (path, revision) => request('DELETE', path, undefined, revision),
    async *stream(path: string, query: Query = {}) {
      const hung = new AbortController()
      let watch: NodeJS.Timeout | undefined
      const ended = AbortSignal.any([hung.signal, ...(signal ? [signal] : [])])
      try {
        const headers = { authorization: `Bearer ${token}` }
        const open = () => {
          watch = setTimeout(() => hung.abort(), ANSWER_WITHIN_MS)
          return reach(base, `${path}?${queryString(query)}`, { headers, signal: ended })
        }
        const sayWaiting = (line: string) => {
          // Nothing is asked meanwhile, so nothing hangs.
          clearTimeout(watch)
          say(line)
        }
        const response = await onceMore(open, { say: sayWaiting, signal })
        if (!response.ok) throw await refusal(response, { base, path, nameOf })
        for await (const piece of response.body ?? []) {
          watch?.refresh()
          yield piece
        }
      } catch (error) {
        if (error instanceof CliError) throw error
        throw new CliError('The answer broke off before its end.', {
          why: hung.signal.aborted ? 'Nothing came for too long.' : 'The API closed the connection.',
          next: 'What was written so far is a part of it. Ask again; findings go on behind the last one with --after.',
        })
      } finally {
        clearTimeout(watch)
      }
    },
    async *list<T>(path: string, query: Query = {}) {
      for (let cursor: string | null | undefined; cursor !== null; ) {
        const search = queryString({ limit: String(LARGEST_PAGE), ...query, cursor })
        const page: ListPage<T> = await request('GET', `${path}?${search}`)
        yield* page.data
        cursor = page.page.next_cursor
      }
    },
  }
}

const toStandardError = (line: string): void => void process.stderr.write(`${line}\n`)

const isFile = (body: unknown): body is FileBody =>
  typeof body === 'object' && body !== null && 'bytes' in body && body.bytes instanceof Uint8Array

const sendable = (body: unknown) =>
  isFile(body)
    ? { ...body, withinMs: FILE_ANSWER_WITHIN_MS }
    : { contentType: 'application/json', bytes: JSON.stringify(body), withinMs: ANSWER_WITHIN_MS }

interface ListPage<T> {
  readonly data: readonly T[]
  readonly page: { readonly next_cursor: string | null }
}

export function queryString(query: Readonly<Record<string, string | undefined>>): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, value)
  return search.toString()
}

async function reach(base: string, path: string, init: RequestInit): Promise<Response> {
  try {
    // The API redirects nobody; whoever does would be sent the body again, which may hold OpenAI's keys.
    return await fetch(`${base}${path}`, { ...init, redirect: 'manual' })
  } catch (error) {
    const { cause, name } = error as Error & { cause?: { code?: string; message?: string } }
    throw new CliError(`The API at ${base} does not answer.`, {
      why: name === 'TimeoutError' ? 'It took too long.' : (cause?.code ?? cause?.message ?? name),
      next: 'Start it with "npm start" (or "casbah api"), or set CASBAH_URL. "casbah doctor" looks deeper.',
    })
  }
}
