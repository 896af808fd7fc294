import { violates } from '../errors.ts'

export class NameTaken extends Error {
  override readonly name = 'NameTaken'
  constructor() {
    super(
      'Another integration has this display name. Choose another name, since findings are told apart by it.',
    )
  }
}

export class WorkspaceTaken extends Error {
  override readonly name = 'WorkspaceTaken'
  constructor() {
    super('This ChatGPT workspace is connected already. Use that integration, or disconnect it first.')
  }
}

export class OrganizationTaken extends Error {
  override readonly name = 'OrganizationTaken'
  constructor() {
    super(
      'The API platform of this organization is connected already by another integration. ' +
        'Connect this workspace without an admin key; the other integration reads the API platform for both.',
    )
  }
}

/** The typed error behind a unique violation of `integrations`, or the error as it was. */
export function taken(error: unknown): unknown {
  if (violates(error, 'integrations_name')) return new NameTaken()
  if (violates(error, 'integrations_workspace')) return new WorkspaceTaken()
  if (violates(error, 'integrations_organization')) return new OrganizationTaken()
  return error
}
