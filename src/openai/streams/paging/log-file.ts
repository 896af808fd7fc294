import type { StreamName } from '../../../model/core/streams.ts'
import { CursorStuck, NotThere, TOO_LARGE, Transient, UpstreamContractChanged } from '../../failures.ts'
import type { LogFile, LogsClient } from '../../logs.ts'
import { parseInstant } from '../mapping/instants.ts'
import { isStorable } from './cursors.ts'

/** Why a file is left aside, as quarantine says it. */
export type UnreadableFile = 'file_gone' | 'bad_checksum' | 'link_refused' | 'file_too_large'

/**
 * Failures of one file in a row after which what is wrong with it is taken for its own: some two minutes, by the waits
 * between attempts. Until then a checksum that does not match, or a link that is refused, is tried again like any
 * trouble upstream, since bytes may have been cut or mixed up on their way. Counted by file: an outage that is long
 * must not let each file behind the first go at its first failure.
 */
export const ATTEMPTS_AT_A_FILE = 8

export type FileOutcome =
  | { readonly bytes: Uint8Array }
  /** Left aside with its place, and asked for again from there: it must not hold up those behind it for thirty days. */
  | { readonly aside: UnreadableFile }
  /** May be the file's own trouble: counted, and tried again. */
  | { readonly failed: Transient }

/** One attempt at a file that has failed `before` times in a row. */
export async function downloadFile(logs: LogsClient, file: LogFile, before: number): Promise<FileOutcome> {
  try {
    return { bytes: await logs.download(file) }
  } catch (error) {
    if (error instanceof NotThere) return { aside: 'file_gone' }
    if (error instanceof UpstreamContractChanged && error.path === TOO_LARGE)
      return { aside: 'file_too_large' }
    const reason = error instanceof Transient ? ownTrouble(error) : null
    if (!(error instanceof Transient) || reason === null) throw error
    return before + 1 >= ATTEMPTS_AT_A_FILE ? { aside: reason } : { failed: error }
  }
}

/** As above, of a file that is in no list any more: one whose id upstream does not accept is as good as gone. */
export async function downloadAgain(logs: LogsClient, file: LogFile, before: number): Promise<FileOutcome> {
  try {
    return await downloadFile(logs, file, before)
  } catch (error) {
    if (error instanceof UpstreamContractChanged) return { aside: 'file_gone' }
    throw error
  }
}

/** What may be wrong with a file alone; a connection or a server in trouble is nobody's but theirs. */
function ownTrouble({ reason }: Transient): UnreadableFile | null {
  if (reason === 'bad_checksum') return 'bad_checksum'
  return reason === 'expired_link' ? 'link_refused' : null
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
