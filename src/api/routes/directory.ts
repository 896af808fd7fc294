import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi'
import { createMiddleware } from 'hono/factory'
import { summarizeDirectory } from '../../db/directory/directory-summary.ts'
import { eraseDirectory } from '../../db/directory/erase-directory.ts'
import { importDirectory } from '../../db/directory/import-directory.ts'
import { audited } from '../audited.ts'
import type { ApiEnv } from '../context.ts'
import type { ApiDeps } from '../deps.ts'
import { describeRefusal } from '../directory/describe-refusal.ts'
import { FileTurns, withBodyWithin } from '../directory/file-turns.ts'
import type { DirectoryFile } from '../directory/read-csv.ts'
import { readDirectoryCsv } from '../directory/read-csv.ts'
import { findIntegration, findLiving } from '../find-integration.ts'
import { ApiProblem, notFound } from '../problem.ts'
import { IdempotencyHeader, IntegrationParam, json, problems, uuid } from '../schemas/common.ts'
import {
  DirectorySchema,
  directoryView,
  ImportAnswer,
  ImportQuery,
  importView,
} from '../schemas/directory.ts'

const tags = ['directory']
const path = '/integrations/{id}/directory'

const read = createRoute({
  method: 'get',
  path,
  summary: 'What the company’s own directory holds: counts, where from, since when',
  tags,
  request: { params: IntegrationParam },
  responses: { 200: json(DirectorySchema, 'The directory'), ...problems(404) },
})

const put = createRoute({
  method: 'put',
  path,
  summary: 'Import the company’s own directory from a CSV file: who works here, and who has left',
  description:
    'The first line names the columns: email (mail, work_email, userPrincipalName), status (active, enabled, employment_status), manager, department, id (employee_id, external_id), left_at (termination_date). One row that cannot be read refuses the whole file, by its line and column, unless `skip_bad_rows`. Accounts are held against it by e-mail address when the next run ends, within a quarter of an hour.',
  tags,
  request: {
    params: IntegrationParam,
    query: ImportQuery,
    headers: IdempotencyHeader,
    body: {
      required: true,
      content: {
        'text/csv': { schema: z.string().openapi({ description: '20 MB, 500,000 rows at most.' }) },
      },
    },
  },
  responses: { 200: json(ImportAnswer, 'In effect'), ...problems(404, 409, 413, 415, 422) },
})

const erase = createRoute({
  method: 'delete',
  path,
  summary: 'Erase the whole directory, with what was found by it; the rules about it are not evaluated then',
  tags,
  request: { params: IntegrationParam, headers: IdempotencyHeader },
  responses: { 204: { description: 'Erased' }, ...problems(404, 409, 413, 422) },
})

export function directoryRoutes(deps: ApiDeps) {
  const routes = new OpenAPIHono<ApiEnv>()
  const { drizzle: db, sql } = deps.database
  routes.openapi(read, async (context) => {
    const { id } = await findIntegration(deps, context, context.req.valid('param').id)
    return context.json(directoryView(await summarizeDirectory(db, id)), 200)
  })
  routes.openapi(put, async (context) => {
    const { id } = await findLiving(deps, context, context.req.valid('param').id)
    const query = context.req.valid('query')
    const file = await readDirectoryCsv(new Uint8Array(await context.req.arrayBuffer()), new Date())
    const skips = query.skip_bad_rows === 'true'
    if (file.badRows > 0 && !skips) throw refusedRows(file)
    const isDryRun = query.dry_run === 'true'
    const choices = { replaces: query.replace !== 'false', mayShrink: query.accept_shrink === 'true' }
    const work = () => importDirectory(sql, { integrationId: id, ...file, ...choices, isDryRun })
    const what = {
      action: 'directory.import',
      target: `integration/${id}`,
      detail: {
        rows: file.rows.length,
        skipped: file.badRows,
        replace: choices.replaces,
        accept_shrink: choices.mayShrink,
      },
    }
    // What changes nothing needs no record.
    const imported = isDryRun
      ? await refuseShrink(work)
      : await audited(deps, context, what, () => refuseShrink(work))
    return context.json(importView(isDryRun, imported, file), 200)
  })
  routes.openapi(erase, async (context) => {
    const { id } = await findLiving(deps, context, context.req.valid('param').id)
    const what = { action: 'directory.erase', target: `integration/${id}` }
    await audited(deps, context, what, () => eraseDirectory(sql, id))
    return context.body(null, 204)
  })
  return routes
}

async function refuseShrink(work: () => ReturnType<typeof importDirectory>) {
  const imported = await work()
  if (imported.state === 'done') return imported.counts
  throw new ApiProblem('directory-would-shrink', describeRefusal(imported.refusal))
}

const refusedRows = ({ badRows, rows, faults }: DirectoryFile): ApiProblem =>
  new ApiProblem(
    'invalid-request',
    `${badRows} of ${badRows + rows.length} rows cannot be read, so nothing was changed. skip_bad_rows imports the others.`,
    { errors: faults },
  )

/** Twenty megabytes are much for a process that all share: two files at a time, of one integration one. */
const FILES_AT_ONCE = 2
/** Of one integration: a file is put in place of the one before, so that more of them in a row are of no use. */
const FILES_WAITING = 2
/** Milliseconds: as long as the slowest file before may take to come, and to be written. */
const FILE_WAIT_MS = 60_000
/** Milliseconds, from the moment that it is a file's turn: twenty megabytes at 6 Mbit/s. */
const FILE_BODY_MS = 30_000
const CSV = /^text\/csv\s*(;|$)/i

/** Stands before whatever reads the body whole: it may be large, so who may send it, and what it is, is asked first. */
export function filesInTurn(deps: ApiDeps) {
  const turns = new FileTurns({ atOnce: FILES_AT_ONCE, waiting: FILES_WAITING, waitMs: FILE_WAIT_MS })
  return createMiddleware<ApiEnv>(async function filesInTurn(context, next) {
    if (!CSV.test(context.req.header('Content-Type') ?? '')) {
      throw new ApiProblem('unsupported-media-type', 'The body must be CSV: send "Content-Type: text/csv".')
    }
    const id = uuid.safeParse(context.req.param('id'))
    if (!id.success) throw notFound('integration')
    await findLiving(deps, context, id.data)
    await turns.run(id.data, () =>
      withBodyWithin(FILE_BODY_MS, context.req.raw, (request) => {
        context.req.raw = request
        return next()
      }),
    )
  })
}
