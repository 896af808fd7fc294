import { auditSliceOf, nextAuditRows } from '../../../db/audit/audit-slice.ts'
import { verifyAudit } from '../../../db/audit/verify-audit.ts'
import { listCapabilities } from '../../../db/capabilities/put-capabilities.ts'
import type { Db } from '../../../db/client.ts'
import { nextActiveFindings } from '../../../db/evidence/active-findings.ts'
import { customRuleVersionsBefore } from '../../../db/evidence/custom-rule-versions.ts'
import { nextPeriodEvents } from '../../../db/evidence/period-events.ts'
import { nextPeriodExceptions } from '../../../db/evidence/period-exceptions.ts'
import { nextPeriodRuns, periodGaps, streamsOfRuns } from '../../../db/evidence/period-runs.ts'
import { getPeople } from '../../../db/people/get-people.ts'
import { listRuleResults } from '../../../db/rule-results/rule-results.ts'
import { listRuleSettings } from '../../../db/rule-settings/rule-settings.ts'
import type { Period } from '../../../model/core/period.ts'
import type { Scope } from '../../../model/core/scope.ts'
import { describeRules } from '../../../rules/describe.ts'
import { auditVerdictView, auditView } from '../../schemas/activity.ts'
import { resultView, ruleView, settingView } from '../../schemas/rule.ts'
import { integrationPages } from '../all-integrations.ts'
import { KnownPeople } from '../known-people.ts'
import type { Pack } from './pack.ts'
import { customRuleRow, eventRow, exceptionRow, findingRow, gapRow, integrationRow, runRow } from './rows.ts'

/** What stands in a pack, table by table, in the order in which people read it. */

export interface Read {
  readonly snapshot: Db
  /** What the pack is of. */
  readonly scope: Scope
  readonly period: Period
  /** Rows at a time. */
  readonly page: number
  /** Before each page is read. */
  readonly look: () => Promise<void>
}

export async function writeTables(pack: Pack, read: Read): Promise<void> {
  await pack.table('integrations', integrations(read))
  await pack.table('findings', findings(read))
  await pack.table('finding-events', events(read))
  await pack.table('rules', catalogue())
  await pack.table('rule-settings', settings(read))
  await pack.table('custom-rule-versions', customRules(read))
  await pack.table('exceptions', exceptions(read))
  await pack.table('runs', runs(read))
  await pack.table('collection-gaps', gaps(read))
  await pack.table('rule-results', results(read))
  await pack.table('capabilities', capabilities(read))
}

/** The slice, and whether the whole chain up to its end is as it was written. */
export async function writeAuditLog(pack: Pack, read: Read): Promise<void> {
  const slice = await auditSliceOf(read.snapshot, read.period)
  const pages =
    slice === null
      ? []
      : keyset(
          read,
          (after: number | null, limit) => nextAuditRows(read.snapshot, slice, { after, limit }),
          ({ seq }) => seq,
        )
  await pack.table('audit-log', viewed(pages, auditView))
  await read.look()
  const verdict = await verifyAudit(read.snapshot, undefined, slice?.last ?? 0)
  await pack.document('audit-verification.json', { slice, chain: auditVerdictView(verdict) })
}

/** Pages by what never changes, from the first to the last. */
async function* keyset<Row, Key>(
  { page, look }: Pick<Read, 'page' | 'look'>,
  next: (after: Key | null, limit: number) => Promise<readonly Row[]>,
  keyOf: (row: Row) => Key,
): AsyncGenerator<readonly Row[]> {
  for (let after: Key | null = null; ; ) {
    await look()
    const rows: readonly Row[] = await next(after, page)
    yield rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < page) return
    after = keyOf(last)
  }
}

async function* viewed<Row>(
  pages: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
  view: (row: Row) => object,
): AsyncGenerator<readonly object[]> {
  for await (const rows of pages) yield rows.map(view)
}

const integrations = ({ snapshot, scope }: Read) => viewed(integrationPages(snapshot, scope), integrationRow)

async function* findings(read: Read): AsyncGenerator<readonly object[]> {
  const { snapshot, scope, period } = read
  const people = new KnownPeople((ids) => getPeople(snapshot, scope, ids))
  const pages = keyset(
    read,
    (after: Parameters<typeof nextActiveFindings>[3]['after'], limit) =>
      nextActiveFindings(snapshot, scope, period, { after, limit }),
    ({ id }) => id,
  )
  for await (const rows of pages) {
    const known = await people.of(rows.map(({ evidence }) => evidence))
    yield rows.map((row) => findingRow(row, known))
  }
}

const events = (read: Read) =>
  viewed(
    keyset(
      read,
      (after: Parameters<typeof nextPeriodEvents>[3]['after'], limit) =>
        nextPeriodEvents(read.snapshot, read.scope, read.period, { after, limit }),
      ({ id }) => id,
    ),
    eventRow,
  )

const exceptions = (read: Read) =>
  viewed(
    keyset(
      read,
      (after: Parameters<typeof nextPeriodExceptions>[3]['after'], limit) =>
        nextPeriodExceptions(read.snapshot, read.scope, read.period, { after, limit }),
      ({ id }) => id,
    ),
    exceptionRow,
  )

async function* runs(read: Read): AsyncGenerator<readonly object[]> {
  const { snapshot, scope, period } = read
  const pages = keyset(
    read,
    (after: Parameters<typeof nextPeriodRuns>[3]['after'], limit) =>
      nextPeriodRuns(snapshot, scope, period, { after, limit }),
    ({ id }) => id,
  )
  for await (const rows of pages) {
    const ids = rows.map(({ id }) => id)
    const streams = Map.groupBy(
      ids.length === 0 ? [] : await streamsOfRuns(snapshot, ids),
      ({ runId }) => runId,
    )
    yield rows.map((row) => runRow(row, streams.get(row.id) ?? []))
  }
}

/** The catalogue is part of the program: of one version, and the same for every integration. */
async function* catalogue(): AsyncGenerator<readonly object[]> {
  yield describeRules().map((rule) => {
    const { setting: _, last_result: __, ...rest } = ruleView(rule, null, null)
    return rest
  })
}

/** What each rule goes by: what was set, with defaults filled in, as of the snapshot. */
async function* settings({ snapshot, scope, look }: Read): AsyncGenerator<readonly object[]> {
  for await (const page of integrationPages(snapshot, scope)) {
    for (const { id } of page) {
      await look()
      const stored = new Map((await listRuleSettings(snapshot, id)).map((row) => [row.ruleId, row]))
      yield describeRules().map((rule) => ({
        integration_id: id,
        rule_id: rule.id,
        ...settingView(rule, stored.get(rule.id) ?? null),
      }))
    }
  }
}

async function* customRules({ snapshot, scope, period, look }: Read): AsyncGenerator<readonly object[]> {
  for await (const page of integrationPages(snapshot, scope)) {
    for (const { id } of page) {
      await look()
      yield (await customRuleVersionsBefore(snapshot, id, period)).map(customRuleRow)
    }
  }
}

async function* gaps({ snapshot, scope, period }: Read): AsyncGenerator<readonly object[]> {
  yield (await periodGaps(snapshot, scope, period)).map(gapRow)
}

async function* results({ snapshot, scope, look }: Read): AsyncGenerator<readonly object[]> {
  for await (const page of integrationPages(snapshot, scope)) {
    for (const { id } of page) {
      await look()
      const rows = await listRuleResults(snapshot, scope, id)
      yield rows.map((row) => ({ rule_id: row.ruleId, rule_version: row.ruleVersion, ...resultView(row) }))
    }
  }
}

async function* capabilities({ snapshot, scope, look }: Read): AsyncGenerator<readonly object[]> {
  for await (const page of integrationPages(snapshot, scope)) {
    for (const { id } of page) {
      await look()
      yield (await listCapabilities(snapshot, id)).map((row) => ({
        integration_id: id,
        capability: row.capability,
        state: row.state,
        result_code: row.resultCode,
        checked_at: row.checkedAt,
        since: row.since,
      }))
    }
  }
}
