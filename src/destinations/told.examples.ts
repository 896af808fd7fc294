import { asFindingId, asIntegrationId } from '../model/core/ids.ts'
import type { ToldEvent, ToldFinding } from './sender.ts'

/** Events for tests of messages. */

export const BATCH_ID = '019a5c7e-2f5b-7c1e-9f3a-0d6b8a4e1c22'

export const toldFinding = (more: Partial<ToldFinding> = {}): ToldFinding => ({
  id: asFindingId('f-1'),
  ruleId: 'gpt.public_store',
  title: 'GPT is in the public store',
  category: 'GPT exposure',
  severity: 'high',
  assetKind: 'GPT',
  name: null,
  ...more,
})

export const toldEvent = (more: Partial<ToldEvent> = {}): ToldEvent => ({
  id: 'd-1',
  type: 'finding.opened',
  payload: { type: 'finding.opened', timestamp: '2026-11-22T03:45:39.123456Z', data: { sequence: 1 } },
  integration: { id: asIntegrationId('i-1'), name: 'Acme' },
  finding: toldFinding(),
  ...more,
})

/** Of one rule, so many findings. */
export const openedFindings = (count: number, more: Partial<ToldFinding> = {}): ToldEvent[] =>
  Array.from({ length: count }, (_, at) =>
    toldEvent({ id: `d-${at}`, finding: toldFinding({ id: asFindingId(`f-${at}`), ...more }) }),
  )
