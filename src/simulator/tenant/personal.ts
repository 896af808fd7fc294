import { idKind, makeId } from './ids.ts'
import { userIdOf } from './people.ts'
import { settledMembers } from './population.ts'
import { hashOf, saltOf, uuidOf } from './prng.ts'
import type { Tenant } from './tenant.ts'
import { daysBefore } from './tenant.ts'
import { sentences } from './texts.ts'
import { unixFloat } from './time.ts'

// What people made in the workspace or let it keep. How much somebody has follows from their number.

const CANVAS_SALT = saltOf('canvas')
const RECORDING = idKind('rec_', 20)
const AUTOMATION = idKind('auto_', 20)
const LIBRARY = idKind('lib_', 20)
const FILE = idKind('file-lib', 23)
const MEMORY_SALT = saltOf('memory')
const PERSONAL_SALT = saltOf('personal')
/** Ids of what somebody has carry their number × this + position. */
const PER_PERSON = 16

const at = (tenant: Tenant, days: number, index: number) =>
  unixFloat(daysBefore(tenant, days, PERSONAL_SALT, index))

/** So many of somebody's things. People kept apart for a condition have none, or a silent one would speak by them. */
const several = <T>(tenant: Tenant, index: number, count: number, make: (k: number) => T): T[] =>
  Array.from({ length: index < settledMembers(tenant) ? count : 0 }, (_, k) => make(k))

export function memoriesOf(tenant: Tenant, index: number) {
  const id = userIdOf(tenant, index)
  const entries = several(tenant, index, index % 4, (k) => ({
    object: 'compliance.workspace.user.memory.context.entry',
    id: uuidOf(tenant.seed, MEMORY_SALT, index * PER_PERSON + k),
    content: sentences(hashOf(tenant.seed, MEMORY_SALT, index, k), 1),
    updated_at: at(tenant, 3 + k * 9, index * PER_PERSON + k),
  }))
  return {
    object: 'compliance.workspace.user.memory',
    id,
    memory_contexts: [
      { object: 'compliance.workspace.user.memory.context', id, memory_entries: entries },
      ...(index % 5 === 1
        ? [{ object: 'compliance.workspace.user.memory.context', id: `${id}-gpt`, memory_entries: [] }]
        : []),
    ],
  }
}

export const canvasesOf = (tenant: Tenant, index: number) =>
  several(tenant, index, index % 4 === 1 ? 2 : 0, (k) => ({
    id: uuidOf(tenant.seed, CANVAS_SALT, index * PER_PERSON + k),
  }))

export const recordingsOf = (tenant: Tenant, index: number) =>
  several(tenant, index, index % 5 === 1 ? 2 : 0, (k) => {
    const number = index * PER_PERSON + k
    const start = at(tenant, 8 + k, number)
    return {
      id: makeId(tenant.seed, RECORDING, number),
      start,
      end: start + 3_600,
      conversation_id: uuidOf(tenant.seed, PERSONAL_SALT, number),
      canvas_id: k === 0 ? null : uuidOf(tenant.seed, CANVAS_SALT, number),
    }
  })

export const automationsOf = (tenant: Tenant, index: number) =>
  several(tenant, index, index % 6 === 2 ? 2 : 0, (k) => ({
    id: makeId(tenant.seed, AUTOMATION, index * PER_PERSON + k),
    title: `Digest ${k + 1}`,
    schedule:
      k === 0 ? 'BEGIN:VEVENT RRULE:FREQ=DAILY END:VEVENT' : 'BEGIN:VEVENT RRULE:FREQ=WEEKLY END:VEVENT',
    is_enabled: k === 0,
    prompt: sentences(hashOf(tenant.seed, PERSONAL_SALT, index, k), 1),
  }))

const STATES = ['ready', 'indexing', 'failed'] as const

export const libraryFilesOf = (tenant: Tenant, index: number) =>
  several(tenant, index, index % 3, (k) => {
    const number = index * PER_PERSON + k
    return {
      object: 'compliance.workspace.user.library_file',
      id: makeId(tenant.seed, LIBRARY, number),
      file_id: makeId(tenant.seed, FILE, number),
      name: `board-minutes-${k + 1}.pdf`,
      user_id: userIdOf(tenant, index),
      created_at: at(tenant, 2 + k, number),
      mime_type: k === 0 ? 'application/pdf' : null,
      file_size_bytes: k === 0 ? 120_000 + index : null,
      state: STATES[number % STATES.length] as string,
      trashed_at: k === 1 ? at(tenant, 1, number) : null,
      is_project: false,
    }
  })
