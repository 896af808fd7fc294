export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const

/** Severity is urgency. */
export type Severity = (typeof SEVERITIES)[number]

export const SEVERITY_LABEL: Record<Severity, string> = {
  low: 'Low',
  medium: 'Medium',
  high: 'High',
  critical: 'Critical',
}

/** Days until a finding is due: today, this week, this month, scheduled (rules.md). */
export const DUE_IN_DAYS: Record<Severity, number> = { critical: 1, high: 7, medium: 30, low: 90 }

export const severityRank = (severity: Severity): number => SEVERITIES.indexOf(severity)
