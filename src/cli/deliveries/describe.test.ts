import { expect, test } from 'vitest'
import type { DestinationView } from '../destinations/find.ts'
import { destinationWords, STATE_WORDS, stateOfWord, stateWord } from './describe.ts'

const one = (id: string, kind: string, url: string) => ({ id, kind, url }) as DestinationView

test('where a delivery goes is told by kind and place, and by its id where others read alike', () => {
  const all = [
    one('019a5c7e-0000-7000-8000-0000000000a1', 'slack', 'https://hooks.slack.com/…k3yZ'),
    one('019a5c7e-0000-7000-8000-0000000000a2', 'email', 'smtp://mail.example.com:587'),
    one('019a5c7e-0000-7000-8000-0000000000a3', 'email', 'smtp://mail.example.com:587'),
    one('019a5c7e-0000-7000-8000-0000000000a4', 'splunk_hec', 'https://mail.example.com:587'),
  ]
  expect([...destinationWords(all).values()]).toEqual([
    'slack hooks.slack.com/…k3yZ',
    'email mail.example.com:587 …0000a2',
    'email mail.example.com:587 …0000a3',
    'splunk-hec mail.example.com:587',
  ])
})

test('what failed and is tried again is called so, and asked for by either word', () => {
  expect((['pending', 'delivered', 'failed', 'abandoned'] as const).map(stateWord)).toEqual([
    'pending',
    'delivered',
    'retrying',
    'abandoned',
  ])
  expect(STATE_WORDS.map(stateOfWord)).toEqual(['pending', 'delivered', 'failed', 'abandoned', 'failed'])
})
