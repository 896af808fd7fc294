import { isPlantedKey } from './key-lives.ts'
import { projectKey, projectKeyCount } from './keys.ts'
import { platformProject } from './platform-projects.ts'
import { hashOf, saltOf } from './prng.ts'
import type { Tenant } from './tenant.ts'
import { MICROS_PER_DAY, MICROS_PER_SECOND } from './time.ts'

// What keys did, by day: a key that is alive and not yet out of use is used on most days. Figures agree with the keys'
// own `last_used_at`, so a key that was never used has none here either.

const SALT = saltOf('platform-usage')
const SECONDS_A_DAY = MICROS_PER_DAY / MICROS_PER_SECOND

/** Seconds after a day's end until its figures stop growing. */
const GROWS_FOR = 4 * 3_600

interface Kind {
  /** Upstream's irregular names. */
  readonly object: string
  readonly models: readonly string[]
  readonly figures: readonly string[]
  readonly dimensions: readonly string[]
  /** Of so many keys one uses it. */
  readonly oneKeyIn: number
}

const BY_KEY = ['project_id', 'user_id', 'api_key_id', 'model']
const REQUESTS = 'num_model_requests'
const CHAT_MODELS = ['gpt-5-5', 'gpt-5-mini']

export const USAGE_KINDS: Readonly<Record<string, Kind>> = {
  completions: {
    object: 'organization.usage.completions.result',
    models: CHAT_MODELS,
    figures: ['input_tokens', 'input_cached_tokens', 'output_tokens', REQUESTS],
    dimensions: [...BY_KEY, 'batch', 'service_tier'],
    oneKeyIn: 1,
  },
  embeddings: {
    object: 'organization.usage.embeddings.result',
    models: ['text-embedding-3-large'],
    figures: ['input_tokens', REQUESTS],
    dimensions: BY_KEY,
    oneKeyIn: 3,
  },
  moderations: {
    object: 'organization.usage.moderations.result',
    models: ['omni-moderation-latest'],
    figures: ['input_tokens', REQUESTS],
    dimensions: BY_KEY,
    oneKeyIn: 4,
  },
  images: {
    object: 'organization.usage.images.result',
    models: ['gpt-image-2'],
    figures: ['images', REQUESTS],
    dimensions: [...BY_KEY, 'size', 'source'],
    oneKeyIn: 5,
  },
  audio_speeches: {
    object: 'organization.usage.audio_speeches.result',
    models: ['gpt-audio'],
    figures: ['characters', REQUESTS],
    dimensions: BY_KEY,
    oneKeyIn: 7,
  },
  audio_transcriptions: {
    object: 'organization.usage.audio_transcriptions.result',
    models: ['gpt-transcribe'],
    figures: ['seconds', REQUESTS],
    dimensions: BY_KEY,
    oneKeyIn: 7,
  },
  web_search_calls: {
    object: 'organization.usage.web_searches.result',
    models: CHAT_MODELS,
    figures: ['num_requests', REQUESTS],
    dimensions: [...BY_KEY, 'context_level'],
    oneKeyIn: 4,
  },
  file_search_calls: {
    object: 'organization.usage.file_searches.result',
    models: [''],
    figures: ['num_requests'],
    dimensions: ['project_id', 'user_id', 'api_key_id', 'vector_store_id'],
    oneKeyIn: 4,
  },
  vector_stores: {
    object: 'organization.usage.vector_stores.result',
    models: [''],
    figures: ['usage_bytes'],
    dimensions: ['project_id'],
    oneKeyIn: 2,
  },
  code_interpreter_sessions: {
    object: 'organization.usage.code_interpreter_sessions.result',
    models: [''],
    figures: ['num_sessions'],
    dimensions: ['project_id'],
    oneKeyIn: 3,
  },
}

/** In cents a million tokens. */
const PRICES = { input_tokens: 125, output_tokens: 1_000 } as const

export type Row = Readonly<Record<string, unknown>>

/** What happened on a day (unix seconds of its beginning) as far as it can be seen at `now`, a row a key and model. */
export function usageRows(tenant: Tenant, endpoint: string, day: number, now: number): Row[] {
  const kind = USAGE_KINDS[endpoint]
  if (kind === undefined || day > now) return []
  const grown = now < day + SECONDS_A_DAY + GROWS_FOR ? 2 : 1
  const rows: Row[] = []
  for (let p = 0; p < tenant.projects; p++) {
    for (let k = 0; k < projectKeyCount(tenant, p); k++) {
      const key = projectKey(tenant, p, k)
      if (!isUsedOn(key, day) || (p + k) % kind.oneKeyIn !== 0) continue
      const woke = isPlantedKey(tenant, 'nhi.woke_up', p, k)
      // Silent until the day of its one use, and then it shows.
      if (woke && (key.last_used_at ?? 0) >= day + SECONDS_A_DAY) continue
      for (const [m, model] of kind.models.entries()) {
        const dice = hashOf(tenant.seed, SALT + m, p * 256 + k, day / SECONDS_A_DAY)
        // Idle on some days, with some models.
        if (dice % 4 === 0 && !woke) continue
        rows.push({
          project_id: platformProject(tenant, p).id,
          user_id: userOf(key.owner),
          api_key_id: key.id,
          model,
          ...figuresOf(kind, dice, grown),
        })
      }
    }
  }
  return rows
}

const isUsedOn = (
  key: { readonly created_at: number; readonly last_used_at: number | null },
  day: number,
): boolean => key.last_used_at !== null && key.created_at < day + SECONDS_A_DAY && key.last_used_at >= day

function userOf(owner: Readonly<Record<string, unknown>>): string | null {
  const user = owner.user as { readonly id: string } | undefined
  return user?.id ?? null
}

const figuresOf = ({ figures }: Kind, dice: number, grown: number): Row =>
  Object.fromEntries(
    figures.map((name, n) => [name, Math.floor((1 + ((dice >>> n) % 50_000)) / grown / (n + 1)) + 1]),
  )

/** The day's bill, a row a key and line. */
export function costRows(tenant: Tenant, day: number, now: number): Row[] {
  return usageRows(tenant, 'completions', day, now).flatMap((row) =>
    Object.entries(PRICES).map(([name, cents]) => {
      const tokens = Number(row[name])
      const line = name === 'input_tokens' ? 'input' : 'output'
      return {
        project_id: row.project_id,
        api_key_id: row.api_key_id,
        line_item: `${String(row.model)}, ${line}`,
        // Whole billionths of a dollar until the last step, so that no sum depends on its order.
        billionths: tokens * cents * 10,
        quantity: tokens,
      }
    }),
  )
}
