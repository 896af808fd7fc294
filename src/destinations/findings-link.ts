/** The API's list of findings, as messages link to it. */

/** Of what the list is filtered by (`findingFilters`), what links say; several values with commas. */
export interface FindingsFilter {
  readonly integration?: string
  readonly category?: string
  readonly severity?: string
  readonly rule?: string
  readonly state?: string
  readonly excepted?: 'exclude' | 'only'
}

/** Those that are not over. */
export const STANDING: FindingsFilter = { state: 'open,reopened' }

export const findingsLink = (publicUrl: string, filter: FindingsFilter): string =>
  `${publicUrl}/api/v1/findings?${new URLSearchParams({ ...filter })}`
