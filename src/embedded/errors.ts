/** Exit code of the process when a service for one machine cannot be had. */
export const EXIT_SERVICE_UNAVAILABLE = 3

/** A service that Casbah would run itself cannot be had here; the message says why and what to do next. */
export class EmbeddedServiceError extends Error {
  override readonly name: string = 'EmbeddedServiceError'
  readonly exitCode: number = EXIT_SERVICE_UNAVAILABLE
}

export class PortTaken extends EmbeddedServiceError {
  override readonly name = 'PortTaken'
}

export class FolderInUse extends EmbeddedServiceError {
  override readonly name = 'FolderInUse'
}

export class TemporalNotFound extends EmbeddedServiceError {
  override readonly name = 'TemporalNotFound'
}

export const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
