import type { z } from 'zod'
import type { FieldError } from './problem.ts'

/** Names that may be quoted back: ours look like this, a key pasted into the wrong place does not. */
const HARMLESS_NAME = /^[a-z][a-z_]{0,39}$/

/** More than this tells a person nothing new. */
const MOST_ERRORS = 20

/**
 * What zod found, as pointers and sentences. Neither may quote a value that was sent, and a name only where it
 * looks like one of ours: people paste keys into the wrong field, and an error is logged and copied around.
 */
export function fieldErrors(target: string, error: z.ZodError): FieldError[] {
  return error.issues.slice(0, MOST_ERRORS).map((issue) => ({
    pointer: pointer(target, issue.path),
    detail: sentence(issue),
  }))
}

function pointer(target: string, path: readonly PropertyKey[]): string {
  const parts = path.map((part) =>
    typeof part === 'number' || HARMLESS_NAME.test(String(part)) ? String(part) : '…',
  )
  if (target === 'query') return `?${parts.join('.')}`
  return `/${parts.join('/')}`
}

const ZODS_WORDS = 'Unrecognized key'

function sentence(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'unrecognized_keys': {
      // Words of a schema's own say which names there are; zod's repeat what was sent.
      if (!issue.message.startsWith(ZODS_WORDS)) return issue.message
      const named = issue.keys.filter((key) => HARMLESS_NAME.test(key))
      return named.length === 0 ? 'a name that is not known here' : `not known here: ${named.join(', ')}`
    }
    case 'invalid_value':
      return `must be one of: ${issue.values.map(String).join(', ')}`
    case 'invalid_type':
      // Zod says so in words alone.
      return issue.message.endsWith('received undefined') ? 'is required' : `must be ${issue.expected}`
    case 'invalid_format':
      return FORMATS[issue.format] ?? issue.message
    case 'too_small':
      return `must be at least ${issue.minimum} ${UNITS[issue.origin] ?? ''}`.trimEnd()
    case 'too_big':
      return `must be at most ${issue.maximum} ${UNITS[issue.origin] ?? ''}`.trimEnd()
    case 'custom':
      return issue.message
    default:
      return 'is not as expected'
  }
}

const FORMATS: Readonly<Record<string, string>> = {
  uuid: 'must be a UUID',
  url: 'must be a URL',
  datetime: 'must be a time like 2026-11-22T03:45:39Z',
}

const UNITS: Readonly<Record<string, string>> = { string: 'characters long', array: 'entries long' }
