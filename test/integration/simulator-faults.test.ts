import { createHash } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { call, EPOCH, FROM, startTenant, steer, stopTenant, truth } from '../support/simulated-tenant.ts'

afterEach(stopTenant)

test('faults on demand: 5xx, reset, truncation, bad checksum, 429 without a hint, endless lists, expired links', async () => {
  const sim = await startTenant()
  const logs = `/compliance/workspaces/${sim.workspaceId}/logs`
  const list = `${logs}?event_type=AUTH_LOG&${FROM}&limit=2`
  const plant = (kind: string, route: string, more = {}) =>
    steer({ faults: [{ kind, route, count: 1, ...more }] })
  await plant('status5xx', 'GET *users', { status: 503 })
  expect((await call('/organization/users', sim.keys.admin)).status).toBe(503)
  expect((await call('/organization/users', sim.keys.admin)).status).toBe(200)
  await plant('reset', '*')
  await expect(call('/organization/users', sim.keys.admin)).rejects.toThrow()
  await plant('truncate', '*')
  await expect(call('/organization/users', sim.keys.admin)).rejects.toThrow()
  await plant('429', '*', { retryAfter: 'none' })
  expect((await call('/organization/users', sim.keys.admin)).headers.get('retry-after')).toBeNull()
  await plant('429', '*', { retryAfter: 'date' })
  expect(
    Date.parse((await call('/organization/users', sim.keys.admin)).headers.get('retry-after') ?? ''),
  ).toBeGreaterThan(Date.parse(EPOCH))
  await plant('emptyPageNullCursor', '*/logs')
  expect((await call(list, sim.keys.compliance)).body).toMatchObject({ data: [], last_end_time: null })
  await plant('hasMoreForever', '*')
  expect((await call(`${logs}?event_type=AUTH_LOG&after=${EPOCH}`, sim.keys.compliance)).body).toMatchObject({
    data: [],
    has_more: true,
  })
  const first = await call(list, sim.keys.compliance)
  const boundary = `${logs}?event_type=AUTH_LOG&after=${first.body.data[0]?.end_time}&limit=1`
  await plant('boundaryRelist', '*')
  expect((await call(boundary, sim.keys.compliance)).body.data[0]?.id).toBe(first.body.data[0]?.id)
  expect((await call(boundary, sim.keys.compliance)).body.data[0]?.id).toBe(first.body.data[1]?.id)
  await plant('expiredLink', '*')
  const file = first.body.data[0]
  const stale = (await call(`${logs}/${file?.id}`, sim.keys.compliance)).headers.get('location') ?? ''
  expect((await fetch(stale)).status).toBe(403)
  const good = (await call(`${logs}/${file?.id}`, sim.keys.compliance)).headers.get('location') ?? ''
  await plant('badChecksum', 'GET download')
  const digestOf = async () =>
    createHash('sha256')
      .update(Buffer.from(await (await fetch(good)).arrayBuffer()))
      .digest('hex')
  expect(await digestOf()).not.toBe(file?.file_sha256)
  expect(await digestOf()).toBe(file?.file_sha256)
})

test('poison records are served, and truth says what a clean holder keeps of them', async () => {
  const sim = await startTenant()
  const calm = await truth('?stream=platform.users')
  await steer({
    poison: {
      nul: true,
      loneSurrogates: true,
      equalKeysInPage: true,
      unknownShape: ['platform.users', 'logs.AUTH_LOG'],
    },
  })
  const { body, text } = await call('/organization/users', sim.keys.admin)
  expect(text).toContain('\\u0000')
  expect(text).toContain('\\ud800')
  const ids = body.data.map(({ id }) => id)
  expect(ids).toContain(undefined)
  expect(ids[1]).toBe(ids[2])
  const poisoned = await truth('?stream=platform.users')
  expect(poisoned['platform.users']?.idsHash).toBe(calm['platform.users']?.idsHash)
  expect(poisoned['platform.users']?.fieldsHash).not.toBe(calm['platform.users']?.fieldsHash)
})
