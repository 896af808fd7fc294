import { z } from '@hono/zod-openapi'
import type { StoredRoutes } from '../../db/assignment-routes/assignment-routes.ts'
import type { RouteExample, TriedRoutes } from '../../evaluation/assignment/try-routes.ts'
import { ASSET_KINDS } from '../../model/core/assets.ts'
import type { AssignmentRoute, RouteAssignee } from '../../model/core/assignment-routes.ts'
import { OWNED_ASSIGNEES } from '../../model/core/assignment-routes.ts'
import { folded } from '../../model/core/finding-match.ts'
import { SEVERITIES } from '../../model/core/severity.ts'
import { LONGEST_ASSIGNEE } from '../finding-filters.ts'
import { ActorSchema, actorView, anyRuleId, IdempotencyHeader, instant, orNull, plainText } from './common.ts'
import { matchAfter, matchFields, matchView, shownMatch } from './finding-match.ts'

/** To whom findings go that nobody was given, and what a list of routes would do. */

const ROUTES_AT_MOST = 100
const LONGEST_NAME = 80
const LONGEST_DIGEST = 100

const assignee = plainText(LONGEST_ASSIGNEE)
  .nullish()
  .openapi({ description: 'An e-mail address or the name of a team, the same for every finding.' })
const assignTo = z.enum(OWNED_ASSIGNEES).nullish().openapi({
  description:
    'Instead of assignee: the finding’s owner, or, where the directory says that they have left, their manager; or their manager.',
})

const RouteInput = z
  .strictObject({
    name: plainText(LONGEST_NAME).openapi({ description: 'Histories name the route by it.' }),
    match: z.strictObject(matchFields).default({}).openapi({
      description: 'All that is named must hold, any of several values. Without any, every finding matches.',
    }),
    assignee,
    assign_to: assignTo,
  })
  .refine(
    // As it is answered: the other is null.
    (route) => (typeof route.assignee === 'string') !== (typeof route.assign_to === 'string'),
    'give either assignee or assign_to',
  )
  .openapi('AssignmentRouteInput')

const routes = z
  .array(RouteInput)
  .max(ROUTES_AT_MOST)
  .superRefine((given, context) => {
    const seen = new Set<string>()
    for (const [at, { name }] of given.entries()) {
      if (seen.has(folded(name))) {
        context.addIssue({ code: 'custom', path: [at, 'name'], message: 'another route has this name' })
      }
      seen.add(folded(name))
    }
  })
  .openapi({ description: 'In their order: the first that matches and can name somebody assigns.' })

export const PutAssignmentRoutes = z
  .strictObject({
    routes,
    apply_to_open: z.boolean().default(false).openapi({
      description: 'Also to findings that stand and have no assignee, 10,000 at most; all of them or none.',
    }),
    expected_digest: z.string().max(LONGEST_DIGEST).optional().openapi({
      description:
        'The digest of the preview, with apply_to_open: where anything of it has changed, nothing is saved (409).',
    }),
  })
  .refine((put) => put.apply_to_open || put.expected_digest === undefined, {
    path: ['expected_digest'],
    message: 'belongs to apply_to_open',
  })
  .openapi('PutAssignmentRoutes')

export const PreviewAssignmentRoutes = z.strictObject({ routes }).openapi('PreviewAssignmentRoutes')

export const RoutesIfMatch = IdempotencyHeader.extend({
  'if-match': z.string().optional().openapi({
    description: 'The ETag of GET. Where somebody has saved another list since, it stays (412).',
  }),
})

const RouteSchema = z
  .object({
    name: z.string(),
    match: z.object(shownMatch),
    assignee: z.string().nullable(),
    assign_to: orNull(z.enum(OWNED_ASSIGNEES)),
  })
  .openapi('AssignmentRoute', { description: 'One of assignee and assign_to is null.' })

export const AssignmentRoutesSchema = z
  .object({
    routes: z
      .array(RouteSchema)
      .optional()
      .openapi({ description: 'Left out where a repeated request is answered: GET has them.' }),
    updated_at: instant.nullable().openapi({ description: 'Null: nobody has saved any.' }),
    updated_by: orNull(ActorSchema),
  })
  .openapi('AssignmentRoutes')

export const SavedRoutesSchema = AssignmentRoutesSchema.extend({
  assigned: z
    .int()
    .nullable()
    .openapi({ description: 'Findings that were given to somebody; null without apply_to_open.' }),
}).openapi('SavedAssignmentRoutes')

const ExampleSchema = z.object({
  finding_id: z.uuid(),
  rule_id: anyRuleId,
  effective_severity: z.enum(SEVERITIES),
  asset: z.object({
    kind: z.enum(ASSET_KINDS),
    external_id: z.string(),
    name: z.string().nullable(),
  }),
  assignee: z.string(),
})

export const RoutesPreviewSchema = z
  .object({
    routes: z.array(
      z.object({
        name: z.string(),
        count: z.int(),
        examples: z.array(ExampleSchema).openapi({ description: 'The oldest, 5 at most.' }),
      }),
    ),
    matched: z.int(),
    unmatched: z.int().openapi({ description: 'Findings that stay without an assignee.' }),
    digest: z.string().openapi({ description: 'For expected_digest: of which finding goes to whom.' }),
  })
  .openapi('AssignmentRoutesPreview')

type RouteGiven = z.output<typeof RouteInput>

export const routesOf = (given: readonly RouteGiven[]): AssignmentRoute[] =>
  given.map((route) => ({
    name: route.name,
    match: matchAfter({}, route.match),
    assignTo: assigneeOf(route),
  }))

function assigneeOf({ assignee: named, assign_to: to }: RouteGiven): RouteAssignee {
  if (typeof named === 'string') return { to: 'named', assignee: named }
  if (typeof to === 'string') return { to }
  throw new Error('a route without an assignee passed its schema')
}

export const routesView = ({
  routes: stored,
  updatedAt,
  updatedBy,
}: StoredRoutes): z.infer<typeof AssignmentRoutesSchema> => ({
  routes: stored.map(({ name, match, assignTo: to }) => ({
    name,
    match: matchView(match),
    assignee: to.to === 'named' ? to.assignee : null,
    assign_to: to.to === 'named' ? null : to.to,
  })),
  updated_at: updatedAt,
  updated_by: updatedBy && actorView(updatedBy),
})

export const previewView = (
  given: readonly AssignmentRoute[],
  tried: TriedRoutes,
): z.infer<typeof RoutesPreviewSchema> => ({
  routes: given.map(({ name }, at) => {
    const { count = 0, examples = [] } = tried.routes[at] ?? {}
    return { name, count, examples: examples.map(exampleView) }
  }),
  matched: tried.matched,
  unmatched: tried.unmatched,
  digest: tried.digest,
})

function exampleView({ finding, assignee: to }: RouteExample): z.infer<typeof ExampleSchema> {
  const { name } = finding.evidence
  return {
    finding_id: finding.id,
    rule_id: finding.ruleId,
    effective_severity: finding.severity,
    asset: {
      kind: finding.assetKind,
      external_id: finding.assetExternalId,
      name: typeof name === 'string' ? name : null,
    },
    assignee: to,
  }
}
