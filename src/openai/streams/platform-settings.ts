import { z } from 'zod'
import type { JsonObject } from '../../model/core/json.ts'
import { flag, ignored, text, texts } from './mapping/fields.ts'
import { present } from './mapping/present.ts'
import { childListStream, listStream } from './paging/list-stream.ts'

/**
 * How long OpenAI keeps data, what may be spent, which models and hosted tools may be used. Upstream has a route for
 * each of these and no record that holds them together; here they are one asset of the organization, and one of each
 * project, so that a rule reads one row.
 */
const SETTINGS = 'platform.settings_read'

/** The organization's settings are one thing without an id. */
const ORGANIZATION = 'organization'

const number = z.number().nullish()
const enabled = z.looseObject({ enabled: flag }).nullish()

const common = {
  data_retention: z.looseObject({ object: ignored, type: text }).nullish(),
  spend_limit: z
    .looseObject({
      object: ignored,
      threshold_amount: number,
      currency: text,
      interval: text,
      enforcement: z.looseObject({ status: text }).nullish(),
    })
    .nullish(),
  spend_alerts: z
    .array(
      z.looseObject({
        object: ignored,
        id: text,
        threshold_amount: number,
        currency: text,
        interval: text,
        notification_channel: ignored,
      }),
    )
    .nullish(),
}

const organization = z.looseObject(common)

const project = z.looseObject({
  ...common,
  model_permissions: z.looseObject({ object: ignored, mode: text, model_ids: texts }).nullish(),
  hosted_tools: z
    .looseObject({
      object: ignored,
      file_search: enabled,
      web_search: enabled,
      image_generation: enabled,
      mcp: enabled,
      code_interpreter: enabled,
    })
    .nullish(),
})

/** Upstream's lists repeat a record now and then, and here no key of a table catches it. */
const onceEach = <A extends { readonly id?: string | null | undefined }>(alerts: readonly A[]): A[] => [
  ...new Map(alerts.map((alert) => [alert.id ?? alert, alert])).values(),
]

function commonAttributes(settings: z.infer<typeof organization>): JsonObject {
  const { data_retention, spend_limit, spend_alerts } = settings
  return {
    ...(data_retention ? { data_retention: present(data_retention, ['type']) } : {}),
    ...(spend_limit
      ? {
          spend_limit: {
            ...present(spend_limit, ['threshold_amount', 'currency', 'interval']),
            ...(spend_limit.enforcement ? { enforcement: present(spend_limit.enforcement, ['status']) } : {}),
          },
        }
      : {}),
    ...(spend_alerts
      ? {
          spend_alerts: onceEach(spend_alerts).map((alert) =>
            present(alert, ['id', 'threshold_amount', 'currency', 'interval']),
          ),
        }
      : {}),
  }
}

const TOOLS = ['file_search', 'web_search', 'image_generation', 'mcp', 'code_interpreter'] as const

function toolAttributes(tools: NonNullable<z.infer<typeof project>['hosted_tools']>): JsonObject {
  return Object.fromEntries(
    TOOLS.flatMap((name) => {
      const tool = tools[name]
      return tool ? [[name, present(tool, ['enabled'])]] : []
    }),
  )
}

export const platformOrganizationSettings = listStream({
  name: 'platform.organization_settings',
  schema: organization,
  list: (upstream) => upstream.platform(SETTINGS).organizationSettings(),
  draft: (settings) => ({
    type: 'asset',
    kind: 'platform.organization_settings',
    externalId: ORGANIZATION,
    parentId: null,
    attributes: commonAttributes(settings),
    sealed: {},
    people: {},
  }),
})

export const platformProjectSettings = childListStream({
  name: 'platform.project_settings',
  schema: project,
  list: (upstream, projectId) => upstream.platform(SETTINGS).projectSettings(projectId),
  draft: (settings, projectId) => ({
    type: 'asset',
    kind: 'platform.project_settings',
    externalId: `${projectId}/settings`,
    parentId: projectId,
    attributes: {
      ...commonAttributes(settings),
      ...(settings.model_permissions
        ? { model_permissions: present(settings.model_permissions, ['mode', 'model_ids']) }
        : {}),
      ...(settings.hosted_tools ? { hosted_tools: toolAttributes(settings.hosted_tools) } : {}),
    },
    sealed: {},
    people: {},
  }),
})
