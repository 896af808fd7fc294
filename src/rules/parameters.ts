import { z } from 'zod'
import { VISIBILITIES } from './gpt-facts.ts'

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
  readonly example: string
  readonly unit: string
}

const entries = ({ pattern, expected, example, unit }: Entries, description: string) =>
  z
    .array(z.string().regex(pattern, expected).max(LONGEST_ENTRY))
    .max(ENTRIES_AT_MOST)
    .default([])
    .meta({ unit, description, examples: [[example]] })

const approvedGpts = entries(
  {
    pattern: /^g-[A-Za-z0-9_-]+$/,
    expected: 'must be the id of a GPT, like g-AbC123',
    example: 'g-AbC123',
    unit: 'GPT ids',
  },
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
      example: 'api.example.com',
      unit: 'hosts',
    },
    'Hosts that actions may call: an exact host, or *.example.com for anything below it',
  ),
})

const OPERATIONS_AT_MOST = 10_000

export const broadActionParameters = z.strictObject({
  approvedGpts,
  maxOperations: z
    .int()
    .min(1)
    .max(OPERATIONS_AT_MOST)
    .default(20)
    .meta({ unit: 'operations', description: 'An action with more operations than this is broad' }),
  maxHosts: z
    .int()
    .min(1)
    .max(ENTRIES_AT_MOST)
    .default(1)
    .meta({ unit: 'hosts', description: 'An action that calls more hosts than this is broad' }),
})

const widest = (fallback: (typeof VISIBILITIES)[number], description: string) =>
  z.enum(VISIBILITIES).default(fallback).meta({ unit: 'visibility', description })

export const audienceParameters = z.strictObject({
  approvedGpts,
  customActions: widest('invite-only', 'The widest audience of a GPT with custom actions'),
  codeWithFiles: widest('workspace', 'The widest audience of a GPT that runs code over knowledge files'),
  anything: widest('workspace', 'The widest audience of any GPT'),
})
export type AudiencePolicy = z.output<typeof audienceParameters>

export const rotationParameters = z.strictObject({
  maxAgeDays: days(90, 'A key older than this is to be replaced'),
})

export const unusedKeyParameters = z.strictObject({
  maxIdleDays: days(90, 'A key unused for longer than this is to be removed (45 in the CIS AWS preset)'),
})

/** Of rules that judge by presence. */
export const noParameters = z.strictObject({})

export const staleInviteParameters = z.strictObject({
  maxPendingDays: days(7, 'An invite pending for longer than this is to be withdrawn'),
})

const requireFullCoverage = z.boolean().default(false).meta({
  unit: 'switch',
  description:
    'Judge only where at least one signal is held for all of that time; OpenAI keeps sign-in logs for 30 days',
})

export const inactiveUserParameters = z.strictObject({
  maxIdleDays: days(
    45,
    'A user without activity for longer than this is inactive (CIS 5.3; presets 30, 35, 90)',
  ),
  requireFullCoverage,
})

export const dormantAdminParameters = z.strictObject({
  maxIdleDays: days(30, 'An admin without activity for longer than this is dormant'),
  requireFullCoverage,
})

const PEOPLE_AT_MOST = 100_000
const PERCENT_AT_MOST = 100

export const tooManyAdminsParameters = z.strictObject({
  maxAdmins: z.int().min(1).max(PEOPLE_AT_MOST).default(5).meta({
    unit: 'people',
    description: 'More owners and admins than this are too many; two are always fine',
  }),
  maxPercent: z.number().min(0).max(PERCENT_AT_MOST).default(5).meta({
    unit: 'percent of enabled people',
    description: 'A greater share of owners and admins is too much; two are always fine',
  }),
})

export const leftButActiveParameters = z.strictObject({
  graceDays: z.int().min(0).max(DAYS_AT_MOST).default(0).meta({
    unit: 'days',
    description: 'How long after somebody has left their accounts may stay enabled; 0 for not at all',
  }),
})

export const gapParameters = z.strictObject({
  toldForDays: days(90, 'A gap in the history is told of for this long, as events are kept by default'),
})

/** Days of activity are kept for 120: what findings tell of, and before it what that is held against. */
const TOLD_AT_MOST = 90
const SILENT_AT_MOST = 60

const toldForDays = z.int().min(1).max(TOLD_AT_MOST).default(TOLD_AT_MOST).meta({
  unit: 'days',
  description:
    'What happened is told of for this long, as events are kept by default; then the finding closes',
})

export const wokeUpParameters = z.strictObject({
  silentDays: z.int().min(7).max(SILENT_AT_MOST).default(30).meta({
    unit: 'days',
    description: 'Unused for at least this long is silent; what is used then has woken up',
  }),
  toldForDays,
})

/** Fewer than these a day are never unusual: few things are far from none. Also what the database is asked for. */
export const LEAST_FLOOR = 20

export const unusualActivityParameters = z.strictObject({
  minScore: z.number().min(3).max(1_000).default(6).meta({
    unit: 'deviations',
    description: 'A day at least so many robust deviations above the person’s own median is unusual',
  }),
  minCount: z.int().min(LEAST_FLOOR).max(1_000_000).default(100).meta({
    unit: 'records a day',
    description: 'A day with fewer records of a signal than this is never unusual',
  }),
  minHistoryDays: z.int().min(7).max(28).default(14).meta({
    unit: 'days',
    description: 'So many of the 28 days before must have been watched, or the day is not judged',
  }),
  toldForDays,
})

const MINUTES_AT_MOST = 1_440
const COUNT_AT_MOST = 10_000

const minutes = (fallback: number, description: string) =>
  z.int().min(1).max(MINUTES_AT_MOST).default(fallback).meta({ unit: 'minutes', description })

const times = (least: number, fallback: number, unit: string, description: string) =>
  z.int().min(least).max(COUNT_AT_MOST).default(fallback).meta({ unit, description })

export const massDeletionParameters = z.strictObject({
  deletions: times(2, 20, 'conversations', 'So many deletions by one actor are many'),
  withinMinutes: minutes(60, 'The time within which they are counted'),
})

export const loginBurstParameters = z.strictObject({
  failures: times(1, 5, 'sign-ins', 'So many refused passwords before one that is taken are a burst'),
  withinMinutes: minutes(30, 'The time within which they are counted'),
})

/** 30 days: upstream keeps no log for longer. */
const HOURS_AT_MOST = 720

export const backlogParameters = z.strictObject({
  behindHours: z.int().min(1).max(HOURS_AT_MOST).default(24).meta({
    unit: 'hours',
    description: 'A log that was last read to its end longer ago than this is behind',
  }),
})

export const silentLogParameters = z.strictObject({
  silentHours: z.int().min(1).max(HOURS_AT_MOST).default(24).meta({
    unit: 'hours',
    description: 'An audit log without an event for longer than this is silent',
  }),
})
