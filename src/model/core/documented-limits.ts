import type { Plane } from './planes.ts'

/** Requests a minute and route that OpenAI documents, or that are assumed; refusals then teach what is true. */

// OpenAI publishes no number for the administration API; 429s bring the budget down from here.
export const PLATFORM_PER_MINUTE = 600
// Spec 2.5.37: per workspace, method and route.
export const COMPLIANCE_PER_MINUTE = 100
// Spec 2.5.3, kept in later ones: log downloads have their own, lower limit.
export const DOWNLOADS_PER_MINUTE = 50

export const PER_MINUTE: Record<Plane, number> = {
  platform: PLATFORM_PER_MINUTE,
  chatgpt: COMPLIANCE_PER_MINUTE,
}
