import { Context } from '@temporalio/activity'
import { nextParents } from '../db/assets/next-parents.ts'
import type { Batch } from '../db/batches/batch.ts'
import { commitBatchBisecting } from '../db/batches/commit-batch-bisecting.ts'
import { claimCheckpoint } from '../db/checkpoints/claim-checkpoint.ts'
import { rejectCredential } from '../db/credentials/list-credentials.ts'
import { Fenced } from '../db/fenced.ts'
import { dataKey } from '../db/seal/data-key.ts'
import { modeAllows } from '../model/core/collection-mode.ts'
import type { CredentialKind } from '../model/core/credentials.ts'
import type { ResultCode } from '../model/core/result-codes.ts'
import { KEY_REFUSALS } from '../model/core/result-codes.ts'
import type { RunKind } from '../model/core/runs.ts'
import type { Cursor, Fence, SliceCounts, SliceInput, SliceResult } from '../model/core/slices.ts'
import { SLICE_LIMITS } from '../model/core/slices.ts'
import { STREAMS } from '../model/core/streams.ts'
import type { BudgetClass } from '../openai/budget.ts'
import { BudgetWait } from '../openai/budget.ts'
import {
  CapabilityDenied,
  CredentialRejected,
  CursorStuck,
  isUpstreamFailure,
  RateLimited,
  UNSTATED_RETRY_MS,
} from '../openai/failures.ts'
import { STREAM_READERS } from '../openai/streams/registry.ts'
import type { ReadContext, ReadPage, RereadContext } from '../openai/streams/stream-reader.ts'
import { openUpstream } from '../openai/upstream.ts'
import type { BudgetPool, SliceBudget } from './budget.ts'
import { CommitBehind } from './commit-behind.ts'
import type { ActivityDeps } from './deps.ts'
import type { CapabilityView } from './integration-context.ts'
import { capabilityOf, livingIntegration, openForUse } from './integration-context.ts'
import { keepAlive } from './keep-alive.ts'
import { parentsAhead } from './parents-ahead.ts'
import type { BufferedBatch } from './slice-buffer.ts'
import { SliceBuffer } from './slice-buffer.ts'
import { isReread, rereadsOf } from './slice-rereads.ts'
import { tellBegun, tellEnd } from './slice-states.ts'
import { noteProgress, noteRetry, noteStall, noteWaits } from './slice-troubles.ts'

const CLASS_OF_RUN: Record<RunKind, BudgetClass> = {
  full: 'full',
  incremental: 'incremental',
  key_check: 'incremental',
  connection_test: 'probe',
  recheck: 'probe',
}

/** Place of the attempt's number in a fence. */
const ATTEMPT = 2

/** How far back logs are read the first time: as long as upstream keeps them. */
const FIRST_LOOK_BACK_DAYS = 30
const DAY_MS = 86_400_000

/** What a batch is sealed with. */
type SliceKeys = Pick<Batch, 'dataKey' | 'contentKey'>

/** One attempt at a slice, and what it has done so far. */
export interface Slice {
  readonly deps: ActivityDeps
  readonly input: SliceInput
  readonly fence: Fence
  readonly signal: AbortSignal
  readonly startedMs: number
  readonly beat: () => void
  readonly budget: SliceBudget
  /** Of the time that the budget has cost, what the run's progress has counted. */
  waitsCountedMs: number
  hasCommitted: boolean
  /** Whose key is used; known once the capability has been looked up. */
  credentialKind: CredentialKind | null
  counts: SliceCounts
}

/**
 * One bounded slice of one stream: claim the checkpoint, read pages from its cursor, commit in batches,
 * stop at whichever limit comes first. Nothing is kept between slices but the checkpoint, so any
 * worker can do the next one, and a killed one is repeated from its last commit.
 *
 * The claim comes before everything else, also before the mode is read: whoever changes the mode moves
 * the fence, so an attempt that read the old mode cannot commit any more.
 */
export async function collectSlice(
  deps: ActivityDeps,
  budgets: BudgetPool,
  input: SliceInput,
): Promise<SliceResult> {
  const context = Context.current()
  const alive = keepAlive(context, () => slice.counts)
  const budget = budgets.forSlice(CLASS_OF_RUN[input.runKind], alive.beat)
  const slice: Slice = {
    deps,
    input,
    fence: [input.runNo, input.sliceNo, context.info.attempt],
    signal: context.cancellationSignal,
    startedMs: deps.now().getTime(),
    beat: alive.beat,
    budget,
    waitsCountedMs: 0,
    hasCommitted: false,
    credentialKind: null,
    counts: { pages: 0, records: 0, quarantined: 0 },
  }
  try {
    const result = await readStream(slice).catch((error: unknown) => resultOf(slice, error))
    await tellEnd(slice, result)
    return result
  } finally {
    alive.stop()
    await noteWaits(slice)
    await budget.release()
  }
}

async function readStream(slice: Slice): Promise<SliceResult> {
  const { deps, input, fence } = slice
  const { integrationId, lane, stream, runNo } = input
  const facts = STREAMS[stream]
  const keepsCursor = facts.records.type !== 'asset'
  const claim = await claimCheckpoint(deps.database.sql, {
    integrationId,
    lane,
    stream,
    runNo,
    fence,
    keepsCursor,
  })
  if (claim === null) throw new Fenced(stream)
  if (fence[ATTEMPT] > 1) await noteRetry(slice)
  await tellBegun(slice, fence[ATTEMPT])
  if (claim.isComplete && !isReread(input)) return { state: 'done', ...slice.counts }
  const integration = await livingIntegration(deps, integrationId)
  const mode = integration.collectionMode
  if (!modeAllows(mode, facts.leastMode))
    return { state: 'denied', reason: 'collection_mode', ...slice.counts }
  const view = await capabilityOf(deps, integrationId, facts.capability)
  if (view.state !== 'granted') return withoutCapability(slice, view.code)
  if (view.credential === null) return { state: 'denied', reason: 'not_configured', ...slice.counts }
  slice.credentialKind = view.credential.kind
  if (view.credential.state === 'rejected') {
    throw new CredentialRejected(view.credential.rejectedCode ?? 'invalid_key', view.credential.id)
  }
  const { organizationId, workspaceId, projectId } = integration
  const ids = { organizationId, workspaceId, projectId }
  const { otherLogTypes } = integration
  const context = await readContext(slice, { cursor: claim.cursor, mode, ids, view, otherLogTypes })
  const keyFor = (purpose: 'configuration' | 'content') =>
    dataKey(deps.database.drizzle, deps.master, integrationId, purpose)
  const keys: SliceKeys = {
    dataKey: await keyFor('configuration'),
    ...(mode === 'content' && keepsCursor ? { contentKey: await keyFor('content') } : {}),
  }
  return await readPages(slice, context, keys)
}

/**
 * The capability was granted when the run was planned. Where a test has found the key refused since then, the stream
 * waits for a better one, as if it had been refused itself; any other loss is one thing less that may be read.
 */
function withoutCapability({ input, counts }: Slice, code: ResultCode): SliceResult {
  if (!KEY_REFUSALS.has(code)) return { state: 'denied', reason: code, ...counts }
  const credentialKind = STREAMS[input.stream].plane === 'platform' ? 'admin_key' : 'compliance_key'
  return { state: 'rejected', credentialKind, code, ...counts }
}

async function readContext(
  slice: Slice,
  {
    cursor,
    mode,
    ids,
    view,
    otherLogTypes,
  }: Pick<ReadContext, 'mode' | 'ids'> &
    Required<Pick<ReadContext, 'otherLogTypes'>> & { cursor: Cursor | null; view: CapabilityView },
): Promise<RereadContext> {
  const { deps, input, signal } = slice
  const { OPENAI_PLATFORM_URL, OPENAI_COMPLIANCE_URL, CASBAH_RATE_FACTOR } = deps.settings
  const { capability, parent } = STREAMS[input.stream]
  const credential = view.credential === null ? null : await openForUse(deps, view.credential)
  const upstream = openUpstream(
    {
      platformUrl: OPENAI_PLATFORM_URL,
      complianceUrl: OPENAI_COMPLIANCE_URL,
      credentials: credential === null ? [] : [credential],
      serving: credential === null ? {} : { [capability]: credential.id },
      ids,
      budget: slice.budget,
      rateFactor: CASBAH_RATE_FACTOR,
      signal,
    },
    deps.pool,
  )
  const parents = parent === undefined ? null : STREAMS[parent].records
  return {
    cursor,
    mode,
    upstream,
    ids,
    otherLogTypes,
    nextParent: parentsAhead(async (after, limit) => {
      if (parents?.type !== 'asset') return []
      const { integrationId } = input
      return await nextParents(deps.database.sql, { integrationId, kind: parents.kind, after, limit })
    }),
    ...rereadsOf(slice),
    now: deps.now,
    since: new Date(slice.startedMs - FIRST_LOOK_BACK_DAYS * DAY_MS).toISOString(),
    signal,
  }
}

/** Reads until a limit or the end. Whatever stops it, pages that were read are committed first. */
async function readPages(slice: Slice, context: RereadContext, keys: SliceKeys): Promise<SliceResult> {
  const { stream } = slice.input
  const now = () => slice.deps.now().getTime()
  const buffer = new SliceBuffer(context.mode, stream, now)
  const behind = new CommitBehind()
  const taken = { pages: 0, records: 0 }
  const commit = async () => {
    const batch = buffer.take()
    if (batch === null) return
    taken.pages += batch.pages
    taken.records += batch.records.length
    await behind.start(() => commitTaken(slice, batch, keys))
  }
  try {
    for await (const page of pagesOf(slice, context)) {
      buffer.add(page)
      if (buffer.isDue()) await commit()
      if (page.done) {
        await behind.settled()
        return { state: 'done', ...slice.counts }
      }
      if (isSpent(slice, { pages: taken.pages + buffer.pages, records: taken.records + buffer.records }))
        break
    }
  } catch (error) {
    // What upstream gave before it failed, or before we were told to stop, need not be asked for again.
    if (isUpstreamFailure(error) || error instanceof BudgetWait || slice.signal.aborted) await commit()
    await behind.settled()
    throw error
  }
  await commit()
  await behind.settled()
  return { state: 'more', ...slice.counts }
}

function pagesOf({ input }: Slice, context: RereadContext): AsyncIterable<ReadPage> {
  const reader = STREAM_READERS[input.stream]
  return isReread(input) && reader.reread !== undefined ? reader.reread(context) : reader.read(context)
}

function isSpent({ deps, startedMs }: Slice, read: Pick<SliceCounts, 'pages' | 'records'>): boolean {
  const { durationMs, pages, records } = SLICE_LIMITS
  return (
    read.pages >= pages ||
    read.records >= records ||
    deps.now().getTime() - startedMs >= durationMs ||
    deps.stopping.aborted
  )
}

async function commitTaken(slice: Slice, batch: BufferedBatch, keys: SliceKeys): Promise<void> {
  const { integrationId, runId, runNo, lane, stream } = slice.input
  const { fence, deps, counts } = slice
  const place = { integrationId, runId, runNo, lane, stream, fence, ...keys }
  const waitedMs = slice.budget.waitedMs - slice.waitsCountedMs
  await commitBatchBisecting(deps.database.sql, { ...place, ...batch, waitedMs })
  slice.waitsCountedMs += waitedMs
  await noteProgress(slice)
  slice.counts = {
    pages: counts.pages + batch.pages,
    records: counts.records + batch.records.length,
    quarantined: counts.quarantined + batch.quarantined.length,
  }
  slice.beat()
}

/** What upstream's refusals mean for the stream; anything else is for Temporal to try again. */
async function resultOf(slice: Slice, error: unknown): Promise<SliceResult> {
  const { counts, deps } = slice
  if (error instanceof CredentialRejected) {
    await rejectCredential(deps.database.drizzle, error.credentialId, error.code)
    const credentialKind = slice.credentialKind ?? 'admin_key'
    return { state: 'rejected', credentialKind, code: error.code, ...counts }
  }
  if (error instanceof CapabilityDenied) return { state: 'denied', reason: error.code, ...counts }
  if (error instanceof CursorStuck) return { state: 'stuck', ...counts }
  if (error instanceof BudgetWait) return { state: 'waiting', untilMs: error.untilMs, ...counts }
  if (error instanceof RateLimited) {
    const untilMs = deps.now().getTime() + (error.retryAfterMs ?? UNSTATED_RETRY_MS)
    return { state: 'waiting', untilMs, ...counts }
  }
  await noteStall(slice, slice.fence[ATTEMPT], error)
  throw error
}
