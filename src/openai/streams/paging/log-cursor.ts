import { z } from 'zod'
import type { Gap } from '../../../model/core/gaps.ts'
import type { Cursor } from '../../../model/core/slices.ts'
import { isLater, parseInstant, shiftMicros } from '../mapping/instants.ts'
import { cursorText } from './cursors.ts'

/**
 * Where a log stream stands. Everything in files whose end time is `after` or earlier is stored; of later
 * ones, the files named in `ahead` and the first `record` records of `file`. `after` is upstream's own
 * text, never rounded: rounding to milliseconds makes upstream list the last file again. `recent` names the newest
 * files up to `after`: a file may be listed later than one that ends after it, and some upstreams take `after` for
 * inclusive, so each pass asks from a while before, and these are not read twice.
 */
export interface LogPosition {
  readonly after: string
  /** By end time, the oldest first. */
  readonly recent: readonly RecentFile[]
  /** The end time from which on `recent` names every file that is stored. */
  readonly recentFrom: string
  readonly ahead: readonly string[]
  readonly file: { readonly id: string; readonly record: number } | null
  /** Files that a person has asked to read again, with the checksums that are known of them. */
  readonly again: readonly AgainFile[]
  /** The file that could not be had the last time, while there is one. */
  readonly trouble: Trouble | null
  /** When this stream last had caught up: a gap is only what upstream dropped since then. */
  readonly polled: string | null
}

export interface RecentFile {
  readonly id: string
  readonly end: string
}

/** How often a file could not be had, in a row; upstream's own troubles are told from the file's by it. */
export interface Trouble {
  readonly id: string
  readonly times: number
}

export interface AgainFile {
  readonly id: string
  readonly sha256: string | null
}

export function toCursor({
  after,
  recent,
  recentFrom,
  ahead,
  file,
  again,
  trouble,
  polled,
}: LogPosition): Cursor {
  return {
    after,
    recent: recent.map(({ id, end }) => ({ id, end })),
    recent_from: recentFrom,
    ...(ahead.length === 0 ? {} : { ahead }),
    ...(file === null ? {} : { file: { id: file.id, record: file.record } }),
    ...(again.length === 0 ? {} : { again: again.map(({ id, sha256 }) => ({ id, sha256 })) }),
    ...(trouble === null ? {} : { trouble: { id: trouble.id, times: trouble.times } }),
    ...(polled === null ? {} : { polled }),
  }
}

export function fromCursor(cursor: Cursor | null): LogPosition | null {
  const after = cursorText(cursor, 'after')
  if (cursor === null || after === null) return null
  return {
    after,
    recent: recentOf(cursor, after),
    recentFrom: cursorText(cursor, 'recent_from') ?? shiftMicros(after, -1n),
    ahead: idsOf(cursor.ahead),
    file: fileOf(cursor.file),
    again: againOf(cursor.again),
    trouble: troubleOf(cursor.trouble),
    polled: cursorText(cursor, 'polled'),
  }
}

const idsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((id) => typeof id === 'string') : []

const recentSchema = z.array(z.object({ id: z.string(), end: z.string() }))

/** Cursors of older versions name the files of the last end time alone. */
function recentOf({ recent, seen }: Cursor, after: string): readonly RecentFile[] {
  const parsed = recentSchema.safeParse(recent)
  return parsed.success ? parsed.data : idsOf(seen).map((id) => ({ id, end: after }))
}

const troubleSchema = z.object({ id: z.string(), times: z.number().int() })

function troubleOf(value: unknown): Trouble | null {
  const parsed = troubleSchema.safeParse(value)
  return parsed.success ? parsed.data : null
}

const againSchema = z.array(z.object({ id: z.string().min(1), sha256: z.string().nullable() }))

function againOf(value: unknown): readonly AgainFile[] {
  const parsed = againSchema.safeParse(value)
  return parsed.success ? parsed.data : []
}

function fileOf(value: unknown): LogPosition['file'] {
  if (typeof value !== 'object' || value === null || !('id' in value) || !('record' in value)) return null
  const { id, record } = value
  return typeof id === 'string' && typeof record === 'number' ? { id, record } : null
}

/** How long upstream keeps log files. */
const RETENTION_DAYS = 30
const DAY_MS = 86_400_000

const NOWHERE = { recent: [], ahead: [], file: null, again: [], trouble: null, polled: null }

/** Seconds before `after` from which each pass asks: upstream may publish files of one type some minutes out of order. */
const OVERLAP_S = 1_800n
const MICROS_A_SECOND = 1_000_000n
/** Files that a cursor names, but for the newest end time's, which it names all. */
const MOST_RECENT = 50

type Recent = Pick<LogPosition, 'after' | 'recent' | 'recentFrom'>

/**
 * Where the position is once files that end at `end` are stored. Files of one end time stay or go together: what is
 * listed after `recentFrom` is known by name, or new.
 */
export function pastFiles(
  { after: before, recent, recentFrom }: Recent,
  ids: readonly string[],
  end: string,
): Recent {
  const after = isLater(end, before) ? end : before
  const floor = shiftMicros(after, -OVERLAP_S * MICROS_A_SECOND)
  const added = ids.filter((id) => !recent.some((one) => one.id === id)).map((id) => ({ id, end }))
  // Nearly always behind all others; to compare times costs more than all else here.
  const place = recent.findLastIndex((one) => !isLater(one.end, end)) + 1
  let kept = [...recent.slice(0, place), ...added, ...recent.slice(place)]
  kept = withoutUpTo(kept, floor)
  let from = isLater(floor, recentFrom) ? floor : recentFrom
  while (kept.length > MOST_RECENT && isLater(after, kept[0]?.end ?? after)) {
    from = kept[0]?.end ?? from
    kept = withoutUpTo(kept, from)
  }
  return { after, recent: kept, recentFrom: from }
}

/** Those that end later; they stand in the order of their ends. */
function withoutUpTo(files: RecentFile[], end: string): RecentFile[] {
  const first = files.findIndex((one) => isLater(one.end, end))
  return first === -1 ? [] : files.slice(first)
}

export interface StartingPoint {
  readonly position: LogPosition
  /** From when on history is held, where that changes with this start; else null. */
  readonly coveredFrom: string | null
  readonly gap: Gap | null
}

/**
 * Where to begin: at the cursor, or at `since`, but never before what upstream still keeps. A cursor that
 * old with no poll in between means that files were dropped unread, and history is held from here on only.
 */
export function startingPoint(cursor: Cursor | null, since: string, now: Date): StartingPoint {
  const floor = new Date(now.getTime() - RETENTION_DAYS * DAY_MS).toISOString()
  const position = fromCursor(cursor)
  if (position === null) {
    const first = parseInstant(since) === null || isLater(floor, since) ? floor : since
    return {
      position: { ...NOWHERE, after: first, recentFrom: first },
      coveredFrom: first,
      gap: null,
    }
  }
  if (!isLater(floor, position.after)) return { position, coveredFrom: null, gap: null }
  const seenUntil = position.polled ?? position.after
  const isGap = isLater(floor, seenUntil)
  return {
    position: { ...position, after: floor, recent: [], recentFrom: floor },
    coveredFrom: isGap ? floor : null,
    // Before the first file there is no history that could have a gap: it only begins a little later.
    gap: isGap && holdsAnything(position) ? { from: seenUntil, until: floor } : null,
  }
}

const holdsAnything = ({ after, recent, recentFrom, ahead, file, polled }: LogPosition): boolean =>
  polled !== null || file !== null || recent.length + ahead.length > 0 || isLater(after, recentFrom)
