import type { LiveAsset } from '../../db/findings/next-assets.ts'
import type { Bundle, Subject } from '../../rules/bundles.ts'
import { KINDS_OF_SUBJECT } from '../../rules/bundles.ts'
import { agentBundles, gptBundles } from './gpts.ts'
import { adminKeyBundles, projectKeyBundles } from './keys.ts'
import { credentialBundles, tenantBundles } from './own.ts'
import { inviteBundles, userBundles } from './people.ts'
import { projectBundles, serviceAccountBundles } from './projects.ts'
import type { BundleSource } from './source.ts'

/** Kinds that rules are built around. */
export type JudgedKind = (typeof KINDS_OF_SUBJECT)[Subject][number]

/**
 * In the order in which they are walked: our own credentials are found among the keys, so those come first, project keys
 * before admin keys as upstream's listings ask for.
 */
export const JUDGED_KINDS: readonly JudgedKind[] = [
  ...KINDS_OF_SUBJECT.project_key,
  ...KINDS_OF_SUBJECT.admin_key,
  ...KINDS_OF_SUBJECT.service_account,
  ...KINDS_OF_SUBJECT.project,
  ...KINDS_OF_SUBJECT.gpt,
  ...KINDS_OF_SUBJECT.agent,
  ...KINDS_OF_SUBJECT.invite,
  ...KINDS_OF_SUBJECT.user,
  ...KINDS_OF_SUBJECT.tenant,
  ...KINDS_OF_SUBJECT.credential,
]

/** Joins a chunk of assets with what rules want to know beside them: a few statements a chunk, never one an asset. */
export function loadBundles(
  source: BundleSource,
  kind: JudgedKind,
  assets: readonly LiveAsset[],
): Promise<readonly Bundle[]> {
  switch (kind) {
    case 'chatgpt.gpt':
      return gptBundles(source, assets)
    case 'chatgpt.agent':
      return agentBundles(source, assets)
    case 'platform.admin_key':
      return adminKeyBundles(source, assets)
    case 'platform.project_key':
      return projectKeyBundles(source, assets)
    case 'platform.service_account':
      return serviceAccountBundles(source, assets)
    case 'platform.project':
      return projectBundles(source, assets)
    case 'platform.invite':
      return inviteBundles(source, assets)
    case 'platform.user':
    case 'chatgpt.user':
      return userBundles(source, kind, assets)
    case 'platform.organization':
    case 'chatgpt.workspace':
      return tenantBundles(source, kind, assets)
    case 'casbah.credential':
      return credentialBundles(source, assets)
    default:
      return kind satisfies never
  }
}
