import type { DestinationKind } from '../../model/core/destinations.ts'

/** What usually is why a test failed, by its code, or by its status as `status_403`. */
export interface Cause {
  /** After "The receiver answered 403: ". */
  readonly means: string
  readonly next: string
}
type Causes = Readonly<Record<string, Cause>>

const ROTATE = 'Give another: casbah destinations rotate-secret DESTINATION --token-file FILE.'
const CERTIFICATES = 'Where its authority is your own, name it: settings.ca (--ca-file).'
const LOGS = 'Look whether it is up, and into its log for the moment of the test.'

/** Of what answers by HTTP. */
export const OF_HTTP: Causes = {
  ...sameOf([301, 302, 303, 307, 308], {
    means: 'it points to another address, and Casbah goes to none that nobody named.',
    next: 'Name the address that answers itself; a page for signing in means that a proxy stands before it.',
  }),
  status_404: {
    means: 'it has nothing at that path.',
    next: 'Compare the URL with what the receiver says is its own; "casbah destinations show" has its host.',
  },
  status_405: {
    means: 'it is there, and takes no POST at that path.',
    next: 'Compare the URL with what the receiver says is its own.',
  },
  status_410: {
    means: 'what was there is gone for good; a delivery that is answered so disables the destination.',
    next: 'Make a new URL there and add it, and remove this one: casbah destinations delete.',
  },
  status_413: {
    means: 'it takes no body as long as that.',
    next: 'Let the receiver, or a proxy before it, take longer bodies.',
  },
  status_429: {
    means: 'it has been asked too often for now; deliveries wait as long as it asks, and are then sent.',
    next: 'Wait some minutes, and test again; with a longer window (window_seconds), batches are fewer.',
  },
  ...sameOf([500, 502, 503, 504], {
    means: 'it, or a proxy before it, fails by itself; deliveries are tried again for days.',
    next: LOGS,
  }),
}

/** Of the way there, whatever is spoken. */
export const OF_THE_WAY: Causes = {
  url_not_allowed: {
    means: 'its address is none that Casbah calls.',
    next: 'Hosts inside and plain HTTP have to be named in CASBAH_WEBHOOK_ALLOW_HOSTS, of the API and of workers.',
  },
  private_address: {
    means: 'its name leads to an address inside, which Casbah calls only where that is allowed.',
    next: 'Name the host in CASBAH_WEBHOOK_ALLOW_HOSTS, of the API and of workers, if it is meant.',
  },
  name_not_resolved: {
    means: 'no name server of this network knows the host.',
    next: 'Look at its spelling, and ask from where the API runs: getent hosts HOST.',
  },
  ...sameOf(['timeout', 'ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT', 'UND_ERR_HEADERS_TIMEOUT'], {
    means: 'nothing came in time; often a firewall drops what is sent there.',
    next: 'Let the host of the API, and of workers, through to that host and port.',
  }),
  ECONNREFUSED: {
    means: 'the host is there, and nothing listens at that port.',
    next: 'Look at the port, and whether the receiver is up; in a container, 127.0.0.1 is the container itself.',
  },
  ...sameOf(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE'], {
    means:
      'it hung up without an answer; often one side speaks TLS and the other does not, or a proxy has shut it.',
    next: 'Look at the scheme and the port of the URL, and into the log of the receiver.',
  }),
  ...sameOf(['EHOSTUNREACH', 'ENETUNREACH'], {
    means: 'no way leads there from this network.',
    next: 'Look at routes and firewalls between the API, workers and that host.',
  }),
  ...sameOf(['EPROTO', 'ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG'], {
    means: 'what listens at that port speaks no TLS as Casbah does.',
    next: 'Look at the scheme and the port of the URL; TLS 1.2 is the least.',
  }),
  ...sameOf(
    [
      ...['DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN'],
      ...['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
    ],
    { means: 'its certificate is of an authority that Casbah does not know.', next: CERTIFICATES },
  ),
  ERR_TLS_CERT_ALTNAME_INVALID: {
    means: 'its certificate is of another host.',
    next: 'Name the host as its certificate does.',
  },
  CERT_HAS_EXPIRED: { means: 'its certificate has ended.', next: 'Renew it there.' },
}

const SETTINGS = 'Change it by PATCH /api/v1/destinations/ID with settings, or add it anew.'
const AS_TICKETS = 'Name the base of its API, and let the API and workers past what stands before it.'

/** What means more, or something else, of one kind. */
export const OF_KIND: Readonly<Record<DestinationKind, Causes>> = {
  webhook: sameOf([400, 401, 403], {
    means: 'a receiver that verifies signatures answers so where it has another secret.',
    next: 'Give it the secret of this destination. A URL that is not saved is signed with one that nobody has: add it first.',
  }),
  slack: {
    ...sameOf([400, 401, 403, 404], {
      means: 'Slack knows no such webhook, or its app, workspace or channel does not let it post any more.',
      next: 'Make a webhook in the app anew, and give its URL: casbah destinations rotate-secret DESTINATION --url-file FILE.',
    }),
    status_410: {
      means: 'the channel is archived; a delivery that is answered so disables the destination.',
      next: 'Open the channel again, or make a webhook for another and add that.',
    },
  },
  teams: sameOf([400, 401, 403, 404], {
    means: 'the flow is gone or turned off, or the URL lacks the signature at its end.',
    next: 'Turn the flow on, copy its whole URL, and give it: casbah destinations rotate-secret DESTINATION --url-file FILE.',
  }),
  splunk_hec: {
    status_400: {
      means: 'the token may not write to that index, or the index is not there.',
      next: `Let the token write to it, or name another (index). ${SETTINGS}`,
    },
    ...sameOf([401, 403], {
      means: 'Splunk does not know the token, or it is disabled.',
      next: `Enable it there (Settings, Data inputs, HTTP Event Collector). ${ROTATE}`,
    }),
    status_404: {
      means: 'what answers there is no HTTP Event Collector.',
      next: "Name the collector's host and port, 8088 unless you changed it, and not that of Splunk's pages.",
    },
    status_503: {
      means: 'the collector is busy, or disabled as a whole.',
      next: 'Enable it in its Global Settings; if it is, test again in some minutes.',
    },
  },
  syslog: {
    failed: {
      means: 'the collector hung up, or took nothing for ten seconds.',
      next: 'Look whether it speaks syslog over TLS (RFC 5425) at that port, and into its log.',
    },
  },
  s3: {
    ...sameOf([301, 307, 400], {
      means: 'the bucket is in another region than the settings say, or at another endpoint.',
      next: `Name the region and the endpoint of the bucket (region). ${SETTINGS}`,
    }),
    ...sameOf([401, 403], {
      means:
        'the keys are unknown, or their user may not put objects below the prefix (s3:PutObject; with aws:kms also kms:GenerateDataKey).',
      next: `Give its user that, or other keys: casbah destinations rotate-secret DESTINATION --token-file FILE.`,
    }),
    status_404: {
      means: 'there is no such bucket at that endpoint.',
      next: `Make it there, or name another (bucket); some stores want path_style: true. ${SETTINGS}`,
    },
    no_access_key: {
      means: 'the token is not ACCESS_KEY_ID:SECRET_ACCESS_KEY.',
      next: 'Give it so: casbah destinations rotate-secret DESTINATION --token-file FILE.',
    },
  },
  email: {
    ...sameOf([421, 450, 451, 452], {
      means:
        'not now: the server is busy, or makes whom it does not know wait (greylisting). Deliveries are tried again.',
      next: 'Test again in some minutes, and where it stays so, have the server let Casbah send.',
    }),
    status_530: {
      means: 'it wants a login, or TLS, before it takes mail.',
      next: 'Give USER:PASSWORD by casbah destinations rotate-secret DESTINATION --token-file FILE, or name it as smtps:// or smtp:// (STARTTLS).',
    },
    ...sameOf([534, 538], {
      means: 'it takes no login of that kind; many want a password made for apps, or TLS.',
      next: 'Make such a password there, and give it: casbah destinations rotate-secret DESTINATION --token-file FILE.',
    }),
    status_535: {
      means: 'the login is wrong, or may not be used by SMTP.',
      next: 'Give it as USER:PASSWORD: casbah destinations rotate-secret DESTINATION --token-file FILE.',
    },
    ...sameOf([550, 551, 553], {
      means: 'it takes no mail for these recipients, or none from that sender.',
      next: `Look at to and from: the server has to send for the one and to know the others. ${SETTINGS}`,
    }),
    status_552: {
      means: 'a mailbox is full, or the mail is longer than it takes.',
      next: 'Make room in the mailbox, or name another.',
    },
    status_554: {
      means:
        'it takes nothing from this sender or this address, as a rule: a block list, a policy, or no relaying.',
      next: "Have the server relay for Casbah's address, or send through one that does, with a login.",
    },
    ...sameOf(['ETLS', 'ESOCKET'], {
      means: 'no TLS came about: the server offers no STARTTLS, or its certificate does not hold.',
      next: `smtps:// is TLS from the first byte (465), smtp:// STARTTLS (587). ${CERTIFICATES}`,
    }),
    ...sameOf(['EPROTOCOL', 'ECONNECTION'], {
      means: 'what answers there does not speak as a mail server does, or hung up.',
      next: 'Look at the scheme and the port: smtps:// is 465, smtp:// 587, smtp+plain:// 25.',
    }),
    EAUTH: {
      means: 'it takes no login in a way that Casbah knows, or none at all.',
      next: 'Add it without a token where the server wants none.',
    },
  },
  jira: {
    status_401: { means: 'Jira does not know the token.', next: ROTATE },
    status_403: {
      means: 'whose token it is may not use the API, or has to solve a CAPTCHA first.',
      next: 'Sign in once in a browser as that user, and let it browse, create and transition issues of the project.',
    },
    status_404: {
      means: 'there is no such project, or not for whose token it is; or no API of that version.',
      next: `Look at project and deployment (cloud or data_center), and whether that user may browse it. ${SETTINGS}`,
    },
    unexpected_answer: {
      means: 'something answered, and what it said is no project of Jira: a page for signing in, or a proxy.',
      next: AS_TICKETS,
    },
  },
  servicenow: {
    status_401: { means: 'ServiceNow does not know the login or the token.', next: ROTATE },
    status_403: {
      means: 'whose login it is may not read that table.',
      next: 'Give that user a role that may read and write it (itil for incidents).',
    },
    ...sameOf([400, 404], {
      means: 'there is no such table, or no Table API at that address.',
      next: `Look at the address and at table. ${SETTINGS}`,
    }),
    unexpected_answer: {
      means:
        'something answered, and what it said is no table: a page for signing in, a proxy, or an instance that sleeps.',
      next: AS_TICKETS,
    },
  },
}

function sameOf(codes: readonly (string | number)[], cause: Cause): Causes {
  return Object.fromEntries(codes.map((code) => [typeof code === 'number' ? `status_${code}` : code, cause]))
}
