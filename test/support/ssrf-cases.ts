/**
 * Ways to make a webhook reach what it must not, as data. `PORT` stands for the port of a canary that listens on
 * loopback and must hear nothing.
 */

/** Said by the URL itself: refused when a webhook is made, and again when it is called. */
export const REFUSED_URLS: Readonly<Record<string, readonly string[]>> = {
  loopback: ['https://127.0.0.1:PORT/', 'https://127.255.255.254:PORT/', 'https://[::1]:PORT/'],
  'other schemes': [
    'http://hooks.example.com/',
    'ftp://127.0.0.1:PORT/',
    'file:///etc/passwd',
    'gopher://127.0.0.1:PORT/',
  ],
  'names of loopback': [
    'https://localhost:PORT/',
    'https://LOCALHOST:PORT/',
    'https://localhost.:PORT/',
    'https://metadata.localhost:PORT/',
    'https://metadata.localhost.:PORT/',
  ],
  'decimal, octal, hexadecimal and short forms': [
    'https://2130706433:PORT/',
    'https://0177.0.0.1:PORT/',
    'https://0x7f.1:PORT/',
    'https://0x7f000001:PORT/',
    'https://127.1:PORT/',
    'https://127.0.1:PORT/',
    'https://017700000001:PORT/',
    'https://127.0.0.1.:PORT/',
  ],
  'digits and dots of other scripts': [
    'https://１２７.０.０.１:PORT/',
    'https://127。0。0。1:PORT/',
    'https://①②⑦.0.0.1:PORT/',
    'https://ⓛocalhost:PORT/',
  ],
  'percent-encoded': ['https://%31%32%37.0.0.1:PORT/', 'https://%6cocalhost:PORT/'],
  zero: ['https://0:PORT/', 'https://0.0.0.0:PORT/', 'https://[::]:PORT/'],
  'private networks': [
    'https://10.0.0.1/',
    'https://172.16.0.1/',
    'https://192.168.0.1/',
    'https://100.64.0.1/',
  ],
  'cloud metadata': [
    'https://169.254.169.254/latest/meta-data/',
    'https://2852039166/',
    'https://0xa9fea9fe/',
    'https://[fd00:ec2::254]/',
    'https://100.100.100.200/',
  ],
  'IPv4 within IPv6': [
    'https://[::ffff:127.0.0.1]:PORT/',
    'https://[::ffff:7f00:1]:PORT/',
    'https://[::127.0.0.1]:PORT/',
    'https://[::ffff:0:7f00:1]:PORT/',
    'https://[64:ff9b::7f00:1]:PORT/',
    'https://[64:ff9b:1::7f00:1]:PORT/',
    'https://[2002:7f00:1::]:PORT/',
    'https://[2001:0:7f00:1::]:PORT/',
  ],
  'link-local, with and without a zone': [
    'https://[fe80::1]:PORT/',
    'https://[fe80::1%25lo]:PORT/',
    'https://[fe80::1%lo]:PORT/',
    'https://169.254.1.1:PORT/',
  ],
  'unique local, multicast, broadcast': [
    'https://[fc00::1]/',
    'https://[ff02::1]/',
    'https://224.0.0.1/',
    'https://255.255.255.255/',
  ],
  'a user name that looks like a host': [
    'https://hooks.example.com@127.0.0.1:PORT/',
    'https://hooks.example.com:443@127.0.0.1:PORT/',
    'https://127.0.0.1:PORT@hooks.example.com/',
    'https://hooks.example.com%2f@127.0.0.1:PORT/',
  ],
  'other slashes': ['https:\\\\127.0.0.1:PORT\\', 'https:127.0.0.1:PORT/', 'https:///127.0.0.1:PORT/'],
  'white space within': [
    'https://127.0.0.1\t:PORT/',
    ' https://127.0.0.1:PORT/',
    'https://127.\n0.0.1:PORT/',
  ],
}

/** Said by what a name resolves to: the URL is a good one, and is refused when it is called. */
export const REFUSED_ANSWERS: readonly (readonly [
  what: string,
  host: string,
  addresses: readonly string[],
])[] = [
  ['loopback', 'innocent.example.com', ['127.0.0.1']],
  ['loopback, IPv6', 'innocent.example.com', ['::1']],
  ['a public and a private one', 'mixed.example.com', ['93.184.216.34', '127.0.0.1']],
  ['a private and a public one', 'mixed.example.com', ['127.0.0.1', '93.184.216.34']],
  [
    'a public one of each family, and a private one',
    'mixed.example.com',
    ['93.184.216.34', '2606:4700::1111', '::1'],
  ],
  ['cloud metadata', 'metadata.google.internal', ['169.254.169.254']],
  ['cloud metadata, IPv6', 'instance-data.ec2.internal', ['fd00:ec2::254']],
  ['IPv4 mapped', 'mapped.example.com', ['::ffff:127.0.0.1']],
  ['IPv4 translated', 'translated.example.com', ['::ffff:0:127.0.0.1']],
  ['NAT64', 'nat64.example.com', ['64:ff9b::7f00:1']],
  ['6to4', 'sixtofour.example.com', ['2002:7f00:1::']],
  ['link-local with a zone', 'zone.example.com', ['fe80::1%lo']],
  ['the zero address', 'zero.example.com', ['0.0.0.0']],
  ['a name with a dot at its end', 'dot.example.com.', ['127.0.0.1']],
  ['what is no address', 'odd.example.com', ['127.0.0.1.example.com']],
]

/** Where a receiver sends a caller that would follow it. */
export const REDIRECTS = [301, 302, 303, 307, 308] as const

/** What is not the allowed host, where `allowed.example:PORT` and `box.internal` are. */
export const NOT_ALLOWED: readonly string[] = [
  'http://allowed.example:1/',
  'http://allowed.example/',
  'http://allowed.example.:PORT/',
  'http://allowed.example.evil:PORT/',
  'http://evil-allowed.example:PORT/',
  'http://sub.allowed.example:PORT/',
  'http://allowed.example:PORT@evil.example/',
  'http://evil.example/#allowed.example:PORT',
  'http://evil.example/allowed.example:PORT',
  'http://box.internal.evil/',
  'http://xbox.internal/',
  'http://box.internal./',
  'http://allowed.exampIe:PORT/',
  'gopher://allowed.example:PORT/',
]

export const ALLOWED: readonly string[] = [
  'http://allowed.example:PORT/',
  'https://allowed.example:PORT/hook',
  'http://ALLOWED.Example:PORT/',
  'http://box.internal/',
  'http://box.internal:8080/',
  'https://box.internal/',
]
