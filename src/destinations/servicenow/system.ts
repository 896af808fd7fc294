import { z } from 'zod'
import type { JsonObject } from '../../model/core/json.ts'
import type { Target } from '../sender.ts'
import type { ExternalTicket } from '../tickets/book.ts'
import { baseOf, ofWhatIsThere, requestsTo } from '../tickets/requests.ts'
import type { Done, TicketSystem } from '../tickets/system.ts'
import { plainOf, titleOf } from './text.ts'

/**
 * ServiceNow: records of a table that extends task, by the Table API
 * (https://www.servicenow.com/docs/r/api-reference/rest-apis/c_TableAPI.html). A record keeps our marker as `correlation_id`, by which
 * other systems find their own. A query with a field that the table lacks is read without that part, and answers any
 * record at all (`glide.invalid_query.returns_no_rows` is false by default): so what is found is looked at again.
 */

const Recorded = z.object({
  sys_id: z.string().regex(/^[0-9a-f]{32}$/),
  number: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/),
})
/** Some of its records, if it has any. */
const Table = z.object({ result: z.array(Recorded.pick({ sys_id: true })) })
const Created = z.object({ result: Recorded })
const Found = z.object({ result: z.array(Recorded.extend({ correlation_id: z.string().optional() })) })
const Updated = z.object({ result: z.unknown() })

const SHOWN = 'sysparm_exclude_reference_link=true&sysparm_fields=sys_id,number,correlation_id'

/** Its refusals name no fields but in sentences, which may quote. */
const fieldsIn = (): string[] => []

export function serviceNowSystem(target: Target<'servicenow'>): TicketSystem {
  const { settings } = target
  const ask = requestsTo(target, fieldsIn)
  const table = `/api/now/table/${settings.table}`
  const externalOf = ({ sys_id: id, number: key }: z.output<typeof Recorded>): ExternalTicket => ({
    ...{ id, key },
    url: `${baseOf(target.url)}/nav_to.do?uri=${encodeURIComponent(`${settings.table}.do?sys_id=${id}`)}`,
  })
  const change = async ({ id }: ExternalTicket, body: JsonObject): Promise<Done> => {
    const path = `${table}/${id}?${SHOWN}`
    const changed = await ask({ method: 'PATCH', path, body }, Updated)
    return changed === null ? 'gone' : 'done'
  }
  return {
    canReopen: settings.reopen_state !== null,
    async check() {
      await ofWhatIsThere(ask({ method: 'GET', path: `${table}?sysparm_limit=1&${SHOWN}` }, Table))
    },
    async find(marker) {
      const query = `${table}?sysparm_query=correlation_id%3D${marker}&sysparm_limit=2&${SHOWN}`
      const { result } = await ofWhatIsThere(ask({ method: 'GET', path: query }, Found))
      const found = result.find(({ correlation_id }) => correlation_id === marker)
      return found === undefined ? null : externalOf(found)
    },
    async create(marker, { title, lines, link }) {
      const body: JsonObject = {
        ...(settings.fields as JsonObject),
        short_description: titleOf(title),
        description: plainOf(lines, link),
        correlation_id: marker,
        correlation_display: 'Casbah',
      }
      const { result } = await ofWhatIsThere(
        ask({ method: 'POST', path: `${table}?${SHOWN}`, body }, Created),
      )
      return externalOf(result)
    },
    comment: (ticket, lines) => change(ticket, { work_notes: plainOf(lines, null) }),
    // Its state, code and notes at once: an incident is not resolved without the two.
    close: (ticket, lines) =>
      change(ticket, {
        state: settings.close_state,
        ...(settings.close_code !== null && { close_code: settings.close_code }),
        close_notes: plainOf(lines, null),
      }),
    reopen: (ticket, lines) =>
      change(ticket, { state: settings.reopen_state, work_notes: plainOf(lines, null) }),
  }
}
