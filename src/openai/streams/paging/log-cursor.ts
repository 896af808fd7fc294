import { z } from 'zod'
import type { Gap } from '../../../model/core/gaps.ts'
import type { Cursor } from '../../../model/core/slices.ts'
import { isLater, parseInstant } from '../mapping/instants.ts'
import { cursorText } from './cursors.ts'

/**
 * Where a log stream stands. Everything in files whose end time is `after` or earlier is stored; of later
 * ones, the files named in `ahead` and the first `record` records of `file`. `after` is upstream's own
 * text, never rounded: rounding to milliseconds makes upstream list the last file again. `seen` names the
 * files that end at `after` itself: some upstreams take `after` for inclusive, and each pass asks from a moment before.
 */
export interface LogPosition {
  readonly after: string
  readonly seen: readonly string[]
  readonly ahead: readonly string[]
  readonly file: { readonly id: string; readonly record: number } | null
  /** Files that a person has asked to read again, with the checksums that are known of them. */
  readonly again: readonly AgainFile[]
  /** When this stream last had caught up: a gap is only what upstream dropped since then. */
  readonly polled: string | null
}

export interface AgainFile {
  readonly id: string
  readonly sha256: string | null
}

export function toCursor({ after, seen, ahead, file, again, polled }: LogPosition): Cursor {
  return {
    after,
    seen,
    ...(ahead.length === 0 ? {} : { ahead }),
    ...(file === null ? {} : { file: { id: file.id, record: file.record } }),
    ...(again.length === 0 ? {} : { again: again.map(({ id, sha256 }) => ({ id, sha256 })) }),
    ...(polled === null ? {} : { polled }),
  }
}

export function fromCursor(cursor: Cursor | null): LogPosition | null {
  const after = cursorText(cursor, 'after')
  if (cursor === null || after === null) return null
  return {
    after,
    seen: idsOf(cursor.seen),
    ahead: idsOf(cursor.ahead),
    file: fileOf(cursor.file),
    again: againOf(cursor.again),
    polled: cursorText(cursor, 'polled'),
  }
}

const idsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((id) => typeof id === 'string') : []

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
      position: { after: first, seen: [], ahead: [], file: null, again: [], polled: null },
      coveredFrom: first,
      gap: null,
    }
  }
  if (!isLater(floor, position.after)) return { position, coveredFrom: null, gap: null }
  const seenUntil = position.polled ?? position.after
  const isGap = isLater(floor, seenUntil)
  return {
    position: { ...position, after: floor, seen: [] },
    coveredFrom: isGap ? floor : null,
    gap: isGap ? { from: seenUntil, until: floor } : null,
  }
}
