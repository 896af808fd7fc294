import { setCurrentDetails } from '@temporalio/workflow'
import type { ProbeSummary } from '../activities/contract.ts'
import type { Actor } from '../model/core/actor.ts'
import type { IntegrationId, RunId, RunNo } from '../model/core/ids.ts'
import { asRunNo } from '../model/core/ids.ts'
import { workflowIds } from '../model/core/names.ts'
import { bookkeeping, probing } from './calls.ts'

export interface ConnectionTestInput {
  readonly integrationId: IntegrationId
  readonly testNo: number
  readonly actor: Actor
  /** The row that this test has in `runs`; null for the probes that the entity makes by itself. */
  readonly run: { readonly runId: RunId; readonly runNo: RunNo } | null
}

/** Probes every capability. It collects nothing, and runs on a queue of its own: it never waits behind a collection. */
export async function connectionTest(input: ConnectionTestInput): Promise<ProbeSummary> {
  await openTest(input)
  try {
    const { integrationId, run } = input
    const runId = run?.runId ?? null
    const found = await probing('probe every capability').probeCapabilities({ integrationId, runId })
    const { granted, awaiting, denied } = found
    setCurrentDetails(
      `${granted.length} granted, ${awaiting.length} awaiting, ${denied.length} denied\n\n${denied
        .map(({ capability, code }) => `- \`${capability}\`: ${code}`)
        .join('\n')}`,
    )
    await closeTest(input, 'completed', {
      granted: granted.length,
      awaiting: awaiting.length,
      denied: denied.length,
    })
    return found
  } catch (error) {
    await closeTest(input, 'failed', { code: 'unreachable' })
    throw error
  }
}

async function openTest({ integrationId, testNo, actor, run }: ConnectionTestInput): Promise<void> {
  if (run === null) return
  const workflowId = workflowIds.connectionTest(integrationId, testNo)
  const row = { integrationId, ...run, kind: 'connection_test', lane: null, workflowId, actor } as const
  const { openRun } = bookkeeping(`connection test ${testNo}: opened`)
  let answer = await openRun(row)
  // It holds no lane, so only its number can be taken: by a run that the entity does not know of.
  while (!answer.opened) answer = await openRun({ ...row, runNo: asRunNo(answer.lastRunNo + 1) })
}

async function closeTest(
  { run }: ConnectionTestInput,
  state: 'completed' | 'failed',
  outcome: Readonly<Record<string, number | string>>,
): Promise<void> {
  if (run === null) return
  await bookkeeping(`connection test: ${state}`).finishRun({ runId: run.runId, state, outcome })
}
