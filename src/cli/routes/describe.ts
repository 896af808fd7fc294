import type { z } from 'zod'
import type { AssignmentRoutesSchema, RoutesPreviewSchema } from '../../api/schemas/assignment-route.ts'
import type { OwnedAssignee } from '../../model/core/assignment-routes.ts'
import type { Io } from '../io.ts'
import { harmless, renderTable } from '../render/table.ts'

export type RoutesView = z.infer<typeof AssignmentRoutesSchema>
type RouteView = NonNullable<RoutesView['routes']>[number]
export type PreviewView = z.infer<typeof RoutesPreviewSchema>

const OWNED_LABEL: Record<OwnedAssignee, string> = { owner: 'the owner', manager: 'the owner’s manager' }

/** `category API keys or DLP, severity high or above` */
export function describeMatch({ match }: Pick<RouteView, 'match'>): string {
  const { categories, rules, least_severity, departments, owners } = match
  const any = (what: string, values: readonly string[] | null): string[] =>
    values === null ? [] : [`${what} ${values.join(' or ')}`]
  const parts = [
    ...any('category', categories),
    ...any('rule', rules),
    ...(least_severity === null ? [] : [`severity ${least_severity} or above`]),
    ...any('department', departments),
    ...any('owner', owners),
  ]
  return parts.length === 0 ? 'every finding' : parts.join(', ')
}

export const describeAssignee = ({ assignee, assign_to }: RouteView): string =>
  assignee ?? (assign_to === null ? '' : OWNED_LABEL[assign_to])

export function sayPreview(io: Io, { routes, matched, unmatched }: PreviewView): void {
  const all = matched + unmatched
  io.out(`would assign ${matched} of ${all} open findings without an assignee; ${unmatched} stay without`)
  const columns = [
    { title: 'Route' },
    { title: 'Findings', align: 'right' as const },
    { title: 'For example' },
    { title: 'Goes to' },
  ]
  const rows = routes.flatMap(({ name, count, examples }) => {
    const [first, ...rest] = examples.map(({ rule_id, asset, assignee }) => [
      harmless(`${rule_id} ${asset.name ?? asset.external_id}`),
      harmless(assignee),
    ])
    return [[harmless(name), String(count), ...(first ?? ['', ''])], ...rest.map((row) => ['', '', ...row])]
  })
  if (rows.length > 0) io.out(renderTable(io, columns, rows))
}
