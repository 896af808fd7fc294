import { z } from 'zod'

/** Settings of rules, each with a default. `meta` carries the unit and the words that people read. */

const DAYS_AT_MOST = 3_650
const ENTRIES_AT_MOST = 1_000

const days = (fallback: number, description: string) =>
  z.int().min(1).max(DAYS_AT_MOST).default(fallback).meta({ unit: 'days', description })

const entries = (pattern: RegExp, unit: string, description: string) =>
  z.array(z.string().regex(pattern).max(253)).max(ENTRIES_AT_MOST).default([]).meta({ unit, description })

const approvedGpts = entries(
  /^g-[A-Za-z0-9_-]+$/,
  'GPT ids',
  'GPTs that people have approved: they pass, and are counted as approved',
)

export const gptParameters = z.strictObject({ approvedGpts })

export const customActionParameters = z.strictObject({
  approvedGpts,
  allowedHosts: entries(
    /^(\*\.)?[^\s*/:]+$/,
    'hosts',
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
