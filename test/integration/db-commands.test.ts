import { randomUUIDv7 } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { appendAudit } from '../../src/db/audit/append-audit.ts'
import { listAudit, verifyAudit } from '../../src/db/audit/verify-audit.ts'
import {
  beginCommand,
  finishCommand,
  purgeCommands,
  releaseCommand,
} from '../../src/db/idempotency/begin-command.ts'
import { countTroubles } from '../../src/db/run-streams/count-troubles.ts'
import { listRunStreams } from '../../src/db/run-streams/list-run-streams.ts'
import { setStreamState } from '../../src/db/run-streams/set-stream-state.ts'
import { getRun, listRuns } from '../../src/db/runs/list-runs.ts'
import { endRun, setRunStage, setRunState } from '../../src/db/runs/move-run.ts'
import { lastRunNo, openRun } from '../../src/db/runs/open-run.ts'
import { createToken, findTokenByHash, revokeToken, touchToken } from '../../src/db/tokens/tokens.ts'
import { API_SCOPES } from '../../src/model/core/access.ts'
import { SYSTEM_ACTOR } from '../../src/model/core/actor.ts'
import type { IntegrationId } from '../../src/model/core/ids.ts'
import { asRunId, asRunNo } from '../../src/model/core/ids.ts'
import { ALL_INTEGRATIONS } from '../../src/model/core/scope.ts'
import { newTenant } from '../support/db-fixtures.ts'
import type { FreshDatabase } from '../support/postgres.ts'
import { freshDatabase } from '../support/postgres.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.drop())
const db = () => fresh.database.drizzle

describe('a repeated command', () => {
  const command = (key: string, fingerprint = 'f') => ({
    caller: 'token-1',
    route: 'POST /x',
    key,
    fingerprint,
  })

  test('of fifty at once, one does the work; later ones get its answer', async () => {
    const begun = await Promise.all(Array.from({ length: 50 }, () => beginCommand(db(), command('a'))))
    expect(begun.filter((one) => one.state === 'fresh')).toHaveLength(1)
    expect(begun.filter((one) => one.state === 'running')).toHaveLength(49)
    await finishCommand(db(), command('a'), { status: 202, response: { run_id: 'r1' } })
    expect(await beginCommand(db(), command('a'))).toEqual({
      state: 'done',
      status: 202,
      response: { run_id: 'r1' },
    })
    expect(await beginCommand(db(), command('a', 'other body'))).toEqual({ state: 'mismatch' })
    expect(await beginCommand(db(), { ...command('a'), route: 'POST /y' })).toEqual({ state: 'fresh' })
    expect(await beginCommand(db(), { ...command('a'), caller: 'token-2' })).toEqual({ state: 'fresh' })
  })

  test('a failed one frees its key, an abandoned one can be taken over, an old one is forgotten', async () => {
    expect(await beginCommand(db(), command('b'))).toEqual({ state: 'fresh' })
    await releaseCommand(db(), command('b'))
    expect(await beginCommand(db(), command('b'))).toEqual({ state: 'fresh' })
    await fresh.database
      .sql`update idempotency_keys set created_at = now() - interval '3 minutes' where key = 'b'`
    expect(await beginCommand(db(), command('b', 'other body'))).toEqual({ state: 'mismatch' })
    expect(await beginCommand(db(), command('b'))).toEqual({ state: 'fresh' })
    await finishCommand(db(), command('b'), { status: 200, response: null })
    await fresh.database
      .sql`update idempotency_keys set expires_at = now() - interval '1 second' where key = 'b'`
    expect(await beginCommand(db(), command('b', 'other body'))).toEqual({ state: 'fresh' })
    await fresh.database
      .sql`update idempotency_keys set expires_at = now() - interval '1 second' where key = 'b'`
    expect(await purgeCommands(db())).toBe(1)
  })
})

describe('the audit log', () => {
  test('is one chain whoever appends, and shows what was altered, removed or put in', async () => {
    const entry = (n: number) => ({
      actor: SYSTEM_ACTOR,
      action: 'integration.pause',
      target: `integration/${n}`,
      detail: { z: n, a: [1, { y: true, b: null }] },
      requestId: null,
    })
    await Promise.all(Array.from({ length: 20 }, (_, n) => appendAudit(db(), entry(n))))
    const verdict = await verifyAudit(db())
    expect(verdict).toMatchObject({ intact: true, rows: 20 })
    const [newest] = await listAudit(db(), { limit: 1 })
    expect(newest?.seq).toBe(20)
    const inRollback = async (change: () => Promise<unknown>, undo: () => Promise<unknown>) => {
      await change()
      const broken = await verifyAudit(db())
      await undo()
      expect(await verifyAudit(db())).toEqual(verdict)
      return broken
    }
    const { sql } = fresh.database
    const altered = await inRollback(
      async () => sql`update audit_log set target = target || '!' where seq = 7`,
      async () => sql`update audit_log set target = rtrim(target, '!') where seq = 7`,
    )
    expect(altered).toEqual({ intact: false, seq: 7, why: 'altered' })
    const missing = await inRollback(
      async () => sql`update audit_log set seq = -9 where seq = 9`,
      async () => sql`update audit_log set seq = 9 where seq = -9`,
    )
    expect(missing).toEqual({ intact: false, seq: 9, why: 'missing' })
  })

  test('rolls back with the command it records', async () => {
    const before = await verifyAudit(db())
    const failed = db().transaction(async (tx) => {
      await appendAudit(tx, {
        actor: SYSTEM_ACTOR,
        action: 'x',
        target: 'y',
        detail: {},
        requestId: 'r',
      })
      throw new Error('the command failed')
    })
    await expect(failed).rejects.toThrow('the command failed')
    expect(await verifyAudit(db())).toEqual(before)
  })
})

describe('runs', () => {
  const newRun = (integrationId: IntegrationId, n: number, lane: 'full' | 'incremental' | null = 'full') => ({
    id: asRunId(randomUUIDv7()),
    integrationId,
    runNo: asRunNo(n),
    kind: lane === null ? ('connection_test' as const) : lane,
    lane,
    workflowId: `w${n}`,
    requestedBy: SYSTEM_ACTOR,
  })

  test('one is open a lane; opening it again is the same one; ending it frees the lane', async () => {
    const { integrationId } = await newTenant(fresh.database)
    const rivals = Array.from({ length: 10 }, (_, n) => newRun(integrationId, n + 1))
    const opened = await Promise.all(rivals.map((run) => openRun(db(), run)))
    const winners = opened.filter((one) => one.opened)
    expect(winners).toHaveLength(1)
    const winner = winners[0]?.opened ? winners[0].run : null
    if (!winner) throw new Error('no run')
    const loser = opened.find((one) => !one.opened)
    expect(loser).toMatchObject({ opened: false, by: { id: winner.id } })
    expect(await openRun(db(), { ...winner })).toMatchObject({ opened: true })
    expect(await openRun(db(), newRun(integrationId, 20, 'incremental'))).toMatchObject({ opened: true })
    expect(await openRun(db(), newRun(integrationId, 21, null))).toMatchObject({ opened: true })
    expect(await lastRunNo(db(), integrationId)).toBe(21)

    expect(await setRunState(db(), winner.id, 'running')).toBe(true)
    expect(await setRunState(db(), winner.id, 'running')).toBe(true)
    await setRunStage(db(), winner.id, 'directory')
    await setStreamState(db(), { runId: winner.id, stream: 'platform.users', state: 'running' })
    await setStreamState(db(), { runId: winner.id, stream: 'platform.invites', state: 'completed' })
    // Of a worker that froze before it could say so, and thaws now.
    await setStreamState(db(), { runId: winner.id, stream: 'platform.invites', state: 'running' })
    expect(await endRun(db(), winner.id, 'completed_with_gaps', { gaps: 1 })).toBe(true)
    expect(await endRun(db(), winner.id, 'failed', {})).toBe(false)
    expect(await setRunState(db(), winner.id, 'running')).toBe(false)
    expect(await getRun(db(), ALL_INTEGRATIONS, winner.id)).toMatchObject({
      state: 'completed_with_gaps',
      stage: 'directory',
      outcome: { gaps: 1 },
    })
    const states = (await listRunStreams(db(), winner.id)).map((row) => [row.stream, row.state])
    expect(states).toEqual([
      ['platform.invites', 'completed'],
      ['platform.users', 'cancelled'],
    ])
    await setStreamState(db(), { runId: winner.id, stream: 'platform.users', state: 'running', retries: 1 })
    await setStreamState(db(), { runId: winner.id, stream: 'platform.projects', state: 'running' })
    expect(
      (await listRunStreams(db(), winner.id)).map((row) => [row.stream, row.state]),
      'a straggler reopens nothing',
    ).toEqual(states)
    expect(
      await openRun(db(), newRun(integrationId, 0)),
      'its fences would be behind those of the lane’s last run',
    ).toEqual({ opened: false, by: null })
    expect(await openRun(db(), newRun(integrationId, 22))).toMatchObject({ opened: true })
  })

  test('are seen within a scope only, newest first', async () => {
    const mine = await newTenant(fresh.database)
    const other = await newTenant(fresh.database)
    await openRun(db(), newRun(mine.integrationId, 1))
    const foreign = newRun(other.integrationId, 1)
    await openRun(db(), foreign)
    await openRun(db(), newRun(mine.integrationId, 2, 'incremental'))
    const scope = { integrationIds: [mine.integrationId] }
    const seen = await listRuns(db(), scope, { limit: 10 })
    expect(seen.map((run) => run.runNo)).toEqual([2, 1])
    expect(await listRuns(db(), scope, { limit: 10, before: seen[0]?.id })).toEqual([seen[1]])
    expect(await getRun(db(), scope, foreign.id)).toBeNull()
    expect(await listRuns(db(), { integrationIds: [] }, { limit: 10 })).toEqual([])
  })

  test('a stream counts its waits and adds up what they took', async () => {
    const { integrationId } = await newTenant(fresh.database)
    const run = newRun(integrationId, 1)
    await openRun(db(), run)
    const step = { runId: run.id, stream: 'chatgpt.gpts' as const }
    await setStreamState(db(), { ...step, state: 'queued' })
    const until = '2026-11-22T10:00:00.5Z'
    for (let n = 0; n < 2; n += 1) {
      await setStreamState(db(), { ...step, state: 'running', waitedMs: 100, retries: 1 })
      await setStreamState(db(), { ...step, state: 'waiting_for_rate_limit', waitingUntil: until })
      await setStreamState(db(), { ...step, state: 'waiting_for_rate_limit', waitingUntil: until })
    }
    const [row] = await listRunStreams(db(), run.id)
    expect(row).toMatchObject({ waits: 2, waitedMs: 200, retries: 2, waitingUntil: until, endedAt: null })
  })

  test('troubles add up whatever a stream’s state, until it has ended', async () => {
    const { integrationId } = await newTenant(fresh.database)
    const run = newRun(integrationId, 1)
    await openRun(db(), run)
    const step = { runId: run.id, stream: 'chatgpt.gpts' as const }
    const found = async () => (await listRunStreams(db(), run.id))[0]
    await setStreamState(db(), { ...step, state: 'waiting_for_rate_limit' })
    await countTroubles(db(), { ...step, retries: 1 })
    await countTroubles(db(), { ...step, waitedMs: 40 })
    expect(await found()).toMatchObject({
      state: 'waiting_for_rate_limit',
      retries: 1,
      waitedMs: 40,
      waits: 1,
    })
    await setStreamState(db(), { ...step, state: 'completed' })
    await countTroubles(db(), { ...step, retries: 1, waitedMs: 40 })
    expect(await found()).toMatchObject({ state: 'completed', retries: 1, waitedMs: 40 })
  })
})

describe('tokens', () => {
  test('are found by hash while they may be used', async () => {
    const id = randomUUIDv7()
    const rights = { integrationIds: null, scopes: API_SCOPES, createdBy: SYSTEM_ACTOR, expiresAt: null }
    const token = { id, name: 't', prefix: 'cbh_live_x', hash: 'h1', ...rights }
    expect(await createToken(db(), token)).toBe(true)
    expect(await createToken(db(), { ...token, id: randomUUIDv7() })).toBe(false)
    expect(await findTokenByHash(db(), 'h1')).toMatchObject({ id, name: 't', isTouchDue: true })
    await touchToken(db(), id)
    const found = await findTokenByHash(db(), 'h1')
    expect(found).toMatchObject({ id, name: 't', isTouchDue: false })
    expect(found).not.toHaveProperty('hash')
    await createToken(db(), { ...token, id: randomUUIDv7(), hash: 'h2', expiresAt: '2020-01-01T00:00:00Z' })
    expect(await findTokenByHash(db(), 'h2')).toBeNull()
    expect(await revokeToken(db(), id)).toBe(true)
    expect(await findTokenByHash(db(), 'h1')).toBeNull()
  })
})
