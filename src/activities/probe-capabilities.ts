import { Context } from '@temporalio/activity'
import type { CapabilityRow } from '../db/capabilities/put-capabilities.ts'
import { listCapabilities, putCapabilities } from '../db/capabilities/put-capabilities.ts'
import type { SealedCredential } from '../db/credentials/list-credentials.ts'
import {
  currentCredentials,
  rejectCredential,
  restoreCredential,
} from '../db/credentials/list-credentials.ts'
import { setProof } from '../db/integrations/change-integration.ts'
import type { Integration } from '../db/integrations/list-integrations.ts'
import type { Capability } from '../model/core/capabilities.ts'
import { KEY_REFUSALS } from '../model/core/result-codes.ts'
import type { Budget } from '../openai/budget.ts'
import { Transient } from '../openai/failures.ts'
import type { CredentialProbe, ProbeReport } from '../openai/probe.ts'
import { probeCapabilities as probeUpstream } from '../openai/probe.ts'
import type { BudgetPool } from './budget.ts'
import type { ProbeInput, ProbeSummary, RejectedCredential } from './contract.ts'
import type { ActivityDeps } from './deps.ts'
import { livingIntegration, openForUse } from './integration-context.ts'
import { keepAlive } from './keep-alive.ts'
import { isUnanswered, stillGranted } from './unanswered.ts'

/** Attempts at a test that a person waits for, before "unreachable" is its answer. */
const ATTEMPTS_FOR_PEOPLE = 3

/**
 * Probes every credential on both planes and keeps what was found. A test that a person asked for tries
 * rejected credentials again (they may have been mended upstream); a probe that the entity makes by
 * itself leaves them alone, and gives no verdict while nobody answers.
 */
export async function probeCapabilities(
  deps: ActivityDeps,
  budgets: BudgetPool,
  { integrationId, runId }: ProbeInput,
): Promise<ProbeSummary> {
  const context = Context.current()
  const alive = keepAlive(context, () => null)
  const budget = budgets.forSlice('probe', alive.beat)
  try {
    const integration = await livingIntegration(deps, integrationId)
    const current = await currentCredentials(deps.database.drizzle, integrationId)
    const left = runId === null ? current.filter(({ state }) => state === 'rejected') : []
    const probed = current.filter((credential) => !left.includes(credential))
    const report = await ask(deps, budget, integration, probed, context.cancellationSignal)
    const isLast = runId !== null && context.info.attempt >= ATTEMPTS_FOR_PEOPLE
    if (!isLast && report.capabilities.some(isUnanswered)) {
      throw new Transient('connection')
    }
    // What only a left-out credential could have told is not overwritten by its silence.
    const capabilities = report.capabilities.filter(({ state }) => left.length === 0 || state !== 'absent')
    const held = stillGranted(capabilities, await listCapabilities(deps.database.drizzle, integrationId))
    await keep(deps, integration, probed, { ...report, capabilities }, held)
    return summarize(report, left, held)
  } finally {
    alive.stop()
    await budget.release()
  }
}

async function ask(
  deps: ActivityDeps,
  budget: Budget,
  integration: Integration,
  credentials: readonly SealedCredential[],
  signal: AbortSignal,
): Promise<ProbeReport> {
  const { organizationId, workspaceId, projectId } = integration
  const { OPENAI_PLATFORM_URL, OPENAI_COMPLIANCE_URL, CASBAH_RATE_FACTOR } = deps.settings
  const known = await listCapabilities(deps.database.drizzle, integration.id)
  const opened = await Promise.all(
    credentials.map(async (credential) => ({
      ...(await openForUse(deps, credential)),
      acceptedBefore: known.some((capability) => workedBefore(credential, capability)),
    })),
  )
  const options = {
    platformUrl: OPENAI_PLATFORM_URL,
    complianceUrl: OPENAI_COMPLIANCE_URL,
    credentials: opened,
    ids: { organizationId, workspaceId, projectId },
    rateFactor: CASBAH_RATE_FACTOR,
    budget,
    signal,
  }
  return await probeUpstream(options, deps.pool)
}

/** A probe found it good, or a run that used it was refused as with a revoked key: asking again does not undo that. */
const workedBefore = (
  { id, rejectedCode }: SealedCredential,
  { state, credentialId }: CapabilityRow,
): boolean => rejectedCode === 'key_revoked_or_expired' || (state === 'granted' && credentialId === id)

async function keep(
  { database }: ActivityDeps,
  integration: Integration,
  credentials: readonly SealedCredential[],
  report: ProbeReport,
  held: ReadonlySet<Capability>,
): Promise<void> {
  const answered = report.capabilities.filter(({ capability }) => !held.has(capability))
  await putCapabilities(database.drizzle, integration.id, answered)
  await setProof(database.drizzle, integration.id, { ...report.proof })
  for (const probe of report.credentials) {
    const known = credentials.find(({ id }) => id === probe.credentialId)
    if (isRefused(report, probe))
      await rejectCredential(database.drizzle, probe.credentialId, probe.resultCode)
    else if (known?.state === 'rejected') await restoreCredential(database.drizzle, probe.credentialId)
  }
}

/** Refused, and of no use elsewhere: a swapped key that serves the other plane is in use, and a project key only adds. */
function isRefused(
  { capabilities }: ProbeReport,
  { credentialId, kind, resultCode }: CredentialProbe,
): boolean {
  const serves = capabilities.some((capability) => capability.credentialId === credentialId)
  return kind !== 'project_key' && !serves && KEY_REFUSALS.has(resultCode)
}

function summarize(
  report: ProbeReport,
  left: readonly SealedCredential[],
  held: ReadonlySet<Capability>,
): ProbeSummary {
  const named = (state: 'granted' | 'awaiting') =>
    report.capabilities.filter((one) => one.state === state).map(({ capability }) => capability)
  const refused: RejectedCredential[] = report.credentials
    .filter((probe) => isRefused(report, probe))
    .map(({ kind, resultCode }) => ({ kind, code: resultCode }))
  const before = left.map(
    ({ kind, rejectedCode }) => ({ kind, code: rejectedCode ?? 'invalid_key' }) as const,
  )
  return {
    granted: [...named('granted'), ...held],
    awaiting: named('awaiting'),
    denied: report.capabilities
      .filter(({ state }) => state === 'denied')
      .map(({ capability, resultCode }) => ({ capability, code: resultCode })),
    rejected: [...refused, ...before],
  }
}
