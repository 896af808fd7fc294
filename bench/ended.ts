import { setTimeout as sleep } from 'node:timers/promises'
import type { ApiClient } from '../src/cli/api-client.ts'
import type { RunDetail } from '../src/cli/run-view.ts'

const POLL_MS = 500

/** Waits for a run that takes as long as its limits make it; `null` where it has not ended within the time. */
export async function untilEnded(api: ApiClient, runId: string, withinMs: number): Promise<RunDetail | null> {
  const deadline = Date.now() + withinMs
  while (Date.now() < deadline) {
    // The API answers nothing while its database is away.
    const run = await api.find<RunDetail>(`/api/v1/runs/${runId}`).catch(() => null)
    if (run?.ended === true) return run
    await sleep(POLL_MS)
  }
  return null
}
