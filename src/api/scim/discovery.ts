import { ENTERPRISE, USER } from './vocabulary.ts'

/** What a client may learn before it provisions anybody (RFC 7643, 5 to 7). Locations are relative to the base URL. */

/** People a page. */
export const MOST_RESULTS = 200

const CONFIG = 'urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'
const RESOURCE_TYPE = 'urn:ietf:params:scim:schemas:core:2.0:ResourceType'
const SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Schema'

export const serviceProviderConfig = (base: string): object => ({
  schemas: [CONFIG],
  patch: { supported: true },
  bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
  filter: { supported: true, maxResults: MOST_RESULTS },
  changePassword: { supported: false },
  sort: { supported: false },
  etag: { supported: false },
  authenticationSchemes: [
    {
      type: 'oauthbearertoken',
      name: 'Bearer token',
      description: 'A token of the Casbah API that may see this integration.',
      primary: true,
    },
  ],
  meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
})

export const userResourceType = (base: string): object => ({
  schemas: [RESOURCE_TYPE],
  id: 'User',
  name: 'User',
  endpoint: '/Users',
  description: 'Somebody who works here, or did.',
  schema: USER,
  schemaExtensions: [{ schema: ENTERPRISE, required: false }],
  meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/User` },
})

interface Shape {
  readonly type?: 'string' | 'boolean' | 'complex' | 'reference'
  readonly required?: boolean
  readonly multiValued?: boolean
  readonly caseExact?: boolean
  readonly uniqueness?: 'none' | 'server'
  readonly subAttributes?: readonly object[]
}

const attribute = (name: string, description: string, shape: Shape = {}): object => ({
  name,
  description,
  type: 'string',
  multiValued: false,
  required: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
  ...shape,
})

interface Schema {
  readonly id: string
  readonly [member: string]: unknown
}

export const schemas = (base: string): readonly Schema[] => [
  {
    schemas: [SCHEMA],
    id: USER,
    name: 'User',
    description: 'What is kept of a user; any other attribute is taken and dropped.',
    attributes: [
      attribute('userName', 'What the identity provider calls the account.', {
        required: true,
        uniqueness: 'server',
      }),
      attribute('externalId', 'The identity provider’s own id.', { caseExact: true, uniqueness: 'server' }),
      attribute('active', 'False where the person has left.', { type: 'boolean' }),
      attribute('emails', 'The primary address, else the one at work: accounts are found by it.', {
        type: 'complex',
        multiValued: true,
        subAttributes: [
          attribute('value', 'The address.'),
          attribute('type', 'work'),
          attribute('primary', 'True for the one that is kept.', { type: 'boolean' }),
        ],
      }),
    ],
    meta: { resourceType: 'Schema', location: `${base}/Schemas/${USER}` },
  },
  {
    schemas: [SCHEMA],
    id: ENTERPRISE,
    name: 'EnterpriseUser',
    description: 'Where somebody works.',
    attributes: [
      attribute('department', 'The department.'),
      attribute('manager', 'The manager.', {
        type: 'complex',
        subAttributes: [attribute('value', 'The manager’s id here, or their address.')],
      }),
    ],
    meta: { resourceType: 'Schema', location: `${base}/Schemas/${ENTERPRISE}` },
  },
]
