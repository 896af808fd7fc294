/** A stretch of upstream's history that was deleted there before it was read: ISO instants. */
export interface Gap {
  readonly from: string
  readonly until: string
}
