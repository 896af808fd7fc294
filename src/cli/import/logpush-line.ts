import { z } from 'zod'
import type { Severity } from '../../model/core/severity.ts'
import { SEVERITIES } from '../../model/core/severity.ts'

/**
 * A line of Cloudflare's Logpush dataset `casb_findings`. The dataset says nothing of whether a finding is hidden or its
 * severity was changed: whoever knows (from the dashboard) may add `Hidden` and `SeverityOverride` to the lines.
 */

export interface TheirFinding {
  /** Of the file, from 1. */
  readonly line: number
  readonly findingTypeId: string
  readonly title: string
  readonly severity: string
  readonly assetExternalId: string
  readonly assetName: string
  readonly instanceId: string
  readonly integrationId: string
  readonly integrationName: string
  readonly vendor: string
  /** As it was written. */
  readonly detectedAt: string
  /** Null: the line does not say. */
  readonly hidden: boolean | null
  readonly severityOverride: Severity | null
}

export interface BadLine {
  readonly line: number
  readonly why: string
}

const needed = z.string().trim().min(1)
const text = z.string().nullish()

const Hidden = z.union([
  z.boolean(),
  z.stringbool({ truthy: ['true', '1', 'yes'], falsy: ['false', '0', 'no', ''] }),
])
const Override = z
  .string()
  .trim()
  .toLowerCase()
  .transform((word) => (word === '' ? null : word))
  .pipe(z.enum(SEVERITIES).nullable())

/** What else there is, such as AssetMetadata, is not looked at. */
const Line = z.object({
  FindingTypeID: needed.toLowerCase(),
  AssetExternalID: needed,
  FindingTypeDisplayName: text,
  FindingTypeSeverity: text,
  AssetDisplayName: text,
  InstanceID: text,
  IntegrationID: text,
  IntegrationDisplayName: text,
  IntegrationPolicyVendor: text,
  DetectedTimestamp: z.union([z.string(), z.number()]).nullish(),
  Hidden: Hidden.nullish(),
  SeverityOverride: Override.nullish(),
})

/** Names of fields are told, and never what stood in them. */
export function readLine(line: number, content: string | null): TheirFinding | BadLine {
  if (content === null) return { line, why: 'is too long' }
  let value: unknown
  try {
    value = JSON.parse(content)
  } catch {
    return { line, why: 'is no JSON' }
  }
  const read = Line.safeParse(value)
  if (!read.success) {
    const fields = new Set(read.error.issues.map(({ path }) => String(path[0] ?? '')))
    const named = [...fields].filter((field) => field !== '')
    return { line, why: named.length === 0 ? 'is no object' : `is without a usable ${named.join(', ')}` }
  }
  const { data } = read
  return {
    line,
    findingTypeId: data.FindingTypeID,
    title: data.FindingTypeDisplayName ?? '',
    severity: data.FindingTypeSeverity ?? '',
    assetExternalId: data.AssetExternalID,
    assetName: data.AssetDisplayName ?? '',
    instanceId: data.InstanceID ?? '',
    integrationId: data.IntegrationID ?? '',
    integrationName: data.IntegrationDisplayName ?? '',
    vendor: data.IntegrationPolicyVendor ?? '',
    detectedAt: timeOf(data.DetectedTimestamp),
    hidden: data.Hidden ?? null,
    severityOverride: data.SeverityOverride ?? null,
  }
}

/** Logpush writes times as its job says: RFC 3339, or Unix time in seconds, milliseconds or nanoseconds. */
function timeOf(given: string | number | null | undefined): string {
  if (typeof given !== 'number') return given ?? ''
  const ms = given > NANOSECONDS_FROM ? given / 1e6 : given > MILLISECONDS_FROM ? given : given * 1_000
  return Math.abs(ms) <= LATEST_MS ? new Date(ms).toISOString() : ''
}

/** A number above is none of seconds (before the year 5138). */
const MILLISECONDS_FROM = 1e11
const NANOSECONDS_FROM = 1e15
/** Milliseconds beyond which there is no date in JavaScript. */
const LATEST_MS = 8.64e15
