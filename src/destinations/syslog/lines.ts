import type { JsonObject } from '../../model/core/json.ts'
import type { Severity } from '../../model/core/severity.ts'
import { PROGRAM_VERSION } from '../../model/schema/program-version.ts'
import { cefLine, labelled } from '../../syslog/cef.ts'
import { noticeText } from '../notice-text.ts'
import type { Outgoing, ToldEvent } from '../sender.ts'

/** What is no finding, as urgent as a finding of that severity. */
const URGENT: ReadonlySet<string> = new Set(['run.failed', 'integration.degraded', 'destination.disabled'])
const severityOf = ({ type, finding }: ToldEvent): Severity =>
  finding?.severity ?? (URGENT.has(type) ? 'medium' : 'low')

/** Events as lines of CEF: what happened in `act`, the finding in `externalId`, as in an export. */
export const cefLines = ({ batchId, events }: Outgoing): string[] =>
  events.map((event) => {
    const { id, type, payload, integration, finding } = event
    const { sequence = null } = (payload.data ?? {}) as JsonObject
    return cefLine({
      version: PROGRAM_VERSION,
      signature: finding?.ruleId ?? type,
      name: finding?.title ?? noticeText(event),
      severity: severityOf(event),
      fields: [
        ['rt', Date.parse(String(payload.timestamp))],
        ['externalId', finding?.id ?? id],
        ['cat', finding?.category ?? null],
        ['act', type],
        ['deviceExternalId', integration?.id ?? null],
        ...labelled('cn1', 'sequence', typeof sequence === 'number' ? sequence : null),
        ...labelled('cs1', 'assetKind', finding?.assetKind ?? null),
        ...labelled('cs2', 'eventId', id),
        ...labelled('cs3', 'assetName', finding?.name ?? null),
        ...labelled('cs4', 'integration', integration?.name ?? null),
        ...labelled('cs5', 'batchId', batchId),
      ],
    })
  })
