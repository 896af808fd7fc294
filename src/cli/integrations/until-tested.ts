import { setTimeout as sleep } from 'node:timers/promises'
import type { ApiClient } from '../api-client.ts'
import { CliError } from '../cli-error.ts'
import type { IntegrationDetail, RunDetail } from '../run-view.ts'

const POLL_MS = 300
/** Milliseconds. A dozen requests upstream, each of which may be retried. */
const TEST_WITHIN_MS = 120_000

/** Waits for the connection test that adding an integration, or replacing a credential, begins. */
export function untilTested(api: ApiClient, id: string, signal?: AbortSignal): Promise<IntegrationDetail> {
  const look = () => api.get<IntegrationDetail>(`/api/v1/integrations/${id}`)
  return until(look, ({ phase, capabilities }) => phase !== 'connecting' && capabilities.length > 0, signal)
}

/** Asks for a connection test, waits for it, and returns the integration as it then stands. */
export async function testNow(api: ApiClient, id: string, signal?: AbortSignal): Promise<IntegrationDetail> {
  const { run_id } = await api.post<{ run_id: string }>(`/api/v1/integrations/${id}/test`)
  await until(
    () => api.find<RunDetail>(`/api/v1/runs/${run_id}`),
    (run) => run?.ended === true,
    signal,
  )
  return untilTested(api, id, signal)
}

async function until<T>(
  look: () => Promise<T>,
  done: (value: T) => boolean,
  signal?: AbortSignal,
): Promise<T> {
  const deadline = performance.now() + TEST_WITHIN_MS
  for (;;) {
    const value = await look()
    if (done(value)) return value
    if (performance.now() > deadline) {
      throw new CliError(`The connection test did not end within ${TEST_WITHIN_MS / 1_000} s.`, {
        why: 'No worker has taken it, or upstream does not answer.',
        next: '"casbah doctor" looks deeper; Temporal’s UI shows the workflow.',
      })
    }
    await sleep(POLL_MS, undefined, signal === undefined ? {} : { signal })
  }
}
