import type { UserBundle } from './bundles.ts'
import { beyondDirectory, identityEvidence } from './identity-facts.ts'
import { noParameters } from './parameters.ts'
import { defineRule } from './rule.ts'
import { isoTime } from './time.ts'
import { fail, noDirectory, PASS, skipped } from './verdict.ts'

/** Nobody of the company answers for this account. With own domains set, guests from elsewhere are not its people. */
export const identityNotInDirectory = defineRule({
  id: 'identity.not_in_directory',
  subjects: ['user'],
  parameters: noParameters,
  judge: (bundle) => {
    const beyond = beyondDirectory(bundle)
    if (beyond) return beyond
    const { entry, fillingSince } = bundle.directory
    if (entry !== null) return PASS
    if (!isOfOwnDomains(bundle)) return skipped('not_of_own_domains')
    if (fillingSince !== null) {
      return noDirectory(
        `the directory is being filled by SCIM since ${isoTime(fillingSince)}; who is absent from it is judged after a day`,
      )
    }
    return fail({ evidence: identityEvidence(bundle) })
  },
})

const isOfOwnDomains = ({ ownDomains, emailDomain }: UserBundle): boolean =>
  ownDomains.length === 0 || ownDomains.some((own) => own.toLowerCase() === emailDomain)
