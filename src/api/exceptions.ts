import type { Context } from 'hono'
import type { Db } from '../db/client.ts'
import type { Exception } from '../db/exceptions/list-exceptions.ts'
import { countMatches, getException } from '../db/exceptions/list-exceptions.ts'
import type { NewException } from '../db/exceptions/write-exceptions.ts'
import {
  changeException,
  disableException,
  findingOfFingerprint,
  holdException,
  insertExceptions,
} from '../db/exceptions/write-exceptions.ts'
import { appendPeoplesEvents } from '../db/findings/write-triage.ts'
import { holdLiving } from '../db/integrations/hold-living.ts'
import type { ExceptionScope } from '../model/core/exceptions.ts'
import type { FindingId, IntegrationId } from '../model/core/ids.ts'
import { asExceptionId } from '../model/core/ids.ts'
import type { ApiEnv } from './context.ts'
import type { ApiDeps } from './deps.ts'
import { findLiving } from './find-integration.ts'
import { newsOfException } from './people-axis.ts'
import { ApiProblem, notFound } from './problem.ts'
import { refuseOther } from './revision.ts'
import { exceptionRevision, exceptionView } from './schemas/exception.ts'
import { requireWholeScope } from './whole-scope.ts'

/**
 * Exceptions are made, changed and taken back here, one at a time. Findings are not written: an exception is joined to
 * them on read. Only one that is about a single finding is told in that finding's history, in the same transaction.
 */

type Deps = Pick<ApiDeps, 'database'>

const EVERYWHERE = 'This token is limited to some integrations, and the exception is of every one.'

/** The exception, if the caller may see it. */
export async function findException(
  { database }: Deps,
  context: Context<ApiEnv>,
  id: string,
): Promise<Exception> {
  const row = await getException(database.drizzle, context.get('caller').scope, asExceptionId(id))
  if (row === null) throw notFound('exception')
  return row
}

/** As it is answered: with the number of the caller's findings that it is about now. */
export async function showException({ database }: Deps, context: Context<ApiEnv>, row: Exception) {
  const matches = await countMatches(database.drizzle, context.get('caller').scope, [row.id])
  return exceptionView(row, matches.get(row.id))
}

interface Place {
  readonly integrationId: IntegrationId | null
  /** Of an exception that is about a single finding. */
  readonly findingId: FindingId | null
}

/** Where an exception is to hold, if the caller may have it hold there. */
export async function placeOf(
  deps: Deps,
  context: Context<ApiEnv>,
  scope: ExceptionScope,
  integrationId: string | null | undefined,
): Promise<Place> {
  if (scope.by !== 'finding') {
    if (integrationId)
      return { integrationId: (await findLiving(deps, context, integrationId)).id, findingId: null }
    requireWholeScope(context, EVERYWHERE)
    return { integrationId: null, findingId: null }
  }
  const seen = context.get('caller').scope
  const finding = await findingOfFingerprint(deps.database.drizzle, seen, scope.fingerprint)
  if (finding === null) throw notFound('finding')
  if (integrationId && integrationId !== finding.integrationId) {
    throw new ApiProblem('invalid-request', 'The fingerprint is of a finding of another integration.', {
      errors: [{ pointer: '/integration_id', detail: 'is not the finding’s; it may be left out' }],
    })
  }
  return { integrationId: finding.integrationId, findingId: finding.id }
}

export function makeException(
  deps: Deps,
  context: Context<ApiEnv>,
  made: NewException,
  findingId: FindingId | null,
): Promise<void> {
  const { actor } = context.get('caller')
  return whileLiving(deps, made.integrationId, async (tx) => {
    await insertExceptions(tx, actor, [made])
    if (findingId === null || made.integrationId === null) return
    const news = newsOfException(made.id, made.expiresAt)
    await appendPeoplesEvents(tx, actor, [{ ...news, findingId, integrationId: made.integrationId }])
  })
}

export function extendException(
  deps: Deps,
  context: Context<ApiEnv>,
  row: Exception,
  change: Parameters<typeof changeException>[2],
): Promise<void> {
  requireItsScope(context, row)
  return whileLiving(deps, row.integrationId, async (tx) => {
    await refuseOtherException(context, tx, row.id)
    if (await changeException(tx, row.id, change)) return
    throw new ApiProblem('exception-disabled', 'It was disabled, and is changed no more.')
  })
}

/** Once: whoever disables it again finds it so, and the history says it once. */
export function endException(deps: Deps, context: Context<ApiEnv>, row: Exception): Promise<void> {
  requireItsScope(context, row)
  const { actor } = context.get('caller')
  const { id, findingId, integrationId } = row
  return whileLiving(deps, integrationId, async (tx) => {
    await refuseOtherException(context, tx, id)
    if (!(await disableException(tx, id, actor)) || findingId === null || integrationId === null) return
    const news = { kind: 'unexcepted', detail: { exception_id: id } } as const
    await appendPeoplesEvents(tx, actor, [{ ...news, findingId, integrationId }])
  })
}

async function refuseOtherException(context: Context<ApiEnv>, tx: Db, id: Exception['id']): Promise<void> {
  await holdException(tx, id)
  const row = await getException(tx, context.get('caller').scope, id)
  if (row === null) throw notFound('exception')
  refuseOther(context, exceptionRevision(row))
}

/** Who sees some integrations sees what holds in them; what holds everywhere is for who sees everything to change. */
function requireItsScope(context: Context<ApiEnv>, { integrationId }: Exception): void {
  if (integrationId === null) requireWholeScope(context, EVERYWHERE)
}

/** What is written for an integration is there before it is disconnected, and goes with the rest, or is not written. */
const whileLiving = (
  { database }: Deps,
  integrationId: IntegrationId | null,
  work: (tx: Db) => Promise<void>,
): Promise<void> =>
  database.drizzle.transaction(async (tx) => {
    if (integrationId !== null) await holdLiving(tx, integrationId)
    await work(tx)
  })
