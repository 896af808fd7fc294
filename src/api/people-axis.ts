import { randomUUIDv7 } from 'node:crypto'
import type { Context } from 'hono'
import type { Db } from '../db/client.ts'
import { fingerprintsExcepted } from '../db/exceptions/list-exceptions.ts'
import { insertExceptions } from '../db/exceptions/write-exceptions.ts'
import { countPeoplesEvents } from '../db/findings/finding-events.ts'
import type { FindingFilter } from '../db/findings/finding-filter.ts'
import type { HeldFinding } from '../db/findings/hold-findings.ts'
import { OthersMatch, TooManyFindings, withFindingsHeld } from '../db/findings/hold-findings.ts'
import type { Appended, PeopleNews } from '../db/findings/write-triage.ts'
import { appendPeoplesEvents, setTriage } from '../db/findings/write-triage.ts'
import type { FindingId } from '../model/core/ids.ts'
import { asExceptionId } from '../model/core/ids.ts'
import type { SaidNews, Wish } from '../rules/triage.ts'
import { newsOfText, newsOfWish } from '../rules/triage.ts'
import type { ApiEnv } from './context.ts'
import type { ApiDeps } from './deps.ts'
import { refuseStale, saidTag } from './finding-tag.ts'
import { ApiProblem, notFound } from './problem.ts'
import type { BulkChangeInput } from './schemas/triage.ts'

/**
 * People's axis of findings, one finding or many: hold them, see what the wish changes, write that and the history of
 * it, all in one transaction. The machine's columns are neither read for a decision nor written.
 */

type Deps = Pick<ApiDeps, 'database'>

const newsFor = (row: HeldFinding, news: readonly SaidNews[]): PeopleNews[] =>
  news.map((item) => ({ ...item, integrationId: row.integrationId, findingId: row.id }))

/** Changes what is said of one finding. Returns it as it is then, and the first part of its ETag. */
export function changeFinding(
  { database }: Deps,
  context: Context<ApiEnv>,
  id: FindingId,
  change: Wish & { readonly note?: string | undefined; readonly read: readonly string[] | null },
): Promise<{ readonly row: HeldFinding; readonly said: string }> {
  const { actor, scope } = context.get('caller')
  return withFindingsHeld(database.drizzle, scope, { ids: [id] }, async (tx, [row]) => {
    if (row === undefined) throw notFound('finding')
    const events = await countPeoplesEvents(tx, id)
    refuseStale(change.read, saidTag(row, events))
    const { triage = row.triage, assignee = row.assignee, note } = change
    const news = [...newsOfWish(row, { triage, assignee }), ...(note === undefined ? [] : [newsOfText(note)])]
    await setTriage(tx, [id], { triage, assignee })
    await appendPeoplesEvents(tx, actor, newsFor(row, news))
    const changed = { ...row, triage, assignee }
    return { row: changed, said: saidTag(changed, events + news.length) }
  })
}

/** Adds to a finding's history what a person has to say. */
export function commentOn(
  { database }: Deps,
  context: Context<ApiEnv>,
  id: FindingId,
  text: string,
): Promise<Appended> {
  const { actor, scope } = context.get('caller')
  return withFindingsHeld(database.drizzle, scope, { ids: [id] }, async (tx, [row]) => {
    if (row === undefined) throw notFound('finding')
    const [added] = await appendPeoplesEvents(tx, actor, newsFor(row, [newsOfText(text)]))
    if (added === undefined) throw new Error('an insert without a conflict clause returned no row')
    return added
  })
}

export interface Changed {
  readonly matched: number
  readonly changed: number
}

/** The same for all that `filter` matches: all of it or, where the number is not what was expected, nothing. */
export async function changeMany(
  { database }: Deps,
  context: Context<ApiEnv>,
  filter: FindingFilter,
  input: BulkChangeInput,
): Promise<Changed> {
  const { scope } = context.get('caller')
  try {
    return await withFindingsHeld(database.drizzle, scope, filter, async (tx, held) => {
      refuseOtherNumber(held.length, filter, input.expected_count)
      const changed =
        input.action === 'except'
          ? await exceptEach(tx, context, held, input)
          : await sayOfEach(tx, context, held, input)
      return { matched: held.length, changed }
    })
  } catch (error) {
    if (error instanceof TooManyFindings) {
      throw new ApiProblem('too-many-findings', `Nothing was changed: ${error.message}.`)
    }
    if (error instanceof OthersMatch) {
      throw new ApiProblem('unexpected-count', `Nothing was changed: ${error.message}.`, {
        errors: [{ pointer: '/expected_count', detail: `${error.matching} findings match` }],
      })
    }
    throw error
  }
}

function refuseOtherNumber(matched: number, { ids }: FindingFilter, expected: number | undefined): void {
  if (expected !== undefined && matched !== expected) {
    throw new ApiProblem(
      'unexpected-count',
      `${expected} were expected and ${matched} match; nothing was changed.`,
      { errors: [{ pointer: '/expected_count', detail: `${matched} findings match` }] },
    )
  }
  const missing = (ids?.length ?? matched) - matched
  if (missing > 0) {
    throw new ApiProblem(
      'not-found',
      `${missing} of these findings are not there, or this token may not see them; nothing was changed.`,
    )
  }
}

async function sayOfEach(
  tx: Db,
  context: Context<ApiEnv>,
  held: readonly HeldFinding[],
  input: Extract<BulkChangeInput, { action: 'triage' | 'assign' }>,
): Promise<number> {
  const wish: Wish = input.action === 'triage' ? { triage: input.triage } : { assignee: input.assignee }
  const changed = held
    .map((row) => ({ row, news: newsOfWish(row, wish) }))
    .filter(({ news }) => news.length > 0)
  const note = input.note === undefined ? [] : [newsOfText(input.note)]
  await setTriage(
    tx,
    changed.map(({ row }) => row.id),
    wish,
  )
  const all = changed.flatMap(({ row, news }) => newsFor(row, [...news, ...note]))
  await appendPeoplesEvents(tx, context.get('caller').actor, all)
  return changed.length
}

/** An exception for each that has none of its own: each can be taken back by itself. */
async function exceptEach(
  tx: Db,
  context: Context<ApiEnv>,
  held: readonly HeldFinding[],
  input: Extract<BulkChangeInput, { action: 'except' }>,
): Promise<number> {
  const { actor } = context.get('caller')
  const fingerprints = held.map(({ fingerprint }) => fingerprint)
  const excepted = await fingerprintsExcepted(tx, fingerprints)
  const { reason, owner, expires_at: expiresAt = null } = input
  const made = held
    .filter(({ fingerprint }) => !excepted.has(fingerprint))
    .map((row) => ({ row, id: asExceptionId(randomUUIDv7()) }))
  const rows = made.map(({ row: { integrationId, fingerprint }, id }) => {
    const about = { by: 'finding', fingerprint } as const
    return { id, integrationId, scope: about, reason, owner, expiresAt }
  })
  await insertExceptions(tx, actor, rows)
  const news = made.flatMap(({ row, id }) => newsFor(row, [newsOfException(id, expiresAt)]))
  await appendPeoplesEvents(tx, actor, news)
  return made.length
}

/** Only an exception about one finding is told in its history: one about a rule may be about tens of thousands. */
export const newsOfException = (id: string, expiresAt: string | null): SaidNews => ({
  kind: 'excepted',
  detail: { exception_id: id, expires_at: expiresAt },
})
