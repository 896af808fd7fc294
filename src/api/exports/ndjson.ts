import { isAscii } from 'node:buffer'
import { isoOfPostgres } from '../../db/client.ts'
import type { Excepted } from '../../db/exceptions/matches.ts'
import { FINDING_CELLS } from '../../db/findings/walk-findings.ts'
import type { KnownPerson } from '../../db/people/get-people.ts'
import type { Cells } from '../../db/portal.ts'
import { ASSET_KIND_LABEL } from '../../model/core/assets.ts'
import type { OwnerRole } from '../../model/core/finding-owner.ts'
import { OWNER_ROLES, ownerOf, peopleIn } from '../../model/core/finding-owner.ts'
import type { PersonId } from '../../model/core/ids.ts'
import type { JsonObject } from '../../model/core/json.ts'
import { withEscapedMarks } from '../../model/core/marks.ts'
import { CATALOGUE } from '../../rules/catalogue/catalogue.ts'
import { personView } from '../schemas/asset.ts'
import { exceptedView, nameOf } from '../schemas/finding.ts'
import type { ExportedFinding, StoredFinding, StoredFormat } from './export-format.ts'
import { plainJson } from './export-format.ts'
import { PageBytes } from './page-bytes.ts'

/**
 * A finding a line, as `findingView` makes it, and not by way of it: the format of which most is asked at a time. To make
 * objects of a million rows, JSON of those and bytes of that took three times as long as Postgres takes to send them, where
 * all but a few values stand in the line, byte by byte, as they stand in the row. A test holds the two to each other.
 */
export const ndjsonFormat: StoredFormat = {
  from: 'cells',
  contentType: 'application/x-ndjson',
  description: 'A finding a line, as GET /findings shows it.',
  page(findings, people) {
    const page = new PageBytes(findings.length * USUAL_LINE)
    for (const finding of findings) putLine(page, finding, people)
    return page.all()
  },
}

/** Bytes; where lines are longer, a page grows. */
const USUAL_LINE = 1_600

type People = ReadonlyMap<PersonId, KnownPerson>
type Cell = keyof typeof FINDING_CELLS

interface Row extends StoredFinding {
  /** By role. */
  readonly known: Readonly<Record<string, KnownPerson>>
}

type Put = (page: PageBytes, row: Row) => void

/** In the order of `findingView`, whose every name stands here. */
const VALUES: Readonly<Record<keyof ExportedFinding, Put>> = {
  id: word('id'),
  integration_id: word('integrationId'),
  rule_id: word('ruleId'),
  rule_version: asStored('ruleVersion'),
  finding_type_id: word('findingTypeId'),
  title: putTitle,
  cloudflare_name: (page, { cells }) => page.put(ruleOf(cells)?.cloudflareName ?? NULL),
  category: free('category'),
  severity: word('severity'),
  effective_severity: word('effectiveSeverity'),
  severity_reason: free('severityReason'),
  state: word('state'),
  triage: word('triage'),
  assignee: free('assignee'),
  owner: putOwner,
  excepted: putExcepted,
  asset: putAsset,
  evidence: putEvidence,
  people: putPeople,
  fingerprint: word('fingerprint'),
  first_seen_at: instant('firstSeenAt'),
  last_seen_at: instant('lastSeenAt'),
  last_evaluated_at: instant('lastEvaluatedAt'),
  resolved_at: instant('resolvedAt'),
  reopened_count: asStored('reopenedCount'),
  due_at: instant('dueAt'),
  overdue: (page, { cells }) => page.put(cells[FINDING_CELLS.overdue]?.[0] === T ? TRUE : FALSE),
  run_id: word('runId'),
}

const FIELDS = Object.entries(VALUES).map(
  ([name, put], at) => [Buffer.from(`${at === 0 ? '{' : ','}"${name}":`), put] as const,
)

function putLine(page: PageBytes, finding: StoredFinding, people: People): void {
  const known: Record<string, KnownPerson> = {}
  for (const [role, id] of peopleIn(finding.evidence)) {
    const person = people.get(id)
    if (person !== undefined) known[role] = person
  }
  const row = { ...finding, known }
  for (const [name, put] of FIELDS) {
    page.put(name)
    put(page, row)
  }
  page.put(END_OF_LINE)
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const SPACE = 0x20
const DELETE = 0x7f
const BEGIN = 0x7b
const END = 0x7d
const COMMA = 0x2c
const T = 0x74
const LETTER_T = 0x54
const UTC = Buffer.from('+00')
const END_OF_INSTANT = Buffer.from('Z"')
/** Bytes of a date. */
const DAY = '2026-11-22'.length
const NULL = Buffer.from('null')
const TRUE = Buffer.from('true')
const FALSE = Buffer.from('false')
const END_OF_LINE = Buffer.from('}\n')

/** Numbers. */
function asStored(name: Cell): Put {
  const at = FINDING_CELLS[name]
  return (page, { cells }) => page.put(cells[at] ?? NULL)
}

/** Ids, and words that Casbah chose: no letter in them needs another way to be written. */
function word(name: Cell): Put {
  const at = FINDING_CELLS[name]
  return (page, { cells }) => putWord(page, cells[at] ?? NULL)
}

function putWord(page: PageBytes, bytes: Uint8Array): void {
  page.byte(QUOTE)
  page.put(bytes)
  page.byte(QUOTE)
}

/** Whatever somebody wrote. */
function free(name: Cell): Put {
  const at = FINDING_CELLS[name]
  return (page, { cells }) => putFree(page, cells[at] ?? null)
}

function putFree(page: PageBytes, bytes: Buffer | null): void {
  if (bytes === null) page.put(NULL)
  else if (isPlain(bytes)) putWord(page, bytes)
  else page.text(plainJson(bytes.toString()))
}

/** JSON writes it as it is, and no terminal acts upon it. */
function isPlain(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0
    if (byte < SPACE || byte >= DELETE || byte === QUOTE || byte === BACKSLASH) return false
  }
  return true
}

/** `2026-11-22 03:45:39.123456+00` as `2026-11-22T03:45:39.123456Z`; what is not of that form, as the list has it. */
function instant(name: Cell): Put {
  const at = FINDING_CELLS[name]
  return (page, { cells }) => {
    const cell = cells[at]
    if (!cell) page.put(NULL)
    else if (cell[DAY] === SPACE && isUtc(cell)) {
      page.byte(QUOTE)
      page.put(cell.subarray(0, DAY))
      page.byte(LETTER_T)
      page.put(cell.subarray(DAY + 1, -UTC.length))
      page.put(END_OF_INSTANT)
    } else page.text(`"${isoOfPostgres(cell.toString())}"`)
  }
}

const isUtc = (cell: Buffer): boolean => cell.compare(UTC, 0, UTC.length, cell.length - UTC.length) === 0

/** What Postgres wrote of its JSON may hold what a terminal would act upon. */
function putEvidence(page: PageBytes, { cells }: Row): void {
  const bytes = cells[FINDING_CELLS.evidence] ?? NULL
  if (isAscii(bytes) && !bytes.includes(DELETE)) page.put(bytes)
  else page.text(withEscapedMarks(bytes.toString()))
}

export const evidenceOf = (cells: Cells): JsonObject =>
  JSON.parse(cells[FINDING_CELLS.evidence]?.toString() ?? '{}')

/** What is written of a rule of the catalogue. */
const RULES = new Map(
  Object.entries(CATALOGUE).map(([id, { title, cloudflareName }]) => [
    id,
    { title: Buffer.from(plainJson(title)), cloudflareName: Buffer.from(plainJson(cloudflareName)) },
  ]),
)

const ruleOf = (cells: Cells) => RULES.get(cells[FINDING_CELLS.ruleId]?.toString() ?? '')

function putTitle(page: PageBytes, { cells }: Row): void {
  const rule = ruleOf(cells)
  if (rule !== undefined) page.put(rule.title)
  else putFree(page, cells[FINDING_CELLS.customTitle] ?? cells[FINDING_CELLS.ruleId] ?? null)
}

const BEFORE_OWNER = Buffer.from('{"person":')
const AFTER_OWNER = Object.fromEntries(
  OWNER_ROLES.map((role) => [role, Buffer.from(`,"role":"${role}"}`)]),
) as Readonly<Record<OwnerRole, Buffer>>

function putOwner(page: PageBytes, { known }: Row): void {
  const owner = ownerOf(known)
  if (owner === null) {
    page.put(NULL)
    return
  }
  page.put(BEFORE_OWNER)
  page.put(personOf(owner.person))
  page.put(AFTER_OWNER[owner.role])
}

function putExcepted(page: PageBytes, { cells }: Row): void {
  const cell = cells[FINDING_CELLS.excepted]
  if (!cell) page.put(NULL)
  else page.text(plainJson(exceptedView(JSON.parse(cell.toString()) as Excepted)))
}

const BEFORE_ASSET = Buffer.from('{"id":')
const BEFORE_NAME = Buffer.from(',"name":')
/** From a kind's own name to the next one. */
const KINDS = new Map(
  Object.entries(ASSET_KIND_LABEL).map(([kind, label]) => [
    kind,
    Buffer.from(`,"kind":"${kind}","kind_label":${plainJson(label)},"external_id":`),
  ]),
)

function putAsset(page: PageBytes, { cells, evidence, known }: Row): void {
  page.put(BEFORE_ASSET)
  putWord(page, cells[FINDING_CELLS.assetId] ?? NULL)
  page.put(KINDS.get(cells[FINDING_CELLS.assetKind]?.toString() ?? '') ?? NULL)
  putFree(page, cells[FINDING_CELLS.assetExternalId] ?? null)
  page.put(BEFORE_NAME)
  page.text(plainJson(nameOf(evidence, known)))
  page.byte(END)
}

function putPeople(page: PageBytes, { known }: Row): void {
  let before = BEGIN
  for (const role in known) {
    const person = known[role]
    if (person === undefined) continue
    page.byte(before)
    page.text(`"${role}":`)
    page.put(personOf(person))
    before = COMMA
  }
  if (before === BEGIN) page.byte(BEGIN)
  page.byte(END)
}

/** The same few own most of what there is: written once each, for as long as they are remembered. */
const WRITTEN = new WeakMap<KnownPerson, Buffer>()

function personOf(person: KnownPerson): Buffer {
  const before = WRITTEN.get(person)
  if (before !== undefined) return before
  const written = Buffer.from(plainJson(personView(person)))
  WRITTEN.set(person, written)
  return written
}
