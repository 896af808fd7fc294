import { createHash } from 'node:crypto'
import { isIP } from 'node:net'
import { AwsV4Signer } from 'aws4fetch'
import type { SettingsOf } from '../../model/schema/destination-kinds.ts'
import type { S3Keys } from '../../model/schema/s3-target.ts'
import type { StoredObject } from './objects.ts'

export interface SignedPut {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

export interface PutInput {
  readonly endpoint: string
  readonly settings: SettingsOf<'s3'>
  readonly keys: S3Keys
  readonly object: StoredObject
  readonly at: Date
}

/** The request that stores one object: what is signed covers its body, and its MD5, without which a bucket under Object Lock takes nothing. */
export async function signedPut({ endpoint, settings, keys, object, at }: PutInput): Promise<SignedPut> {
  const signer = new AwsV4Signer({
    ...keys,
    ...{ method: 'PUT', service: 's3', region: settings.region },
    url: objectUrl(endpoint, settings, object.key),
    headers: {
      'content-type': object.contentType,
      'content-md5': createHash('md5').update(object.body).digest('base64'),
      'x-amz-content-sha256': createHash('sha256').update(object.body).digest('hex'),
      ...encryption(settings),
    },
    datetime: at.toISOString().replaceAll(/[:-]|\.\d{3}/g, ''),
  })
  const { url, headers } = await signer.sign()
  return { url: url.href, headers: Object.fromEntries(headers) }
}

/** A host that is an address has no names below it. */
export function objectUrl(
  endpoint: string,
  { bucket, path_style: isPathStyle }: Pick<SettingsOf<'s3'>, 'bucket' | 'path_style'>,
  key: string,
): string {
  const url = new URL(endpoint)
  const isInPath = isPathStyle || isIP(url.hostname.replaceAll(/[[\]]/g, '')) !== 0
  if (!isInPath) url.hostname = `${bucket}.${url.hostname}`
  url.pathname = isInPath ? `/${bucket}/${key}` : `/${key}`
  return url.href
}

const encryption = ({ encryption: how, kms_key: key }: SettingsOf<'s3'>): Record<string, string> => ({
  ...(how !== null && { 'x-amz-server-side-encryption': how }),
  ...(how === 'aws:kms' && key !== null && { 'x-amz-server-side-encryption-aws-kms-key-id': key }),
})
