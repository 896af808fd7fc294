import type { JsonObject } from '../model/core/json.ts'
import type { CredentialBundle } from './bundles.ts'
import { evidenceOfOwnKey, UNLISTED_KEY } from './credential-facts.ts'
import { noParameters } from './parameters.ts'
import { defineRule } from './rule.ts'
import type { Verdict } from './verdict.ts'
import { fail, PASS } from './verdict.ts'

/** `api.management.read`, and those scopes that are one word. */
const READS = /(^|\.)read$/i
/** What changes, spends or takes away: the words that upstream's scopes end in. */
const DOES_MORE = /(^|\.)(write|delete|manage|admin|request|all|\*)$/i

const notTold = (detail: string): Verdict => ({
  result: 'not_evaluated',
  reason: 'value_absent_upstream',
  detail,
})

/**
 * Upstream lists no key with its scopes, and there is nothing that a key could ask about itself. Trying to write would
 * tell, and Casbah never writes. What is left is the audit log, which tells of scopes when a key is made and when it is
 * changed; of a key from before that log begins nothing is known, and nothing is guessed.
 */
export const credentialMoreThanRead = defineRule({
  id: 'credential.more_than_read',
  subjects: ['credential'],
  parameters: noParameters,
  judge: (bundle) => {
    const { standing, scopes } = bundle
    if (standing.keyId === null) return UNLISTED_KEY
    if (scopes === null || scopes.length === 0) {
      return notTold(
        'OpenAI lists no key with its scopes, and its audit log does not tell of those of this key; a key made while the audit log is on can be judged',
      )
    }
    const more = scopes.filter((scope) => DOES_MORE.test(scope))
    if (more.length > 0) return fail({ evidence: evidenceOf(bundle, more) })
    return scopes.every((scope) => READS.test(scope))
      ? PASS
      : notTold('OpenAI’s audit log names a scope of this key that nobody has described')
  },
})

const evidenceOf = (bundle: CredentialBundle, more: readonly string[]): JsonObject => ({
  ...evidenceOfOwnKey(bundle),
  scopes: more,
})
