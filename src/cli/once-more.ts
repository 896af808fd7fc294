import { setTimeout as sleep } from 'node:timers/promises'

/** Asked too often: the answer says after how many seconds to ask again. */
const TOO_OFTEN = 429
/** Seconds that a command waits by itself: the API counts by the minute, so no limit of its own lasts longer. */
const WAIT_AT_MOST_SECONDS = 60

interface Waiting {
  readonly say: (line: string) => void
  readonly signal?: AbortSignal | undefined
}

/** Sends a request; where it was one too many, waits as long as the answer says and sends it once more. */
export async function onceMore(send: () => Promise<Response>, { say, signal }: Waiting): Promise<Response> {
  const first = await send()
  const seconds = first.status === TOO_OFTEN ? secondsToWait(first) : null
  if (seconds === null) return first
  await first.body?.cancel()
  say(`casbah: the API is asked too often; waiting ${seconds} s and asking once more.`)
  await sleep(seconds * 1_000, undefined, signal === undefined ? {} : { signal })
  return send()
}

/** Null where the answer says nothing, or more than anybody wants to sit through. */
function secondsToWait({ headers }: Response): number | null {
  const text = headers.get('Retry-After') ?? ''
  const seconds = Number(text)
  return /^\d+$/.test(text) && seconds <= WAIT_AT_MOST_SECONDS ? Math.max(1, seconds) : null
}
