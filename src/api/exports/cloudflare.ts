import { asIntegrationId } from '../../model/core/ids.ts'
import { SEVERITY_LABEL } from '../../model/core/severity.ts'
import { jsonLines } from './export-format.ts'

/** As Cloudflare calls whose policy it is. */
const VENDOR = 'OpenAI'

/**
 * The fields of Cloudflare's Logpush dataset `casb_findings`, so that what reads those reads ours. Ids of finding types are
 * Cloudflare's own where it has the rule; the severity is the published one, which is the one that it sends.
 * Source: https://developers.cloudflare.com/logs/logpush/logpush-job/datasets/account/casb_findings/
 */
export const cloudflareFormat = jsonLines(
  'A finding a line, with the fields of Cloudflare’s Logpush dataset casb_findings.',
  (finding, { names }) => ({
    AssetDisplayName: finding.asset.name ?? finding.asset.external_id,
    AssetExternalID: finding.asset.external_id,
    // OpenAI has no address for most of them.
    AssetURL: '',
    AssetMetadata: { kind: finding.asset.kind, ...finding.evidence },
    DetectedTimestamp: finding.first_seen_at,
    FindingTypeDisplayName: finding.cloudflare_name ?? finding.title,
    FindingTypeID: finding.finding_type_id,
    FindingTypeSeverity: SEVERITY_LABEL[finding.severity],
    InstanceID: finding.id,
    IntegrationDisplayName: names.get(asIntegrationId(finding.integration_id)) ?? '',
    IntegrationID: finding.integration_id,
    IntegrationPolicyVendor: VENDOR,
  }),
)
