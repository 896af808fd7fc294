import { appendFileSync, existsSync, readFileSync } from 'node:fs'

// The one part of the tenant that grows: OpenAI writes each use of a compliance key to the audit log, so our own calls
// must come back to us in later files. Kept small, in order of time, and forgotten after the upstream's 30 days.

export interface ApiCall {
  /** Microseconds, strictly increasing. */
  readonly at: number
  readonly action: string
  readonly ok: boolean
  /** The key as the audit log shows it. */
  readonly key: string
  readonly agent: string
  readonly data: Readonly<Record<string, string>>
  /** Number of the person who did it; absent where it was the key's own call. */
  readonly by?: number
}

/** Dropping one expired call at a time would move the whole list each time. */
const FORGET_IN_LOTS_OF = 4096

function isCall(value: unknown): value is ApiCall {
  return (
    typeof value === 'object' &&
    value !== null &&
    'at' in value &&
    typeof value.at === 'number' &&
    'action' in value
  )
}

export class CallLog {
  #calls: ApiCall[] = []
  readonly #file: string | undefined
  readonly #keepMicros: number

  constructor(keepMicros: number, file?: string) {
    this.#keepMicros = keepMicros
    this.#file = file
    if (file && existsSync(file)) this.#calls = readCalls(file)
  }

  get size(): number {
    return this.#calls.length
  }

  add(call: ApiCall): void {
    const last = this.#calls.at(-1)
    const kept = last && call.at <= last.at ? { ...call, at: last.at + 1 } : call
    this.#calls.push(kept)
    if (this.#file) appendFileSync(this.#file, `${JSON.stringify(kept)}\n`)
    const expired = this.#firstAt(kept.at - this.#keepMicros)
    if (expired > FORGET_IN_LOTS_OF) this.#calls = this.#calls.slice(expired)
  }

  /** Calls from `start` (inclusive) to `end` (exclusive). */
  between(start: number, end: number): readonly ApiCall[] {
    return this.#calls.slice(this.#firstAt(start), this.#firstAt(end))
  }

  #firstAt(micros: number): number {
    let low = 0
    let high = this.#calls.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#calls[middle]?.at ?? 0) < micros) low = middle + 1
      else high = middle
    }
    return low
  }
}

/** A line cut off by a kill is skipped: the call it stood for was never listed. */
function readCalls(file: string): ApiCall[] {
  const calls: ApiCall[] = []
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const call = parseCall(line)
    if (call) calls.push(call)
  }
  return calls
}

function parseCall(line: string): ApiCall | undefined {
  if (!line.endsWith('}')) return undefined
  const value: unknown = JSON.parse(line)
  return isCall(value) ? value : undefined
}
