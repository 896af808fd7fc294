import type { Connection } from '@temporalio/client'
import { isGrpcServiceError } from '@temporalio/client'
import { SEARCH_ATTRIBUTES } from '../model/core/names.ts'

/** `temporal.api.enums.v1.IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD` */
const KEYWORD = 2
/** gRPC's ALREADY_EXISTS. */
const ALREADY_EXISTS = 6

/**
 * Registers what workflows set; a server that does not know an attribute refuses to start them. Safe
 * to repeat. On SQL stores a new attribute may take some seconds until every server has noticed it.
 */
export async function registerSearchAttributes(
  { operatorService }: Pick<Connection, 'operatorService'>,
  namespace: string,
): Promise<void> {
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace })
  const missing = Object.values(SEARCH_ATTRIBUTES).filter((name) => customAttributes?.[name] === undefined)
  if (missing.length === 0) return
  const searchAttributes = Object.fromEntries(missing.map((name) => [name, KEYWORD]))
  try {
    await operatorService.addSearchAttributes({ namespace, searchAttributes })
  } catch (error) {
    // Another `casbah migrate` was faster.
    if (!isGrpcServiceError(error) || error.code !== ALREADY_EXISTS) throw error
  }
}
