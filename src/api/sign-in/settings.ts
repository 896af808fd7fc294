import type { SignInVariables } from '../../config.ts'
import type { Role } from '../../model/core/access.ts'
import { ROLES } from '../../model/core/access.ts'

/** What signing in goes by, read from the settings once. */
export interface SignInSettings {
  /** As browsers know this API; an origin. */
  readonly publicUrl: URL
  readonly issuer: URL
  readonly clientId: string
  readonly clientSecret: string
  readonly scopes: string
  readonly roles: RoleMapping
}

export interface RoleMapping {
  readonly claim: string
  readonly values: Readonly<Record<Role, ReadonlySet<string>>>
  /** Of whoever has none of the values; null: nothing, they are refused. */
  readonly otherwise: Role | null
}

/** Null where nobody signs in. */
export function signInSettings(settings: SignInVariables): SignInSettings | null {
  const { CASBAH_PUBLIC_URL: url, CASBAH_OIDC_ISSUER: issuer } = settings
  const { CASBAH_OIDC_CLIENT_ID: clientId, CASBAH_OIDC_CLIENT_SECRET: clientSecret } = settings
  if (!url || !issuer || !clientId || !clientSecret) return null
  const otherwise = settings.CASBAH_OIDC_DEFAULT_ROLE
  return {
    publicUrl: new URL(url),
    issuer: new URL(issuer),
    clientId,
    clientSecret,
    scopes: settings.CASBAH_OIDC_SCOPES,
    roles: {
      claim: settings.CASBAH_OIDC_ROLE_CLAIM,
      values: {
        admin: valuesOf(settings.CASBAH_OIDC_ADMIN_VALUES),
        operator: valuesOf(settings.CASBAH_OIDC_OPERATOR_VALUES),
        viewer: valuesOf(settings.CASBAH_OIDC_VIEWER_VALUES),
      },
      otherwise: otherwise === 'none' ? null : otherwise,
    },
  }
}

/** A distinguished name (`CN=Casbah,OU=Groups`) holds commas; a semicolon anywhere says that commas part nothing. */
function valuesOf(text: string): ReadonlySet<string> {
  const parts = text.split(text.includes(';') ? ';' : ',').map((part) => part.trim())
  return new Set(parts.filter((part) => part !== ''))
}

/** Every one of the values is compared as it is, capitals and all; whoever has several roles has the widest. */
export function roleOf({ values, otherwise }: RoleMapping, claimed: readonly string[]): Role | null {
  const widest = ROLES.toReversed().find((role) => claimed.some((value) => values[role].has(value)))
  return widest ?? otherwise
}
