import { webhookUrlProblem } from './webhook-url.ts'

/** Where an object store is: its endpoint alone, since bucket and prefix are settings. */
export function s3UrlProblem(text: string, allowed: ReadonlySet<string>): string | null {
  const problem = webhookUrlProblem(text, allowed)
  if (problem !== null) return problem
  const { pathname, search } = new URL(text)
  return pathname === '/' && search === ''
    ? null
    : 'must be the endpoint alone, like https://s3.eu-central-1.amazonaws.com: bucket and prefix are settings'
}

export interface S3Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
}

/** `<access key id>:<secret access key>`: neither holds a colon. Null where it is no such pair. */
export function s3Keys(token: string): S3Keys | null {
  const [, accessKeyId, secretAccessKey] = /^([^:]+):([^:]+)$/.exec(token) ?? []
  return accessKeyId === undefined || secretAccessKey === undefined ? null : { accessKeyId, secretAccessKey }
}

export const s3TokenProblem = (token: string): string | null =>
  s3Keys(token) === null ? 'must be like ACCESS_KEY_ID:SECRET_ACCESS_KEY' : null
