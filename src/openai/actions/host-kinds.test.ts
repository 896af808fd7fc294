import { expect, test } from 'vitest'
import { hostKinds } from './host-kinds.ts'

const kindsOf = (url: string) => hostKinds(new URL(url).hostname)

test.each([
  ['https://api.example.com', []],
  ['https://ngrok.com', []],
  ['https://notngrok.io', []],
  ['https://203.0.113.7', ['ip_literal']],
  ['https://10.1.2.3', ['ip_literal', 'private_host']],
  ['https://172.31.0.1', ['ip_literal', 'private_host']],
  ['https://172.32.0.1', ['ip_literal']],
  ['https://169.254.169.254', ['ip_literal', 'private_host']],
  ['https://2130706433', ['ip_literal', 'private_host']],
  ['https://0x7f.1', ['ip_literal', 'private_host']],
  ['https://[::1]', ['ip_literal', 'private_host']],
  ['https://[fd00::1]', ['ip_literal', 'private_host']],
  ['https://[fe80::1]', ['ip_literal', 'private_host']],
  ['https://[::ffff:10.0.0.1]', ['ip_literal', 'private_host']],
  ['https://[2001:db8::1]', ['ip_literal']],
  ['https://10.0.0.1.nip.io', ['ip_literal']],
  ['https://localhost', ['private_host']],
  ['https://localhost.', ['private_host']],
  ['https://printer.local', ['private_host']],
  ['https://metadata.google.internal', ['private_host']],
  ['https://jenkins', ['private_host']],
  ['https://{host}', []],
  ['https://ab12.ngrok-free.app', ['tunnel']],
  ['https://ab12.eu.ngrok.io', ['tunnel']],
  ['https://x-8080.euw.devtunnels.ms', ['tunnel']],
  ['https://{name}.trycloudflare.com', ['tunnel']],
  ['https://mine.vercel.app', ['free_hosting']],
  ['https://mine.azurewebsites.net', []],
] as const)('%s: %j', (url, kinds) => {
  expect(kindsOf(url)).toEqual(kinds)
})

test('no host has no kinds', () => {
  expect(hostKinds('')).toEqual([])
})
