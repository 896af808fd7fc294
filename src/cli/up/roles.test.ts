import { expect, test } from 'vitest'
import { handedOn, unheeded } from './roles.ts'

const ENV = {
  PATH: '/bin',
  CASBAH_WEBHOOK_ALLOW_HOSTS: 'logs.internal',
  CASBAH_PUBLIC_URL: 'http://127.0.0.1:8787',
  CASBAH_API_READS_PER_MINUTE: '10',
  CASBAH_LOG_LEVEL: '',
  CASBAH_OIDC_ISSUER: 'https://login.example',
  CASBAH_MASTER_KEY: 'of somebody else',
  CASBAH_DATA: '/tmp/elsewhere',
  CASBAH_TOKEN_FILE: 'token',
}

test('API and workers are given what an operator may say, and never where they are or whose keys they have', () => {
  expect(handedOn(ENV)).toEqual({
    CASBAH_WEBHOOK_ALLOW_HOSTS: 'logs.internal',
    CASBAH_PUBLIC_URL: 'http://127.0.0.1:8787',
    CASBAH_API_READS_PER_MINUTE: '10',
  })
})

test('a setting that nobody goes by is named, and what the command line goes by is not', () => {
  expect(unheeded(ENV)).toEqual(['CASBAH_MASTER_KEY', 'CASBAH_OIDC_ISSUER'])
})
