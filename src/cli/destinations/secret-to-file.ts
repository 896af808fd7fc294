import type { DestinationKind } from '../../model/core/destinations.ts'
import { DESTINATION_KIND_LABEL } from '../../model/core/destinations.ts'
import { usageError } from '../cli-error.ts'
import { intoSecretFile } from '../secret-file.ts'
import type { CreatedView } from './add.ts'

/** `--secret-file`: where a webhook's secret goes instead of to standard output, which a shell empties before anything is sure. */

export const SECRET_FILE = '--secret-file <file>'

export function refuseSecretOf(kind: DestinationKind): void {
  if (kind === 'webhook') return
  throw usageError(
    `${DESTINATION_KIND_LABEL[kind]} has no secret of ours, so there is none for --secret-file.`,
    'Leave it out; what it takes comes by --url-file or --token-file.',
  )
}

/** What was made; where the secret is in a file, without it. */
export async function withSecretFile(
  file: string | undefined,
  make: () => Promise<CreatedView>,
): Promise<CreatedView> {
  if (file === undefined) return make()
  return { ...(await intoSecretFile({ file, namedBy: '--secret-file' }, make)), secret: null }
}
