import { isObject, own } from './json-objects.ts'
import { SECURITY_REQUIREMENTS, SECURITY_SCHEMES } from './limits.ts'
import type { Operation } from './operations.ts'
import type { Walk } from './walk.ts'

/** How a call proves who makes it. `none`: the document says that it need not. */
export type AuthKind =
  | 'none'
  | 'api_key_header'
  | 'api_key_query'
  | 'api_key_cookie'
  | 'http_basic'
  | 'http_bearer'
  | 'oauth2'
  | 'openid_connect'
  | 'mutual_tls'
  | 'other'

export interface Security {
  readonly isKeyInQuery: boolean
  /** Sorted; empty where the document says nothing. */
  kindsOf(operation: Operation): readonly AuthKind[]
}

export function securityOf(walk: Walk): Security {
  const kinds = schemeKinds(walk)
  const requirements = (list: unknown): readonly AuthKind[] => {
    if (!Array.isArray(list)) return []
    if (list.length === 0) return ['none']
    const found = list
      .slice(0, SECURITY_REQUIREMENTS)
      .filter(isObject)
      .flatMap((one): readonly AuthKind[] => {
        const names = walk.keysOf(one).slice(0, SECURITY_REQUIREMENTS)
        return names.length === 0 ? ['none'] : names.map((name) => kinds.get(name) ?? 'other')
      })
    return [...new Set(found)].sort()
  }
  // Nearly all operations say what the document says, or nothing.
  const ofDocument = requirements(own(walk.document, 'security'))
  return {
    isKeyInQuery: [...kinds.values()].includes('api_key_query'),
    kindsOf: ({ definition }) => {
      const given = own(definition, 'security')
      return given === undefined ? ofDocument : requirements(given)
    },
  }
}

function schemeKinds(walk: Walk): ReadonlyMap<string, AuthKind> {
  const components = walk.resolve(own(walk.document, 'components'))
  const schemes = [
    components === null ? null : own(components, 'securitySchemes'),
    own(walk.document, 'securityDefinitions'),
  ].filter(isObject)
  const kinds = new Map<string, AuthKind>()
  for (const holder of schemes) {
    const names = walk.keysOf(holder)
    if (names.length > SECURITY_SCHEMES) walk.cut()
    for (const name of names.slice(0, SECURITY_SCHEMES)) kinds.set(name, kindOf(walk, holder[name]))
  }
  return kinds
}

const WORDS: Readonly<Record<string, AuthKind>> = {
  oauth2: 'oauth2',
  openIdConnect: 'openid_connect',
  mutualTLS: 'mutual_tls',
  // Swagger's.
  basic: 'http_basic',
}

function kindOf(walk: Walk, written: unknown): AuthKind {
  const scheme = walk.resolve(written)
  if (scheme === null) return 'other'
  const type = own(scheme, 'type')
  if (type === 'apiKey') return keyKind(own(scheme, 'in'))
  if (type === 'http') return httpKind(own(scheme, 'scheme'))
  return typeof type === 'string' && Object.hasOwn(WORDS, type) ? (WORDS[type] ?? 'other') : 'other'
}

function keyKind(place: unknown): AuthKind {
  if (place === 'query') return 'api_key_query'
  return place === 'cookie' ? 'api_key_cookie' : 'api_key_header'
}

function httpKind(scheme: unknown): AuthKind {
  const word = typeof scheme === 'string' ? scheme.toLowerCase() : ''
  if (word === 'basic') return 'http_basic'
  return word === 'bearer' ? 'http_bearer' : 'other'
}
