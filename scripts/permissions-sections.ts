import type { Need } from '../src/api/permissions.ts'
import { PERMISSIONS, scopesOf } from '../src/api/permissions.ts'
import { API_SCOPES, ROLES, SCOPES_OF_ROLE } from '../src/model/core/access.ts'
import { code, table } from './markdown.ts'

/** The parts of docs/reference/permissions.md that are made from the matrix. */
export function permissionsSections(): Readonly<Record<string, string>> {
  return { roles: roles(), routes: routes() }
}

function roles(): string {
  const rows = API_SCOPES.map((scope) => [
    code(scope),
    ...ROLES.map((role) => (SCOPES_OF_ROLE[role].includes(scope) ? 'yes' : '')),
    String(Object.values(PERMISSIONS).filter((need) => scopesOf(need).includes(scope)).length),
  ])
  return table(['scope', ...ROLES, 'routes'], rows)
}

function routes(): string {
  const rows = Object.entries(PERMISSIONS)
    .map(([route, need]) => [route.replaceAll(/:(\w+)/g, '{$1}'), need] as const)
    .sort(([, a], [, b]) => orderOf(a) - orderOf(b))
    .map(([route, need]) => [
      code(route),
      need === 'any' ? 'any token or person' : scopesOf(need).map(code).join(' '),
    ])
  return table(['route', 'scope'], rows)
}

const orderOf = (need: Need): number => {
  const [first] = scopesOf(need)
  return first === undefined ? -1 : API_SCOPES.indexOf(first)
}
