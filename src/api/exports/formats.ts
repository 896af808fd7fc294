import type { ExportFormatName } from '../../model/core/export-formats.ts'
import { cefFormat } from './cef.ts'
import { cloudflareFormat } from './cloudflare.ts'
import { csvFormat } from './csv.ts'
import type { ExportFormat } from './export-format.ts'
import { ndjsonFormat } from './ndjson.ts'
import { ocsfFormat } from './ocsf.ts'
import { sarifFormat } from './sarif.ts'

export const EXPORT_FORMATS: Readonly<Record<ExportFormatName, ExportFormat>> = {
  ndjson: ndjsonFormat,
  csv: csvFormat,
  ocsf: ocsfFormat,
  cloudflare: cloudflareFormat,
  sarif: sarifFormat,
  cef: cefFormat,
}
