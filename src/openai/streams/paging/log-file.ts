import type { StreamName } from '../../../model/core/streams.ts'
import { CursorStuck, NotThere, TOO_LARGE, Transient, UpstreamContractChanged } from '../../failures.ts'
import type { LogFile, LogsClient } from '../../logs.ts'
import { parseInstant } from '../mapping/instants.ts'
import { isStorable } from './cursors.ts'

/** Why a file is left aside, as quarantine says it. */
export type UnreadableFile = 'file_gone' | 'bad_checksum' | 'link_refused' | 'file_too_large'

/**
 * Attempts at a slice after which what is wrong with one file is taken for the file's own: some two minutes, by the
 * waits between attempts. Until then a checksum that does not match, or a link that is refused, is tried again like any
 * trouble upstream, since bytes may have been cut or mixed up on their way.
 */
const ATTEMPTS_AT_A_FILE = 8

/**
 * The bytes of a file, or why they cannot be had. A file that stays unreadable must not hold up those behind it for the
 * thirty days that upstream keeps it: it is set aside with its place, and can be fetched again from there.
 */
export async function downloadFile(
  logs: LogsClient,
  file: LogFile,
  attempt: number,
): Promise<Uint8Array | UnreadableFile> {
  try {
    return await logs.download(file)
  } catch (error) {
    const reason = reasonOf(error, attempt)
    if (reason === null) throw error
    return reason
  }
}

function reasonOf(error: unknown, attempt: number): UnreadableFile | null {
  if (error instanceof NotThere) return 'file_gone'
  if (error instanceof UpstreamContractChanged && error.path === TOO_LARGE) return 'file_too_large'
  if (!(error instanceof Transient) || attempt < ATTEMPTS_AT_A_FILE) return null
  if (error.reason === 'bad_checksum') return 'bad_checksum'
  return error.reason === 'expired_link' ? 'link_refused' : null
}

/** Files by equal end time, the oldest first. */
export function groupByEndTime(files: readonly LogFile[], stream: StreamName): LogFile[][] {
  const groups = new Map<bigint, LogFile[]>()
  for (const file of files) {
    const time = parseInstant(file.end_time)
    // A time that cannot be compared cannot be gone on from.
    if (time === null) throw new CursorStuck(stream)
    if (!isStorable(file.id)) throw new UpstreamContractChanged('$.data[].id', stream)
    const group = groups.get(time)
    if (group === undefined) groups.set(time, [file])
    else group.push(file)
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group)
}
