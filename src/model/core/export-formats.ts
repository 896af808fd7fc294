/** How findings can be written for other systems. */
export const EXPORT_FORMAT_NAMES = ['ndjson', 'csv', 'ocsf', 'cloudflare', 'sarif', 'cef'] as const

export type ExportFormatName = (typeof EXPORT_FORMAT_NAMES)[number]
