import type { Route } from './message.ts'

// Matches a path to a route template. A template with fewer placeholders wins, so that a fixed word is never taken
// for an id.

interface Compiled {
  readonly route: Route
  readonly pattern: RegExp
  readonly names: readonly string[]
}

export type Match =
  | { readonly kind: 'route'; readonly route: Route; readonly params: Readonly<Record<string, string>> }
  | { readonly kind: 'wrong method' }
  | { readonly kind: 'nothing' }

function compile(route: Route): Compiled {
  const names = [...route.template.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string)
  const pattern = new RegExp(`^${route.template.replace(/\{\w+\}/g, '([^/]+)')}$`)
  return { route, pattern, names }
}

export class Router {
  readonly #compiled: readonly Compiled[]

  constructor(routes: readonly Route[]) {
    this.#compiled = routes.map(compile).sort((a, b) => a.names.length - b.names.length)
  }

  match(method: string, path: string): Match {
    let wrongMethod = false
    for (const { route, pattern, names } of this.#compiled) {
      const found = pattern.exec(path)
      if (!found) continue
      if (route.method !== method) {
        wrongMethod = true
        continue
      }
      const params = Object.fromEntries(names.map((name, i) => [name, safeDecode(found[i + 1] ?? '')]))
      return { kind: 'route', route, params }
    }
    return wrongMethod ? { kind: 'wrong method' } : { kind: 'nothing' }
  }
}

/** A badly encoded path part stays as it is: it then names nothing that exists. */
function safeDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
