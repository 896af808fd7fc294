import { DefaultFailureConverter } from '@temporalio/common'

/**
 * Messages and stack traces of failures are moved into a payload, which the codec then encrypts: a
 * history shows that something failed, and only Casbah's own codec shows what. Temporal finds this
 * file by its path, in workers, clients and the workflow bundle.
 */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true })
