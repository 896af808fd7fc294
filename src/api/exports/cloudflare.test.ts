import { expect, test } from 'vitest'
import { asIntegrationId } from '../../model/core/ids.ts'
import { cloudflareFormat } from './cloudflare.ts'
import { exportedFinding } from './exported.examples.ts'

test('a line has the fields of casb_findings and no others, with the published severity', () => {
  const finding = exportedFinding()
  const names = new Map([[asIntegrationId(finding.integration_id), 'Acme']])
  const { page } = cloudflareFormat.begin({ asOf: '2026-11-24T00:00:00Z', names, version: '0.1.0' })
  expect(JSON.parse(page([finding]))).toEqual({
    AssetDisplayName: 'Helper',
    AssetExternalID: 'g-1',
    AssetURL: '',
    AssetMetadata: { kind: 'chatgpt.gpt', gpt_id: 'g-1' },
    DetectedTimestamp: finding.first_seen_at,
    FindingTypeDisplayName: 'x',
    FindingTypeID: finding.finding_type_id,
    FindingTypeSeverity: 'High',
    InstanceID: finding.id,
    IntegrationDisplayName: 'Acme',
    IntegrationID: finding.integration_id,
    IntegrationPolicyVendor: 'OpenAI',
  })
})

test('what Cloudflare has no name for goes by ours, what has no name by its id', () => {
  const finding = exportedFinding({ cloudflare_name: null })
  const { page } = cloudflareFormat.begin({ asOf: '', names: new Map(), version: '0.1.0' })
  const nameless = { ...finding, asset: { ...finding.asset, name: null } }
  expect(JSON.parse(page([nameless]))).toMatchObject({
    AssetDisplayName: 'g-1',
    FindingTypeDisplayName: finding.title,
    IntegrationDisplayName: '',
  })
})
