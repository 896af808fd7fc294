import { z } from 'zod'
import { id, ignored, listed, text, time } from './mapping/fields.ts'
import { peopleOf, personOf } from './mapping/people.ts'
import { present } from './mapping/present.ts'
import { listStream } from './paging/list-stream.ts'

const schema = z.looseObject({
  object: ignored,
  id,
  email: text,
  role: text,
  status: text,
  created_at: time,
  /** What the specifications of 2025 call `created_at`; still seen. */
  invited_at: time,
  expires_at: time,
  accepted_at: time,
  projects: listed(z.looseObject({ id: text, role: text })),
})

export const platformInvites = listStream({
  name: 'platform.invites',
  schema,
  pageSize: 100,
  list: (upstream, query) => upstream.platform('platform.organization_read').invites(query),
  one: (upstream, id) => upstream.platform('platform.organization_read').invite(id),
  draft: (invite) => {
    const projects = invite.projects
    const sent = { created_at: invite.created_at ?? invite.invited_at }
    return {
      type: 'asset',
      kind: 'platform.invite',
      externalId: invite.id,
      parentId: null,
      attributes: {
        ...present(invite, ['role', 'status', 'expires_at', 'accepted_at']),
        ...present(sent, ['created_at']),
        ...(projects === null
          ? {}
          : { projects: projects.map((project) => present(project, ['id', 'role'])) }),
      },
      sealed: {},
      people: peopleOf({ invitee: personOf({ email: invite.email }) }),
    }
  },
})
