import { z } from 'zod'

/** Settings of rules, each with a default. `meta` carries the unit and the words that people read. */

const DAYS_AT_MOST = 3_650
const ENTRIES_AT_MOST = 1_000

const days = (fallback: number, description: string) =>
  z.int().min(1).max(DAYS_AT_MOST).default(fallback).meta({ unit: 'days', description })

/** Characters; the longest name of a host. */
const LONGEST_ENTRY = 253

interface Entries {
  readonly pattern: RegExp
  /** What one entry must be, for whoever sent another. */
  readonly expected: string
  readonly unit: string
}

const entries = ({ pattern, expected, unit }: Entries, description: string) =>
  z
    .array(z.string().regex(pattern, expected).max(LONGEST_ENTRY))
    .max(ENTRIES_AT_MOST)
    .default([])
    .meta({ unit, description })

const approvedGpts = entries(
  { pattern: /^g-[A-Za-z0-9_-]+$/, expected: 'must be the id of a GPT, like g-AbC123', unit: 'GPT ids' },
  'GPTs that people have approved: they pass, and are counted as approved',
)

export const gptParameters = z.strictObject({ approvedGpts })

export const customActionParameters = z.strictObject({
  approvedGpts,
  allowedHosts: entries(
    {
      // Letters of any script, since hosts may be written so; no control characters and no half characters (\p{C}).
      pattern: /^(\*\.)?[^\s\p{C}*/:@?#\\]+$/u,
      expected: 'must be a host like api.example.com, or *.example.com for anything below it',
      unit: 'hosts',
    },
    'Hosts that actions may call: an exact host, or *.example.com for anything below it',
  ),
})

export const rotationParameters = z.strictObject({
  maxAgeDays: days(90, 'A key older than this is to be replaced'),
})

export const unusedKeyParameters = z.strictObject({
  maxIdleDays: days(90, 'A key unused for longer than this is to be removed (45 in the CIS AWS preset)'),
})

export const highPrivilegeInviteParameters = z.strictObject({})

export const staleInviteParameters = z.strictObject({
  maxPendingDays: days(7, 'An invite pending for longer than this is to be withdrawn'),
})

export const inactiveUserParameters = z.strictObject({
  maxIdleDays: days(
    45,
    'A user without activity for longer than this is inactive (CIS 5.3; presets 30, 35, 90)',
  ),
  requireFullCoverage: z.boolean().default(false).meta({
    unit: 'switch',
    description:
      'Judge only where at least one signal is held for all of that time; OpenAI keeps sign-in logs for 30 days',
  }),
})
