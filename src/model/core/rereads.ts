import type { StreamName } from './streams.ts'

/**
 * Audit events name what changed upstream. The incremental run reads exactly that again, so that a GPT made public is
 * known an interval later and not when the next full collection comes by. A re-read is of a stream and a target: one
 * thing by its id, the list under one parent, or the whole list where upstream has no way to ask for less.
 */
export const WHOLE_LIST = ''

/** An asset's or a parent's external id, or `WHOLE_LIST`. */
export type RereadTarget = string

export interface Reread {
  readonly target: RereadTarget
  /** How often it has been asked for: what was asked again while it was being read stays to be read. */
  readonly asked: number
  /** An event said that the thing was removed: then a 404 is its confirmation. */
  readonly removal: boolean
}

/** What one event asks for. */
export interface RereadRequest {
  readonly stream: StreamName
  readonly target: RereadTarget
  readonly removal: boolean
}

/** What the reading of a batch did to re-reads; a batch that has it is of a re-read and completes no stream. */
export interface RereadProgress {
  readonly settled: readonly Pick<Reread, 'target' | 'asked'>[]
  /** Ids that upstream no longer knows, as an event had said. */
  readonly gone: readonly string[]
  /** The whole list is to be read next time: something was not there that nobody said was removed. */
  readonly asksForList: boolean
}
