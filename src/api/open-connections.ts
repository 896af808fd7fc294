import { ApiProblem } from './problem.ts'

/**
 * Connections that stay open, counted: all together, since each costs queries for as long as it lasts, and by caller,
 * so that one program that opens them and does not read leaves some for everybody else.
 */
export class OpenConnections {
  readonly #most: number
  readonly #mostACaller: number
  readonly #what: string
  readonly #byCaller = new Map<string, number>()
  #open = 0

  /** @param what they are for, in words. */
  constructor(most: number, mostACaller: number, what: string) {
    this.#most = most
    this.#mostACaller = mostACaller
    this.#what = what
  }

  get open(): number {
    return this.#open
  }

  /** Takes a place and returns what gives it back, once. Throws the problem `busy`. */
  take(caller: string): () => void {
    const own = this.#byCaller.get(caller) ?? 0
    if (own >= this.#mostACaller)
      throw busy(`This token has ${this.#mostACaller} ${this.#what} under way already.`)
    if (this.#open >= this.#most)
      throw busy(`${this.#most} ${this.#what} are under way in this process already.`)
    this.#open += 1
    this.#byCaller.set(caller, own + 1)
    let isTaken = true
    return () => {
      if (!isTaken) return
      isTaken = false
      this.#open -= 1
      const left = (this.#byCaller.get(caller) ?? 1) - 1
      if (left > 0) this.#byCaller.set(caller, left)
      else this.#byCaller.delete(caller)
    }
  }
}

const busy = (what: string) => new ApiProblem('busy', what, { headers: { 'Retry-After': '10' } })
