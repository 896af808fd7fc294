import { z } from 'zod'
import { id, ignored, text, time } from './mapping/fields.ts'
import { present } from './mapping/present.ts'
import { childListStream, listStream } from './paging/list-stream.ts'

const SETTINGS = 'platform.settings_read'
const PAGE_SIZE = 100

const number = z.number().nullish()

/** What a project may ask of each model. */
export const platformRateLimits = childListStream({
  name: 'platform.rate_limits',
  schema: z.looseObject({
    object: ignored,
    id,
    model: text,
    max_requests_per_1_minute: number,
    max_tokens_per_1_minute: number,
    max_images_per_1_minute: number,
    max_audio_megabytes_per_1_minute: number,
    max_requests_per_1_day: number,
    batch_1_day_max_input_tokens: number,
  }),
  pageSize: PAGE_SIZE,
  list: (upstream, projectId, query) => upstream.platform(SETTINGS).rateLimits(projectId, query),
  draft: (limit, projectId) => ({
    type: 'asset',
    kind: 'platform.rate_limit',
    externalId: `${projectId}/${limit.id}`,
    parentId: projectId,
    attributes: present(limit, [
      'model',
      'max_requests_per_1_minute',
      'max_tokens_per_1_minute',
      'max_images_per_1_minute',
      'max_audio_megabytes_per_1_minute',
      'max_requests_per_1_day',
      'batch_1_day_max_input_tokens',
    ]),
    sealed: {},
    people: {},
  }),
})

const certificate = z.looseObject({
  object: ignored,
  id,
  name: text,
  created_at: time,
  active: z.boolean().nullish(),
  certificate_details: z.looseObject({ valid_at: time, expires_at: time, content: ignored }).nullish(),
})

const certificateAttributes = (one: z.infer<typeof certificate>) => ({
  ...present(one, ['name', 'created_at', 'active']),
  ...present(one.certificate_details ?? {}, ['valid_at', 'expires_at']),
})

export const platformCertificates = listStream({
  name: 'platform.certificates',
  schema: certificate,
  pageSize: PAGE_SIZE,
  list: (upstream, query) => upstream.platform(SETTINGS).certificates(query),
  draft: (one) => ({
    type: 'asset',
    kind: 'platform.certificate',
    externalId: one.id,
    parentId: null,
    attributes: certificateAttributes(one),
    sealed: {},
    people: {},
  }),
})

/** A certificate may be active in one project and not in the next. */
export const platformProjectCertificates = childListStream({
  name: 'platform.project_certificates',
  schema: certificate,
  pageSize: PAGE_SIZE,
  list: (upstream, projectId, query) => upstream.platform(SETTINGS).projectCertificates(projectId, query),
  draft: (one, projectId) => ({
    type: 'asset',
    kind: 'platform.project_certificate',
    externalId: `${projectId}/${one.id}`,
    parentId: projectId,
    attributes: certificateAttributes(one),
    sealed: {},
    people: {},
  }),
})
