import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/**
 * AWS Signature Version 4 as a store judges it: from a request as it came over the wire, and the secret of whom it claims to be
 * from. Written from AWS's description, with none of the code that signs.
 */

export interface WireRequest {
  readonly method: string
  /** Path and query, as they came. */
  readonly target: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex')
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest()

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/

/** What is wrong with it; null where it was signed with that secret, and nothing of it was changed since. */
export function signatureProblem(
  request: WireRequest,
  secretOf: (accessKeyId: string) => string | undefined,
): string | null {
  const { method, target, headers, body } = request
  const [, id = '', day = '', region = '', service = '', names = '', given = ''] =
    AUTHORIZATION.exec(String(headers.authorization ?? '')) ?? []
  const secret = secretOf(id)
  if (secret === undefined) return 'InvalidAccessKeyId'
  const contentHash = String(headers['x-amz-content-sha256'] ?? '')
  if (sha256(body) !== contentHash) return 'XAmzContentSHA256Mismatch'
  const signed = names.split(';')
  const isAllSigned = Object.keys(headers)
    .filter((name) => name === 'host' || name.startsWith('x-amz-'))
    .every((name) => signed.includes(name))
  if (!isAllSigned) return 'HeadersNotSigned'
  const url = new URL(target, 'http://any')
  const query = [...url.searchParams].map(([name, value]) => `${encoded(name)}=${encoded(value)}`).sort()
  const canonical = [
    method,
    url.pathname.split('/').map(decodeURIComponent).map(encoded).join('/'),
    query.join('&'),
    ...signed.map((name) => `${name}:${String(headers[name]).trim().replaceAll(/ +/g, ' ')}`),
    '',
    names,
    contentHash,
  ].join('\n')
  const scope = `${day}/${region}/${service}/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', String(headers['x-amz-date']), scope, sha256(canonical)].join('\n')
  const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(hmac, `AWS4${secret}`)
  const wanted = hmac(key, toSign)
  return timingSafeEqual(wanted, Buffer.from(given, 'hex')) ? null : 'SignatureDoesNotMatch'
}

const encoded = (text: string): string =>
  encodeURIComponent(text).replaceAll(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`)
