import { z } from 'zod'
import type { JsonObject } from '../../model/core/json.ts'
import type { Target } from '../sender.ts'
import type { ExternalTicket } from '../tickets/book.ts'
import { anything, baseOf, ofWhatIsThere, requestsTo } from '../tickets/requests.ts'
import type { Done, TicketSystem } from '../tickets/system.ts'
import { NO_TRANSITION, TicketFailure } from '../tickets/system.ts'
import { documentOf, summaryOf, wikiOf } from './text.ts'

/**
 * Jira: version 3 of its REST API on Cloud (https://developer.atlassian.com/cloud/jira/platform/rest/v3/), 2 on Data Center
 * (https://docs.atlassian.com/software/jira/docs/api/REST/latest/). What differs is how text is written and how issues are
 * searched: Cloud has `POST /search/jql` alone, which finds what was just made only after seconds or minutes
 * (https://developer.atlassian.com/cloud/jira/platform/search-and-reconcile/); so a claim holds longer than that.
 *
 * 404 is answered for what is not there and for what we may not see.
 */

const Created = z.object({
  id: z.string().regex(/^\d{1,20}$/),
  key: z.string().regex(/^[A-Z][A-Z0-9_]{0,254}-\d{1,12}$/),
})
/** By its key, or by one that it had before. */
const Project = z.object({
  id: z.string().regex(/^\d{1,20}$/),
  key: z.string().regex(/^[A-Z][A-Z0-9_]{0,254}$/),
})
const Found = z.object({
  issues: z.array(Created.extend({ fields: z.object({ labels: z.array(z.string()) }) })),
})
const Status = z.object({
  fields: z.object({
    status: z.object({ name: z.string(), statusCategory: z.object({ key: z.string() }).optional() }),
  }),
})
const Transitions = z.object({
  transitions: z.array(z.object({ id: z.string().regex(/^\d{1,20}$/), to: z.object({ name: z.string() }) })),
})

/** Of statuses in which nobody has anything to do, in each of its versions. */
const DONE_CATEGORY = 'done'

/** `{"errorMessages": [], "errors": {"customfield_10010": "Team is required."}}` */
const fieldsIn = (body: unknown): string[] => {
  const read = z.object({ errors: z.record(z.string(), z.unknown()) }).safeParse(body)
  return read.success ? Object.keys(read.data.errors) : []
}

export function jiraSystem(target: Target<'jira'>): TicketSystem {
  const { settings } = target
  const ask = requestsTo(target, fieldsIn)
  const isCloud = settings.deployment === 'cloud'
  const api = `/rest/api/${isCloud ? 3 : 2}`
  const write = isCloud ? documentOf : wikiOf
  const externalOf = ({ id, key }: z.output<typeof Created>): ExternalTicket => ({
    ...{ id, key },
    url: `${baseOf(target.url)}/browse/${key}`,
  })

  const comment = async ({ id }: ExternalTicket, lines: readonly string[]): Promise<Done> => {
    const body = { body: write(lines, null) }
    const said = await ask({ method: 'POST', path: `${api}/issue/${id}/comment`, body }, anything)
    return said === null ? 'gone' : 'done'
  }

  /** Null: it is not there any more. */
  const statusOf = async ({ id }: ExternalTicket) => {
    const read = await ask({ method: 'GET', path: `${api}/issue/${id}?fields=status` }, Status)
    return read?.fields.status ?? null
  }

  /** By name: the number of a transition differs from one workflow to the next. */
  const moveTo = async ({ id }: ExternalTicket, status: string): Promise<Done> => {
    const path = `${api}/issue/${id}/transitions`
    const there = await ask({ method: 'GET', path }, Transitions)
    if (there === null) return 'gone'
    const way = there.transitions.find(({ to }) => isSame(to.name, status))
    if (way === undefined) throw new TicketFailure({ kind: 'refused', code: NO_TRANSITION, latencyMs: 0 })
    const moved = await ask({ method: 'POST', path, body: { transition: { id: way.id } } }, anything)
    return moved === null ? 'gone' : 'done'
  }

  return {
    canReopen: settings.reopen_status !== null,
    async check() {
      await ofWhatIsThere(ask({ method: 'GET', path: `${api}/project/${settings.project}` }, Project))
    },
    async find(marker) {
      // Of this project alone: whoever reads a label there could else have their own issue of another taken for ours.
      const jql = `project = "${settings.project}" AND labels = "${marker}"`
      const body = { jql, fields: ['labels'], maxResults: 2 }
      const path = isCloud ? `${api}/search/jql` : `${api}/search`
      const { issues } = await ofWhatIsThere(ask({ method: 'POST', path, body }, Found))
      const found = issues.find(({ fields }) => fields.labels.includes(marker))
      return found === undefined ? null : externalOf(found)
    },
    async create(marker, { title, lines, link }) {
      const fields: JsonObject = {
        ...(settings.fields as JsonObject),
        project: { key: settings.project },
        issuetype: { name: settings.issue_type },
        summary: summaryOf(title),
        description: write(lines, link),
        labels: ['casbah', marker],
      }
      const made = ask({ method: 'POST', path: `${api}/issue`, body: { fields } }, Created)
      return externalOf(await ofWhatIsThere(made))
    },
    comment,
    async close(ticket, lines) {
      const status = await statusOf(ticket)
      if (status === null) return 'gone'
      // Somebody was faster.
      if (isDone(status) || isSame(status.name, settings.close_status)) return 'done'
      const moved = await moveTo(ticket, settings.close_status)
      return moved === 'gone' ? moved : comment(ticket, lines)
    },
    async reopen(ticket, lines) {
      const status = await statusOf(ticket)
      if (status === null) return 'gone'
      if (isDone(status) || isSame(status.name, settings.close_status)) {
        const moved = await moveTo(ticket, settings.reopen_status ?? '')
        if (moved === 'gone') return moved
      }
      return comment(ticket, lines)
    },
  }
}

const isDone = ({ statusCategory }: z.output<typeof Status>['fields']['status']): boolean =>
  statusCategory?.key === DONE_CATEGORY

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()
