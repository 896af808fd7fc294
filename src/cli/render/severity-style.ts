import type { Severity } from '../../model/core/severity.ts'
import type { Style } from '../io.ts'

export const SEVERITY_STYLE: Record<Severity, Style> = {
  critical: 'magenta',
  high: 'red',
  medium: 'yellow',
  low: 'cyan',
}
