// Written by `npm run docs` from the description of the API. Do not edit.

/** What the API refuses with: the last part of the type of a problem. */
export type ProblemSlug =
    | 'invalid-request'
    | 'invalid-cursor'
    | 'unauthorized'
    | 'forbidden'
    | 'insufficient-scope'
    | 'too-much-asked'
    | 'cross-site'
    | 'own-access'
    | 'not-found'
    | 'method-not-allowed'
    | 'conflict'
    | 'integration-closed'
    | 'command-refused'
    | 'idempotency-key-in-use'
    | 'key-taken'
    | 'too-many-destinations'
    | 'destination-disabled'
    | 'delivery-on-its-way'
    | 'unexpected-count'
    | 'exception-disabled'
    | 'definition-changed'
    | 'definition-unknown'
    | 'finding-changed'
    | 'changed-meanwhile'
    | 'destination-changed'
    | 'rule-changed'
    | 'routes-changed'
    | 'preview-overtaken'
    | 'rule-id-taken'
    | 'too-many-custom-rules'
    | 'too-many-versions'
    | 'account-disabled'
    | 'account-name-taken'
    | 'directory-would-shrink'
    | 'body-too-large'
    | 'unsupported-media-type'
    | 'idempotency-key-reused'
    | 'too-many-findings'
    | 'recheck-impossible'
    | 'unusable-expiry'
    | 'rate-limited'
    | 'too-many-tests'
    | 'internal-error'
    | 'busy'
    | 'unavailable';

export interface paths {
    "/livez": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process answers */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It does */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {string} */
                            status: "ok";
                        };
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether Postgres, its schema and Temporal are there */
        get: {
            parameters: {
                query?: {
                    verbose?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Ready */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Readiness"];
                    };
                };
                /** @description Not ready; ?verbose says why */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Readiness"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Integrations that are not disconnected, oldest first */
        get: {
            parameters: {
                query?: {
                    /** @description Rows a page, 1 to 200. */
                    limit?: number;
                    /** @description `page.next_cursor` of the page before, with the same filters. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["IntegrationPage"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Connect an OpenAI customer: a ChatGPT workspace, an API platform organization, or both
         * @description Seals the credentials, starts the integration and its connection test. Connecting collects nothing: read the integration for what the test found, then collect.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CreateIntegration"];
                };
            };
            responses: {
                /** @description Made; its connection test is under way */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["IntegrationDetail"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is not of the type that is asked for */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One integration: phase, capabilities with their fixes, credentials by their last four characters */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The integration's id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The integration */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["IntegrationDetail"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Disconnect: stop its runs and Schedules, shred its credentials */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    /** @description The integration's id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Being disconnected */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommandAnswer"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /**
         * Change its name, own domains, other log types, severity escalation or collection mode
         * @description A stricter collection mode purges what it no longer allows; a wider one needs a reason. `mode_change` shows how far it is.
         */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                    /** @description The `revision` that was read, in quotes. Changed since, it stays as it is (412). */
                    "if-match"?: string;
                };
                path: {
                    /** @description The integration's id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChangeIntegration"];
                };
            };
            responses: {
                /** @description As it is now */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["IntegrationDetail"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description It has changed since the ETag in If-Match was read */
                412: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is not of the type that is asked for */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/integrations/{id}/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a full collection would cost: requests, and time at the known rate limits
         * @description Of the last full collection, and of the parents that are known. `to` is null where nothing bounds it yet, as before the first collection.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The integration's id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The estimate */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CollectionPlan"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/{id}/access-request": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What to send to OpenAI so that it grants the compliance key access */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The integration's id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The facts, and a text to send */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AccessRequest"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/{id}/credentials/{kind}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Replace a credential, or add one of a kind that it has not had
         * @description The old one is shredded. The connection is tested, and a run that waited goes on from its checkpoints.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    /** @description The integration's id. */
                    id: string;
                    kind: "compliance_key" | "admin_key" | "project_key";
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CredentialInput"];
                };
            };
            responses: {
                /** @description Replaced; being tested */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommandAnswer"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is not of the type that is asked for */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Test the connection: probe every capability with every credential */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    /** @description The integration's id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["Nothing"];
                };
            };
            responses: {
                /** @description Under way; follow the run */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RunTicket"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is not of the type that is asked for */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/{id}/collect": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Collect Now: state and logs, joining runs that are open */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    /** @description The integration's id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["Nothing"];
                };
            };
            responses: {
                /** @description Started or joined; follow the runs */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CollectAnswer"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is not of the type that is asked for */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pause its Schedules; open runs go on to their end */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    /** @description The integration's id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["Pause"];
                };
            };
            responses: {
                /** @description Paused */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommandAnswer"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is not of the type that is asked for */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Resume after a pause */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    /** @description The integration's id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["Nothing"];
                };
            };
            responses: {
                /** @description Resumed */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommandAnswer"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is not of the type that is asked for */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Runs, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Rows a page, 1 to 200. */
                    limit?: number;
                    /** @description `page.next_cursor` of the page before, with the same filters. */
                    cursor?: string;
                    integration?: string;
                    kind?: "full" | "incremental" | "key_check" | "connection_test" | "recheck";
                    /** @description `true`: only those that have not ended. */
                    open?: "true" | "false";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RunPage"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One run with the progress of its streams: stages, waits, ETA */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The run */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RunDetail"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/runs/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One run as it goes, as server-sent events
         * @description An event `run` holds what `GET /runs/{id}` answers, first at once and then whenever something has changed; `end` follows the last. A connection lasts ten minutes at most; connect anew, and the first event says where the run stands.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The events */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": string;
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What exists upstream: users, GPTs, keys, projects, invites … */
        get: {
            parameters: {
                query?: {
                    /** @description Rows a page, 1 to 200. */
                    limit?: number;
                    /** @description `page.next_cursor` of the page before, with the same filters. */
                    cursor?: string;
                    integration?: string;
                    kind?: "platform.organization" | "platform.user" | "platform.invite" | "platform.project" | "platform.project_user" | "platform.service_account" | "platform.project_key" | "platform.admin_key" | "platform.group" | "platform.group_member" | "platform.role" | "platform.user_role" | "platform.group_role" | "platform.project_group" | "platform.project_role" | "platform.project_user_role" | "platform.project_group_role" | "platform.rate_limit" | "platform.certificate" | "platform.project_certificate" | "platform.organization_settings" | "platform.project_settings" | "chatgpt.workspace" | "chatgpt.user" | "chatgpt.gpt" | "chatgpt.gpt_config" | "chatgpt.gpt_share" | "chatgpt.project" | "chatgpt.project_config" | "chatgpt.project_share" | "chatgpt.memory" | "chatgpt.canvas" | "chatgpt.recording" | "chatgpt.automation" | "chatgpt.library_file" | "chatgpt.codex_environment" | "chatgpt.codex_task" | "chatgpt.agent" | "chatgpt.skill" | "chatgpt.plugin" | "casbah.credential";
                    /** @description Part of an id, a name, or a person’s name or address. */
                    q?: string;
                    /** @description `true`: also what is gone upstream. */
                    deleted?: "true" | "false";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AssetPage"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One asset, with the people behind it */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The asset */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Asset"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/gpts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** GPTs: whether somebody approved what they are, and how far harm would reach */
        get: {
            parameters: {
                query?: {
                    /** @description Rows a page, 1 to 200. */
                    limit?: number;
                    /** @description `page.next_cursor` of the page before, with the same filters. */
                    cursor?: string;
                    integration?: string;
                    approval?: "none" | "approved" | "changed" | "unread";
                    /** @description Part of an id, a name, or its owner’s name or address. */
                    q?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["GptPage"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/gpts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One GPT: its definition, its approval, its blast radius with every reason */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The id of the GPT as an asset. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The GPT */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["GptDetail"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/gpts/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What its definition has been, the newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Rows a page, 1 to 200. */
                    limit?: number;
                    /** @description `page.next_cursor` of the page before, with the same filters. */
                    cursor?: string;
                };
                header?: never;
                path: {
                    /** @description The id of the GPT as an asset. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["GptVersionPage"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/gpts/{id}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What differs between two versions of its definition
         * @description By default between what was approved and what it is now. Of texts it says that they differ and how long they are.
         */
        get: {
            parameters: {
                query?: {
                    /** @description A version’s number, or `approved`. */
                    from?: string;
                    /** @description A version’s number, or `current`. */
                    to?: string;
                };
                header?: never;
                path: {
                    /** @description The id of the GPT as an asset. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What differs */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["GptDiff"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/gpts/{id}/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who approved it, as what and why, the newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Rows a page, 1 to 200. */
                    limit?: number;
                    /** @description `page.next_cursor` of the page before, with the same filters. */
                    cursor?: string;
                };
                header?: never;
                path: {
                    /** @description The id of the GPT as an asset. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["GptApprovalPage"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Approve what a GPT is now
         * @description Of the definition that was looked at, by its hash: where the GPT is something else by now, nothing is approved. An approval that was live before ends. What differs from an approved definition is a finding of gpt.changed_after_approval at the next evaluation.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    /** @description The id of the GPT as an asset. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ApproveGpt"];
                };
            };
            responses: {
                /** @description Approved */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WrittenGptApproval"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is not of the type that is asked for */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/gpts/{id}/approvals/{approval}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One approval of a GPT, live or ended */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The id of the GPT as an asset. */
                    id: string;
                    /** @description The approval's id. */
                    approval: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The approval */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["GptApproval"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/gpts/{id}/approvals/{approval}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Withdraw an approval; it stays in the list
         * @description One that has ended stays as it ended.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    /** @description The id of the GPT as an asset. */
                    id: string;
                    /** @description The approval's id. */
                    approval: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["WithdrawGptApproval"];
                };
            };
            responses: {
                /** @description Withdrawn */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WrittenGptApproval"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is not of the type that is asked for */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings/summary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many findings stand, by severity and rule, of how many things judged, and what was not judged and why */
        get: {
            parameters: {
                query?: {
                    integration?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The summary */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FindingSummary"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Findings, most urgent first, then newest
         * @description Different parameters must all hold; several values of one mean any of them.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Rows a page, 1 to 200. */
                    limit?: number;
                    /** @description `page.next_cursor` of the page before, with the same filters. */
                    cursor?: string;
                    /** @description Ids of integrations. Repeatable, or with commas: any of them. */
                    integration?: string[];
                    /** @description Effective severities. Repeatable, or with commas: any of them. */
                    severity?: ("low" | "medium" | "high" | "critical")[];
                    /** @description States; a standing finding is `open` or `reopened`. Repeatable, or with commas: any of them. */
                    state?: ("open" | "resolved" | "reopened")[];
                    /** @description What people say of them. Repeatable, or with commas: any of them. */
                    triage?: ("new" | "in_review" | "remediating" | "false_positive")[];
                    /** @description Whom they are for, to the letter. */
                    assignee?: string;
                    /** @description Rule ids. Repeatable, or with commas: any of them. */
                    rule?: string[];
                    /** @description Categories. Repeatable, or with commas: any of them. */
                    category?: ("GPT capability" | "GPT exposure" | "API keys" | "Users and invites" | "Identity" | "Non-human identities" | "Models and tools" | "Controls" | "Access and sharing" | "Our own access" | "DLP" | "Custom")[];
                    /** @description FindingTypeIDs as Cloudflare CASB publishes them. Repeatable, or with commas: any of them. */
                    finding_type_id?: string[];
                    /** @description Ids of assets. Repeatable, or with commas: any of them. */
                    asset?: string[];
                    /** @description Kinds of assets. Repeatable, or with commas: any of them. */
                    asset_kind?: ("platform.organization" | "platform.user" | "platform.invite" | "platform.project" | "platform.project_user" | "platform.service_account" | "platform.project_key" | "platform.admin_key" | "platform.group" | "platform.group_member" | "platform.role" | "platform.user_role" | "platform.group_role" | "platform.project_group" | "platform.project_role" | "platform.project_user_role" | "platform.project_group_role" | "platform.rate_limit" | "platform.certificate" | "platform.project_certificate" | "platform.organization_settings" | "platform.project_settings" | "chatgpt.workspace" | "chatgpt.user" | "chatgpt.gpt" | "chatgpt.gpt_config" | "chatgpt.gpt_share" | "chatgpt.project" | "chatgpt.project_config" | "chatgpt.project_share" | "chatgpt.memory" | "chatgpt.canvas" | "chatgpt.recording" | "chatgpt.automation" | "chatgpt.library_file" | "chatgpt.codex_environment" | "chatgpt.codex_task" | "chatgpt.agent" | "chatgpt.skill" | "chatgpt.plugin" | "casbah.credential")[];
                    /** @description Part of a rule, a category, a FindingTypeID, an asset’s id or name. */
                    q?: string;
                    /** @description First seen at or after this time. */
                    first_seen_gte?: string;
                    /** @description Standing past their due date, or not so. */
                    overdue?: "true" | "false";
                    /** @description Those with a live exception: left out, with the others (the default), or alone. */
                    excepted?: "exclude" | "include" | "only";
                    /** @description The one order there is so far. */
                    sort?: "-severity,-first_seen";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FindingPage"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One finding: evidence, what it was judged on, history
         * @description Its ETag goes into If-Match of a change, which is refused where people have said something since.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The finding */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FindingDetail"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Triage or assign a finding, with a note
         * @description What people say of it; whether it stands is for evaluations to say. Each change is in its history with who made it. The ETag of the answer is good for the next If-Match.
         */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                    /** @description The ETag of GET /api/v1/findings/{id}. Where people have said something since, or the finding has come to stand otherwise, nothing is changed (412). */
                    "if-match"?: string;
                };
                path: {
                    /** @description The finding's id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChangeFinding"];
                };
            };
            responses: {
                /** @description As it is now */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TriagedFinding"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description It has changed since the ETag in If-Match was read */
                412: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is not of the type that is asked for */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/exports/findings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All findings that the filters leave, streamed
         * @description Everything is as it was at the time that the header Casbah-As-Of names, in the order in which findings were first made.
         *
         *     An export that was cut off is taken up again with `after`: the id of the last finding that came. What comes then is of a later time, which Casbah-As-Of names too.
         *
         *     `ndjson`: A finding a line, as GET /findings shows it.
         *
         *     `csv`: CSV (RFC 4180), safe to open in a spreadsheet.
         *
         *     `ocsf`: An OCSF 1.8.0 event a line: classes 2003, 2004 and 2006.
         *
         *     `cloudflare`: A finding a line, with the fields of Cloudflare’s Logpush dataset casb_findings.
         *
         *     `sarif`: One SARIF 2.1.0 document; a finding is a result at a logical location.
         *
         *     `cef`: A CEF:0 event a line, for collectors that take syslog.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Ids of integrations. Repeatable, or with commas: any of them. */
                    integration?: string[];
                    /** @description Effective severities. Repeatable, or with commas: any of them. */
                    severity?: ("low" | "medium" | "high" | "critical")[];
                    /** @description States; a standing finding is `open` or `reopened`. Repeatable, or with commas: any of them. */
                    state?: ("open" | "resolved" | "reopened")[];
                    /** @description What people say of them. Repeatable, or with commas: any of them. */
                    triage?: ("new" | "in_review" | "remediating" | "false_positive")[];
                    /** @description Whom they are for, to the letter. */
                    assignee?: string;
                    /** @description Rule ids. Repeatable, or with commas: any of them. */
                    rule?: string[];
                    /** @description Categories. Repeatable, or with commas: any of them. */
                    category?: ("GPT capability" | "GPT exposure" | "API keys" | "Users and invites" | "Identity" | "Non-human identities" | "Models and tools" | "Controls" | "Access and sharing" | "Our own access" | "DLP" | "Custom")[];
                    /** @description FindingTypeIDs as Cloudflare CASB publishes them. Repeatable, or with commas: any of them. */
                    finding_type_id?: string[];
                    /** @description Ids of assets. Repeatable, or with commas: any of them. */
                    asset?: string[];
                    /** @description Kinds of assets. Repeatable, or with commas: any of them. */
                    asset_kind?: ("platform.organization" | "platform.user" | "platform.invite" | "platform.project" | "platform.project_user" | "platform.service_account" | "platform.project_key" | "platform.admin_key" | "platform.group" | "platform.group_member" | "platform.role" | "platform.user_role" | "platform.group_role" | "platform.project_group" | "platform.project_role" | "platform.project_user_role" | "platform.project_group_role" | "platform.rate_limit" | "platform.certificate" | "platform.project_certificate" | "platform.organization_settings" | "platform.project_settings" | "chatgpt.workspace" | "chatgpt.user" | "chatgpt.gpt" | "chatgpt.gpt_config" | "chatgpt.gpt_share" | "chatgpt.project" | "chatgpt.project_config" | "chatgpt.project_share" | "chatgpt.memory" | "chatgpt.canvas" | "chatgpt.recording" | "chatgpt.automation" | "chatgpt.library_file" | "chatgpt.codex_environment" | "chatgpt.codex_task" | "chatgpt.agent" | "chatgpt.skill" | "chatgpt.plugin" | "casbah.credential")[];
                    /** @description Part of a rule, a category, a FindingTypeID, an asset’s id or name. */
                    q?: string;
                    /** @description First seen at or after this time. */
                    first_seen_gte?: string;
                    /** @description Standing past their due date, or not so. */
                    overdue?: "true" | "false";
                    /** @description Those with a live exception: left out, with the others (the default), or alone. */
                    excepted?: "exclude" | "include" | "only";
                    format?: "ndjson" | "csv" | "ocsf" | "cloudflare" | "sarif" | "cef";
                    /** @description Of what was made after this finding. */
                    after?: string;
                    /** @description No more than so many. */
                    most?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Findings, one after the other */
                200: {
                    headers: {
                        /** @description ISO; the time of everything in it. */
                        "Casbah-As-Of": string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/x-ndjson": string;
                        "text/csv": string;
                        "application/sarif+json": string;
                        "text/plain": string;
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exports/evidence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What an auditor is shown of a period, in one tar with a manifest
         * @description Findings that were open or changed in the period with their events, rules and versions, exceptions, runs and what could be judged, and the audit log with its verification: pages of NDJSON, all of one moment, which Casbah-As-Of names.
         *
         *     The manifest names each file with its SHA-256, size and rows. The audit log is of all integrations at once: it is left out, and the manifest says so, where the token or the request is limited to some.
         */
        get: {
            parameters: {
                query: {
                    /** @description The first day, in UTC. */
                    from: string;
                    /** @description The last day, in UTC; it is in the pack. */
                    to: string;
                    /** @description Of these integrations alone. Repeatable, or with commas: any of them. */
                    integration?: string[];
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The pack */
                200: {
                    headers: {
                        /** @description ISO; the time of everything in it. */
                        "Casbah-As-Of": string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/x-tar": string;
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Judge the stored inputs of a finding again, and say whether the verdict is the same
         * @description By the rule as it is now, with the parameters and at the time of then. Nothing is read upstream and nothing is changed, so a repeated request is judged again.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Both verdicts, and what differs */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FindingReplay"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/coverage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What each rule could judge in each integration, what it could not and why, and what would change that */
        get: {
            parameters: {
                query?: {
                    integration?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Rules × integrations, by integration, category and severity */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CoverageList"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Triage, assign or except up to 10,000 findings, named by ids or by a filter: all of them or none
         * @description With a filter, `expected_count` says how many it was seen to match: where it matches another number, nothing is changed (409).
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["BulkChange"];
                };
            };
            responses: {
                /** @description Done */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BulkChanged"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is not of the type that is asked for */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings/{id}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add a comment to the history of a finding */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    /** @description The finding's id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CommentInput"];
                };
            };
            responses: {
                /** @description Added */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CommentedFinding"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is not of the type that is asked for */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/{id}/assignment-routes/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a list of routes would do with the findings that stand without an assignee; saves nothing */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The integration's id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PreviewAssignmentRoutes"];
                };
            };
            responses: {
                /** @description What would come of it */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AssignmentRoutesPreview"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is not of the type that is asked for */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/{id}/assignment-routes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** To whom new findings go; its ETag goes into If-Match of a change */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The integration's id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description In their order */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AssignmentRoutes"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /**
         * Say to whom new findings go, in place of the list before
         * @description Holds for findings that open, or open again without an assignee, from now on. Whom people have assigned stays. An empty list assigns nobody.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                    /** @description The ETag of GET. Where somebody has saved another list since, it stays (412). */
                    "if-match"?: string;
                };
                path: {
                    /** @description The integration's id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PutAssignmentRoutes"];
                };
            };
            responses: {
                /** @description In effect */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SavedAssignmentRoutes"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description It has changed since the ETag in If-Match was read */
                412: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is not of the type that is asked for */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings/{id}/recheck": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read again what one finding is about, and judge it at once
         * @description For whoever has just mended it: it waits for no collection. Follow the run; its `rechecks` say what came of the finding: still failing, resolved, or not evaluated and why. What is asked for while a recheck waits for its turn joins it.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    /** @description The finding's id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: {
                content: {
                    "application/json": components["schemas"]["Nothing"];
                };
            };
            responses: {
                /** @description Under way; follow the run */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RecheckAnswer"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is not of the type that is asked for */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exceptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Decisions to tolerate findings, newest first, and how many findings each is about now
         * @description A token that is limited to some integrations sees theirs and those that hold for every one, and has its own findings counted.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Rows a page, 1 to 200. */
                    limit?: number;
                    /** @description `page.next_cursor` of the page before, with the same filters. */
                    cursor?: string;
                    /** @description That bear on these integrations, by id. Repeatable, or with commas: any of them. */
                    integration?: string[];
                    state?: "live" | "expired" | "disabled";
                    /** @description A rule of GET /rules, or `custom.…`. */
                    rule?: string;
                    /** @description Live ones that end within so many days. */
                    expiring_within_days?: number;
                    /** @description Only those that no standing finding is matched by: what they were for is gone. */
                    matches?: "none";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ExceptionPage"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Tolerate a finding, a rule, an asset, or a rule on an asset, for a time
         * @description In effect at once, on what is found later as well. What matches stays as it is, and says that it is excepted; nothing of its history changes.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CreateException"];
                };
            };
            responses: {
                /** @description Made */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WrittenException"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is not of the type that is asked for */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/exceptions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One exception */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The exception's id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The exception */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Exception"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change why, until when, or who answers for it
         * @description What it is about does not change: that would be another decision.
         */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                    /** @description The `revision` that was read, in quotes. Changed since, it stays as it is (412). */
                    "if-match"?: string;
                };
                path: {
                    /** @description The exception's id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChangeException"];
                };
            };
            responses: {
                /** @description As it is now */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WrittenException"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description It has changed since the ETag in If-Match was read */
                412: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is not of the type that is asked for */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/exceptions/{id}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take it back, at once; it stays in the list as disabled */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                    /** @description The `revision` that was read, in quotes. Changed since, it stays as it is (412). */
                    "if-match"?: string;
                };
                path: {
                    /** @description The exception's id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Disabled */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WrittenException"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description It has changed since the ETag in If-Match was read */
                412: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The catalogue; with an integration also its settings and last results */
        get: {
            parameters: {
                query?: {
                    integration?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description By category, then severity */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RuleList"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/{id}/rule-settings/{rule}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set thresholds, allow lists and severity of a rule; also before the first collection
         * @description What is stored is judged anew at once. A rule about events judges each event once, when it comes, by what is set then.
         */
        put: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                    /** @description The `revision` that was read, in quotes. Changed since, it stays as it is (412). */
                    "if-match"?: string;
                };
                path: {
                    /** @description The integration's id. */
                    id: string;
                    rule: "gpt.custom_actions" | "gpt.code_interpreter" | "gpt.web_browsing" | "gpt.risky_combination" | "gpt.action_insecure" | "gpt.action_broad" | "gpt.changed_after_approval" | "gpt.public_store" | "gpt.public_link" | "gpt.audience_too_wide" | "gpt.broad_internal_link" | "key.admin_not_rotated" | "key.project_not_rotated" | "key.admin_unused" | "key.project_unused" | "key.owner_lost_access" | "invite.high_privilege" | "user.inactive" | "invite.stale" | "user.dormant_admin" | "user.admin_external_domain" | "user.too_many_admins" | "user.unusual_activity" | "identity.left_but_active" | "identity.not_in_directory" | "nhi.orphaned" | "nhi.admin" | "nhi.no_expiry" | "nhi.woke_up" | "project.mcp_enabled" | "project.models_unrestricted" | "credential.owner_at_risk" | "credential.expiring" | "credential.not_service_account" | "credential.more_than_read" | "collection.capability_lost" | "collection.gap" | "collection.backlog" | "control.audit_log_silent" | "control.scim_disabled" | "control.ip_allowlist_removed" | "control.sso_changed" | "control.domain_added" | "control.action_domains_changed" | "control.sharing_widened" | "control.external_invites_allowed" | "control.third_party_gpts_allowed" | "control.feature_toggled" | "control.compliance_allowlist_changed" | "control.compliance_log_accessed" | "control.conversations_mass_deleted" | "identity.privilege_escalated" | "org.data_retention_changed" | "access.login_burst" | "access.credential_created" | "gpt.owner_changed" | "share.conversation_public" | "app.linked" | "agent.published" | "dlp.conversation_file" | "dlp.gpt_file" | "dlp.project_file";
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PutRuleSetting"];
                };
            };
            responses: {
                /** @description In effect */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SavedRuleSetting"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description It has changed since the ETag in If-Match was read */
                412: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is not of the type that is asked for */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/presets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sets of thresholds under one name, each with its reason */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description All of them */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PresetList"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/{id}/rules/{rule}/backtest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What other settings of a rule would open and resolve, on what is stored; saves nothing
         * @description For rules that judge what is there. Rules about events judge what happens from now on.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The integration's id. */
                    id: string;
                    rule: "gpt.custom_actions" | "gpt.code_interpreter" | "gpt.web_browsing" | "gpt.risky_combination" | "gpt.action_insecure" | "gpt.action_broad" | "gpt.changed_after_approval" | "gpt.public_store" | "gpt.public_link" | "gpt.audience_too_wide" | "gpt.broad_internal_link" | "key.admin_not_rotated" | "key.project_not_rotated" | "key.admin_unused" | "key.project_unused" | "key.owner_lost_access" | "invite.high_privilege" | "user.inactive" | "invite.stale" | "user.dormant_admin" | "user.admin_external_domain" | "user.too_many_admins" | "user.unusual_activity" | "identity.left_but_active" | "identity.not_in_directory" | "nhi.orphaned" | "nhi.admin" | "nhi.no_expiry" | "nhi.woke_up" | "project.mcp_enabled" | "project.models_unrestricted" | "credential.owner_at_risk" | "credential.expiring" | "credential.not_service_account" | "credential.more_than_read" | "collection.capability_lost" | "collection.gap" | "collection.backlog" | "control.audit_log_silent" | "control.scim_disabled" | "control.ip_allowlist_removed" | "control.sso_changed" | "control.domain_added" | "control.action_domains_changed" | "control.sharing_widened" | "control.external_invites_allowed" | "control.third_party_gpts_allowed" | "control.feature_toggled" | "control.compliance_allowlist_changed" | "control.compliance_log_accessed" | "control.conversations_mass_deleted" | "identity.privilege_escalated" | "org.data_retention_changed" | "access.login_burst" | "access.credential_created" | "gpt.owner_changed" | "share.conversation_public" | "app.linked" | "agent.published" | "dlp.conversation_file" | "dlp.gpt_file" | "dlp.project_file";
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PutRuleSetting"];
                };
            };
            responses: {
                /** @description What would come of it */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Backtest"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is not of the type that is asked for */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/{id}/rules/preset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set the thresholds of a preset, or with dry_run see what would come of it
         * @description Only thresholds that the preset names change; allow lists, severities and what is off stay. Judged at once.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    /** @description The integration's id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ApplyPreset"];
                };
            };
            responses: {
                /** @description In effect, or foreseen */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AppliedPreset"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is not of the type that is asked for */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/{id}/custom-rules/backtest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What saving an expression would open and resolve, on what is stored; saves nothing */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The integration's id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["BacktestCustomRule"];
                };
            };
            responses: {
                /** @description What would come of it */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Backtest"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is not of the type that is asked for */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/{id}/custom-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Rules that people wrote for an integration */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The integration's id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description By id */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CustomRuleList"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Write a rule; what is stored is judged by it at once */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    /** @description The integration's id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CreateCustomRule"];
                };
            };
            responses: {
                /** @description In effect */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SavedCustomRule"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is not of the type that is asked for */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/{id}/custom-rules/{rule}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A custom rule with its versions */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The integration's id. */
                    id: string;
                    rule: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The rule */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CustomRuleDetail"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** End a rule for good: what it found is resolved, and stays with its history */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    /** @description The integration's id. */
                    id: string;
                    rule: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Ended */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description It has changed since the ETag in If-Match was read */
                412: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /**
         * Change a rule, which makes a version of it, or switch it off and on; judged at once
         * @description With If-Match only where nobody has changed it since. Findings of a rule that is off stay as they are.
         */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    /** @description The integration's id. */
                    id: string;
                    rule: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChangeCustomRule"];
                };
            };
            responses: {
                /** @description In effect */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SavedCustomRule"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description It has changed since the ETag in If-Match was read */
                412: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is not of the type that is asked for */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/quarantine": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Records that could not be kept: where they are upstream and why, newest first */
        get: {
            parameters: {
                query: {
                    /** @description Rows a page, 1 to 200. */
                    limit?: number;
                    /** @description `page.next_cursor` of the page before, with the same filters. */
                    cursor?: string;
                    /** @description The integration's id. */
                    integration: string;
                    /** @description `settled`: its stream came to its end again and did not meet it. */
                    state?: "open" | "settled" | "any";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["QuarantinePage"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/drift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Upstream fields that Casbah does not know: dropped and counted */
        get: {
            parameters: {
                query: {
                    /** @description The integration's id. */
                    integration: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description All of them */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DriftList"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/budgets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is left of upstream's rate limits, shared by all workers */
        get: {
            parameters: {
                query: {
                    /** @description The integration's id. */
                    integration: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description All of them */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BudgetList"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who commanded what, newest first; each row is chained to the one before */
        get: {
            parameters: {
                query?: {
                    /** @description Rows a page, 1 to 200. */
                    limit?: number;
                    /** @description `page.next_cursor` of the page before, with the same filters. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AuditPage"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit-log/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the chain is whole: reads every row and works out its hash anew
         * @description A row that was altered, removed or put in between shows by itself. Rows cut off at the end show against a `head` that was noted elsewhere before.
         */
        get: {
            parameters: {
                query?: {
                    /** @description A head that was noted before. Where it is not in the chain, rows were cut off or written anew. */
                    head?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The verdict */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AuditVerdict"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/{id}/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened by day: by person, API key, GPT, app and tool, and in which signal it shows
         * @description Kept for 120 days. Events count once a run has evaluated them, for the day on which they happened; messages at once. In the order of subject kind, subject, day and signal.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Rows a page, 1 to 200. */
                    limit?: number;
                    /** @description `page.next_cursor` of the page before, with the same filters. */
                    cursor?: string;
                    subject_kind?: "person" | "api_key" | "gpt" | "app" | "tool";
                    /** @description As `subject` of the answer. */
                    subject?: string;
                    /** @description The first day, in UTC. */
                    since?: string;
                    /** @description The last day, in UTC. */
                    until?: string;
                };
                header?: never;
                path: {
                    /** @description The integration's id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ActivityDayPage"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/{id}/quarantine/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read records that were set aside again, with the next incremental run
         * @description For a version that understands them. Log files are read again by their ids, while OpenAI has them (30 days); what is stored already is stored once. Records of state come with the next full run anyway and are not counted here.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    /** @description The integration's id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What will be read again, by stream */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AskedReplay"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/integrations/{id}/directory": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the company’s own directory holds: counts, where from, since when */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description The integration's id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The directory */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Directory"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        /**
         * Import the company’s own directory from a CSV file: who works here, and who has left
         * @description The first line names the columns: email (mail, work_email, userPrincipalName), status (active, enabled, employment_status), manager, department, id (employee_id, external_id), left_at (termination_date). One row that cannot be read refuses the whole file, by its line and column, unless `skip_bad_rows`. Accounts are held against it by e-mail address when the next run ends, within a quarter of an hour.
         */
        put: {
            parameters: {
                query?: {
                    /** @description `true`, the default: the file is the whole directory, and who is not in it goes. `false`: adds and changes only. */
                    replace?: "true" | "false";
                    /** @description `true`: counts what would be done, and does nothing. */
                    dry_run?: "true" | "false";
                    /** @description `true`: rows that cannot be read are left out, and their people stay as they are. */
                    skip_bad_rows?: "true" | "false";
                    /** @description `true`: also where less than half of the people would be left, or less than half of those who work here; where most of those who had left would work here again; or where a column is missing that the directory has. */
                    accept_shrink?: "true" | "false";
                };
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    /** @description The integration's id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "text/csv": string;
                };
            };
            responses: {
                /** @description In effect */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DirectoryImport"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is not of the type that is asked for */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        post?: never;
        /** Erase the whole directory, with what was found by it; the rules about it are not evaluated then */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    /** @description The integration's id. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Erased */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/identities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Humans across both planes: their accounts, what they own, what the directory says
         * @description One human is all people of an integration with the same e-mail address, never with the same name.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Rows a page, 1 to 200. */
                    limit?: number;
                    /** @description `page.next_cursor` of the page before, with the same filters. */
                    cursor?: string;
                    integration?: string;
                    /** @description Part of an address or a name, or a user’s id at OpenAI. */
                    q?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["IdentityPage"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/identities/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One human, with the keys, GPTs and agents that they own */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    /** @description Any of their person ids. */
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The human */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["IdentityDetail"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/destinations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Destinations, without their secrets and the paths of their URLs */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description All of them */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DestinationList"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Add a destination: a webhook, whose secret is shown this once, or another kind */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CreateDestination"];
                };
            };
            responses: {
                /** @description Made */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CreatedDestination"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is not of the type that is asked for */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/destinations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One destination; its ETag goes into If-Match of a change */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The destination */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Destination"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Remove a destination; deliveries on their way to it end */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Removed */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        /**
         * Change of which findings and events a destination hears, and how, from the next ones on; disable or enable it
         * @description What is left out stays, of settings too; null takes a filter away. What is on its way goes on, unless the destination is disabled.
         */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                    /** @description The ETag of GET /api/v1/destinations/{id}. Changed since, it stays as it is (412). */
                    "if-match"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChangeDestination"];
                };
            };
            responses: {
                /** @description As it is now */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Destination"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description It has changed since the ETag in If-Match was read */
                412: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is not of the type that is asked for */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/destinations/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a webhook a new secret, which is shown this once; or a destination of another kind the one that you have
         * @description Of a webhook: for overlap_hours both secrets sign, in two entries of one header, so that a receiver with either takes everything. A secret that was still signing from a rotation before ends at once. Of other kinds: url or token, from whoever made them new; they hold at once, and what had failed is tried again within seconds.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RotateSecret"];
                };
            };
            responses: {
                /** @description The destination, of a webhook with its new secret */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CreatedDestination"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is not of the type that is asked for */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/destinations/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test message to a place that is not saved
         * @description To see whether it can be reached; the same addresses are refused as for a destination. A webhook’s ping is signed with a secret that nobody has: a receiver that verifies answers with its refusal. At most 6 a minute for each token, and 30 for all of them.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TestDestination"];
                };
            };
            responses: {
                /** @description What came of it */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TestedDestination"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is not of the type that is asked for */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/destinations/{id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a test message to a destination, and say what came of it
         * @description To a webhook a ping, signed as everything else. Sent once, and kept in no list of deliveries. At most 6 a minute for each token, and 30 for all of them.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description What came of it */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TestedDestination"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/destinations/{id}/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Which ticket of Jira or ServiceNow stands for which finding or rule, newest first
         * @description Of other kinds of destinations there are none.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Rows a page, 1 to 200. */
                    limit?: number;
                    /** @description `page.next_cursor` of the page before, with the same filters. */
                    cursor?: string;
                    /** @description Default: all but those that are not there. Repeatable, or with commas: any of them. */
                    state?: ("none" | "opening" | "open" | "moving" | "closed")[];
                };
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TicketPage"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was sent to webhooks, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Rows a page, 1 to 200. */
                    limit?: number;
                    /** @description `page.next_cursor` of the page before, with the same filters. */
                    cursor?: string;
                    /** @description The destination's id; without it, of all. */
                    destination?: string;
                    /** @description What became of it. Repeatable, or with commas: any of them. */
                    state?: ("pending" | "delivered" | "failed" | "abandoned")[];
                    /** @description Of what it tells. Repeatable, or with commas: any of them. */
                    type?: ("finding.opened" | "finding.resolved" | "finding.reopened" | "finding.updated" | "finding.severity_changed" | "finding.excepted" | "run.started" | "run.stalled" | "run.completed" | "run.failed" | "integration.degraded" | "integration.recovered" | "destination.disabled" | "digest.weekly")[];
                    /** @description Made then or later. */
                    since?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeliveryPage"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One delivery, with each of its attempts */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The delivery */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeliveryDetail"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a delivery again that was delivered or given up
         * @description With the same webhook-id and the same payload: it is the same event, and a receiver that took it before can tell. It goes out within seconds, through the whole schedule of attempts.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is on its way again */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Delivery"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/destinations/{id}/replay-failed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send again what was given up since a time
         * @description Oldest first, 1000 at most; "left" says how many remain for another request. What is on its way already is left alone, so repeating it sends nothing twice.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ReplayFailed"];
                };
            };
            responses: {
                /** @description So many are on their way again */
                202: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ReplayedFailed"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is not of the type that is asked for */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tokens, newest first, also those that have ended */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description All that this token may see */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TokenList"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Make a token; it is shown this once
         * @description It may do no more than the token that makes it, sees no integration that this one does not, and does not outlive it.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CreateToken"];
                };
            };
            responses: {
                /** @description Made */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CreatedToken"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is not of the type that is asked for */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One token */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The token */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Token"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        /** Revoke a token, at once; it stays in the list */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Revoked */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The token or the person that asks, and what they may do */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The token, or the person who has signed in */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Token"] | components["schemas"]["Myself"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People who have signed in or tried to, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Rows a page, 1 to 200. */
                    limit?: number;
                    /** @description `page.next_cursor` of the page before, with the same filters. */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A page of people */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UserPage"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One person, with the tokens that they made */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The person */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UserDetail"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Shut a person out, or let them in again
         * @description Disabling ends their sessions and, unless keep_tokens says otherwise, revokes the tokens that they made, at once. Their role is the identity provider’s to change.
         */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChangeUser"];
                };
            };
            responses: {
                /** @description The person */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UserDetail"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is not of the type that is asked for */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
    "/api/v1/service-accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Service accounts, newest first, also those that are disabled */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description All of them */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ServiceAccountList"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /**
         * Make a service account: a program that uses Casbah, and owns tokens
         * @description Its tokens may do no more than it may, and it no more than the token that makes it.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CreateServiceAccount"];
                };
            };
            responses: {
                /** @description Made */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ServiceAccount"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is not of the type that is asked for */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/service-accounts/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One service account
         * @description Its tokens are those of GET /tokens that name it in `service_account_id`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The account */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ServiceAccount"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Disable or enable a service account, or say anew what it is for
         * @description Disabling ends its tokens at once. They stay ended when it is enabled again: what was shut out may have leaked.
         */
        patch: {
            parameters: {
                query?: never;
                header?: {
                    /** @description Up to 255 printable ASCII characters. The same key with the same body has one effect and one answer for 24 hours. */
                    "idempotency-key"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ChangeServiceAccount"];
                };
            };
            responses: {
                /** @description As it is now */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ServiceAccount"];
                    };
                };
                /** @description Not valid: unknown or wrong parameters or fields */
                400: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description No valid bearer token */
                401: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The token lacks a scope, or is limited to some integrations */
                403: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Not there, or not to be seen by this token */
                404: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Refused as things stand, or a request with this Idempotency-Key is running */
                409: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is too large */
                413: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description The body is not of the type that is asked for */
                415: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Well-formed and yet not to be done, or the Idempotency-Key was used with another body */
                422: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Too many requests in this minute; see Retry-After, RateLimit and RateLimit-Policy */
                429: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description An error of Casbah, logged with the request id */
                500: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
                /** @description Busy, or a needed service is away; see Retry-After */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        trace?: never;
    };
}
export interface webhooks {
    "finding.opened": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** finding.opened */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The same over all attempts and replays of one event: what you have taken once, you can skip. */
                    "webhook-id": string;
                    /** @description Seconds since 1970, of this attempt. */
                    "webhook-timestamp": string;
                    /** @description Standard Webhooks: `v1,<base64>`; two of them, parted by a space, while a secret is rotated. */
                    "webhook-signature": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        type: "finding.opened";
                        /**
                         * Format: date-time
                         * @example 2026-11-22T03:45:39.123456Z
                         */
                        timestamp: string;
                        data: {
                            /** Format: uuid */
                            finding_id: string;
                            /** @description Counts what happened to the one thing that this is about (the finding, run, integration or webhook). Retries may overtake each other: discard what is not higher than what you have of the same thing. */
                            sequence: number;
                            /** Format: uuid */
                            integration_id: string;
                            rule_id: string;
                            rule_version: number;
                            /** Format: uuid */
                            finding_type_id: string;
                            category: string;
                            /** @enum {string} */
                            severity: "low" | "medium" | "high" | "critical";
                            /** @enum {string} */
                            effective_severity: "low" | "medium" | "high" | "critical";
                            /** @description Where the API tells more. */
                            href: string;
                        };
                    };
                };
            };
            responses: {
                /** @description Gone: the webhook is disabled */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Taken */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not taken: tried again later; Retry-After is honoured */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "finding.resolved": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** finding.resolved */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The same over all attempts and replays of one event: what you have taken once, you can skip. */
                    "webhook-id": string;
                    /** @description Seconds since 1970, of this attempt. */
                    "webhook-timestamp": string;
                    /** @description Standard Webhooks: `v1,<base64>`; two of them, parted by a space, while a secret is rotated. */
                    "webhook-signature": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        type: "finding.resolved";
                        /**
                         * Format: date-time
                         * @example 2026-11-22T03:45:39.123456Z
                         */
                        timestamp: string;
                        data: {
                            /** Format: uuid */
                            finding_id: string;
                            /** @description Counts what happened to the one thing that this is about (the finding, run, integration or webhook). Retries may overtake each other: discard what is not higher than what you have of the same thing. */
                            sequence: number;
                            /** Format: uuid */
                            integration_id: string;
                            rule_id: string;
                            rule_version: number;
                            /** Format: uuid */
                            finding_type_id: string;
                            category: string;
                            /** @enum {string} */
                            severity: "low" | "medium" | "high" | "critical";
                            /** @enum {string} */
                            effective_severity: "low" | "medium" | "high" | "critical";
                            /** @description Where the API tells more. */
                            href: string;
                        };
                    };
                };
            };
            responses: {
                /** @description Gone: the webhook is disabled */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Taken */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not taken: tried again later; Retry-After is honoured */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "finding.reopened": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** finding.reopened */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The same over all attempts and replays of one event: what you have taken once, you can skip. */
                    "webhook-id": string;
                    /** @description Seconds since 1970, of this attempt. */
                    "webhook-timestamp": string;
                    /** @description Standard Webhooks: `v1,<base64>`; two of them, parted by a space, while a secret is rotated. */
                    "webhook-signature": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        type: "finding.reopened";
                        /**
                         * Format: date-time
                         * @example 2026-11-22T03:45:39.123456Z
                         */
                        timestamp: string;
                        data: {
                            /** Format: uuid */
                            finding_id: string;
                            /** @description Counts what happened to the one thing that this is about (the finding, run, integration or webhook). Retries may overtake each other: discard what is not higher than what you have of the same thing. */
                            sequence: number;
                            /** Format: uuid */
                            integration_id: string;
                            rule_id: string;
                            rule_version: number;
                            /** Format: uuid */
                            finding_type_id: string;
                            category: string;
                            /** @enum {string} */
                            severity: "low" | "medium" | "high" | "critical";
                            /** @enum {string} */
                            effective_severity: "low" | "medium" | "high" | "critical";
                            /** @description Where the API tells more. */
                            href: string;
                        };
                    };
                };
            };
            responses: {
                /** @description Gone: the webhook is disabled */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Taken */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not taken: tried again later; Retry-After is honoured */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "finding.updated": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** finding.updated */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The same over all attempts and replays of one event: what you have taken once, you can skip. */
                    "webhook-id": string;
                    /** @description Seconds since 1970, of this attempt. */
                    "webhook-timestamp": string;
                    /** @description Standard Webhooks: `v1,<base64>`; two of them, parted by a space, while a secret is rotated. */
                    "webhook-signature": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        type: "finding.updated";
                        /**
                         * Format: date-time
                         * @example 2026-11-22T03:45:39.123456Z
                         */
                        timestamp: string;
                        data: {
                            /** Format: uuid */
                            finding_id: string;
                            /** @description Counts what happened to the one thing that this is about (the finding, run, integration or webhook). Retries may overtake each other: discard what is not higher than what you have of the same thing. */
                            sequence: number;
                            /** Format: uuid */
                            integration_id: string;
                            rule_id: string;
                            rule_version: number;
                            /** Format: uuid */
                            finding_type_id: string;
                            category: string;
                            /** @enum {string} */
                            severity: "low" | "medium" | "high" | "critical";
                            /** @enum {string} */
                            effective_severity: "low" | "medium" | "high" | "critical";
                            /** @description Where the API tells more. */
                            href: string;
                        };
                    };
                };
            };
            responses: {
                /** @description Gone: the webhook is disabled */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Taken */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not taken: tried again later; Retry-After is honoured */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "finding.severity_changed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** finding.severity_changed */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The same over all attempts and replays of one event: what you have taken once, you can skip. */
                    "webhook-id": string;
                    /** @description Seconds since 1970, of this attempt. */
                    "webhook-timestamp": string;
                    /** @description Standard Webhooks: `v1,<base64>`; two of them, parted by a space, while a secret is rotated. */
                    "webhook-signature": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        type: "finding.severity_changed";
                        /**
                         * Format: date-time
                         * @example 2026-11-22T03:45:39.123456Z
                         */
                        timestamp: string;
                        data: {
                            /** Format: uuid */
                            finding_id: string;
                            /** @description Counts what happened to the one thing that this is about (the finding, run, integration or webhook). Retries may overtake each other: discard what is not higher than what you have of the same thing. */
                            sequence: number;
                            /** Format: uuid */
                            integration_id: string;
                            rule_id: string;
                            rule_version: number;
                            /** Format: uuid */
                            finding_type_id: string;
                            category: string;
                            /** @enum {string} */
                            severity: "low" | "medium" | "high" | "critical";
                            /** @enum {string} */
                            effective_severity: "low" | "medium" | "high" | "critical";
                            /** @description Where the API tells more. */
                            href: string;
                        };
                    };
                };
            };
            responses: {
                /** @description Gone: the webhook is disabled */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Taken */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not taken: tried again later; Retry-After is honoured */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "finding.excepted": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** finding.excepted */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The same over all attempts and replays of one event: what you have taken once, you can skip. */
                    "webhook-id": string;
                    /** @description Seconds since 1970, of this attempt. */
                    "webhook-timestamp": string;
                    /** @description Standard Webhooks: `v1,<base64>`; two of them, parted by a space, while a secret is rotated. */
                    "webhook-signature": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        type: "finding.excepted";
                        /**
                         * Format: date-time
                         * @example 2026-11-22T03:45:39.123456Z
                         */
                        timestamp: string;
                        data: {
                            /** Format: uuid */
                            finding_id: string;
                            /** @description Counts what happened to the one thing that this is about (the finding, run, integration or webhook). Retries may overtake each other: discard what is not higher than what you have of the same thing. */
                            sequence: number;
                            /** Format: uuid */
                            integration_id: string;
                            rule_id: string;
                            rule_version: number;
                            /** Format: uuid */
                            finding_type_id: string;
                            category: string;
                            /** @enum {string} */
                            severity: "low" | "medium" | "high" | "critical";
                            /** @enum {string} */
                            effective_severity: "low" | "medium" | "high" | "critical";
                            /** @description Where the API tells more. */
                            href: string;
                        };
                    };
                };
            };
            responses: {
                /** @description Gone: the webhook is disabled */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Taken */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not taken: tried again later; Retry-After is honoured */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "run.started": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** run.started */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The same over all attempts and replays of one event: what you have taken once, you can skip. */
                    "webhook-id": string;
                    /** @description Seconds since 1970, of this attempt. */
                    "webhook-timestamp": string;
                    /** @description Standard Webhooks: `v1,<base64>`; two of them, parted by a space, while a secret is rotated. */
                    "webhook-signature": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        type: "run.started";
                        /**
                         * Format: date-time
                         * @example 2026-11-22T03:45:39.123456Z
                         */
                        timestamp: string;
                        data: {
                            /** Format: uuid */
                            run_id: string;
                            /** @description Counts what happened to the one thing that this is about (the finding, run, integration or webhook). Retries may overtake each other: discard what is not higher than what you have of the same thing. */
                            sequence: number;
                            /** Format: uuid */
                            integration_id: string;
                            run_no: number;
                            /** @enum {string} */
                            kind: "full" | "incremental" | "key_check" | "connection_test" | "recheck";
                            /** @enum {string} */
                            state: "queued" | "running" | "waiting_for_rate_limit" | "waiting_for_credentials" | "stalled" | "completed" | "completed_with_gaps" | "failed" | "cancelled";
                            /** @description Where the API tells more. */
                            href: string;
                        };
                    };
                };
            };
            responses: {
                /** @description Gone: the webhook is disabled */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Taken */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not taken: tried again later; Retry-After is honoured */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "run.stalled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** run.stalled */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The same over all attempts and replays of one event: what you have taken once, you can skip. */
                    "webhook-id": string;
                    /** @description Seconds since 1970, of this attempt. */
                    "webhook-timestamp": string;
                    /** @description Standard Webhooks: `v1,<base64>`; two of them, parted by a space, while a secret is rotated. */
                    "webhook-signature": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        type: "run.stalled";
                        /**
                         * Format: date-time
                         * @example 2026-11-22T03:45:39.123456Z
                         */
                        timestamp: string;
                        data: {
                            /** Format: uuid */
                            run_id: string;
                            /** @description Counts what happened to the one thing that this is about (the finding, run, integration or webhook). Retries may overtake each other: discard what is not higher than what you have of the same thing. */
                            sequence: number;
                            /** Format: uuid */
                            integration_id: string;
                            run_no: number;
                            /** @enum {string} */
                            kind: "full" | "incremental" | "key_check" | "connection_test" | "recheck";
                            /** @enum {string} */
                            state: "queued" | "running" | "waiting_for_rate_limit" | "waiting_for_credentials" | "stalled" | "completed" | "completed_with_gaps" | "failed" | "cancelled";
                            /** @description Where the API tells more. */
                            href: string;
                        };
                    };
                };
            };
            responses: {
                /** @description Gone: the webhook is disabled */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Taken */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not taken: tried again later; Retry-After is honoured */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "run.completed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** run.completed */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The same over all attempts and replays of one event: what you have taken once, you can skip. */
                    "webhook-id": string;
                    /** @description Seconds since 1970, of this attempt. */
                    "webhook-timestamp": string;
                    /** @description Standard Webhooks: `v1,<base64>`; two of them, parted by a space, while a secret is rotated. */
                    "webhook-signature": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        type: "run.completed";
                        /**
                         * Format: date-time
                         * @example 2026-11-22T03:45:39.123456Z
                         */
                        timestamp: string;
                        data: {
                            /** Format: uuid */
                            run_id: string;
                            /** @description Counts what happened to the one thing that this is about (the finding, run, integration or webhook). Retries may overtake each other: discard what is not higher than what you have of the same thing. */
                            sequence: number;
                            /** Format: uuid */
                            integration_id: string;
                            run_no: number;
                            /** @enum {string} */
                            kind: "full" | "incremental" | "key_check" | "connection_test" | "recheck";
                            /** @enum {string} */
                            state: "queued" | "running" | "waiting_for_rate_limit" | "waiting_for_credentials" | "stalled" | "completed" | "completed_with_gaps" | "failed" | "cancelled";
                            /** @description Where the API tells more. */
                            href: string;
                        };
                    };
                };
            };
            responses: {
                /** @description Gone: the webhook is disabled */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Taken */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not taken: tried again later; Retry-After is honoured */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "run.failed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** run.failed */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The same over all attempts and replays of one event: what you have taken once, you can skip. */
                    "webhook-id": string;
                    /** @description Seconds since 1970, of this attempt. */
                    "webhook-timestamp": string;
                    /** @description Standard Webhooks: `v1,<base64>`; two of them, parted by a space, while a secret is rotated. */
                    "webhook-signature": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        type: "run.failed";
                        /**
                         * Format: date-time
                         * @example 2026-11-22T03:45:39.123456Z
                         */
                        timestamp: string;
                        data: {
                            /** Format: uuid */
                            run_id: string;
                            /** @description Counts what happened to the one thing that this is about (the finding, run, integration or webhook). Retries may overtake each other: discard what is not higher than what you have of the same thing. */
                            sequence: number;
                            /** Format: uuid */
                            integration_id: string;
                            run_no: number;
                            /** @enum {string} */
                            kind: "full" | "incremental" | "key_check" | "connection_test" | "recheck";
                            /** @enum {string} */
                            state: "queued" | "running" | "waiting_for_rate_limit" | "waiting_for_credentials" | "stalled" | "completed" | "completed_with_gaps" | "failed" | "cancelled";
                            /** @description Where the API tells more. */
                            href: string;
                        };
                    };
                };
            };
            responses: {
                /** @description Gone: the webhook is disabled */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Taken */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not taken: tried again later; Retry-After is honoured */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "integration.degraded": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** integration.degraded */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The same over all attempts and replays of one event: what you have taken once, you can skip. */
                    "webhook-id": string;
                    /** @description Seconds since 1970, of this attempt. */
                    "webhook-timestamp": string;
                    /** @description Standard Webhooks: `v1,<base64>`; two of them, parted by a space, while a secret is rotated. */
                    "webhook-signature": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        type: "integration.degraded";
                        /**
                         * Format: date-time
                         * @example 2026-11-22T03:45:39.123456Z
                         */
                        timestamp: string;
                        data: {
                            /** Format: uuid */
                            integration_id: string;
                            /** @description Counts what happened to the one thing that this is about (the finding, run, integration or webhook). Retries may overtake each other: discard what is not higher than what you have of the same thing. */
                            sequence: number;
                            /** @enum {string} */
                            phase: "connecting" | "awaiting_access" | "idle" | "collecting" | "needs_attention" | "paused" | "disconnecting" | "disconnected";
                            /** @description Where the API tells more. */
                            href: string;
                        };
                    };
                };
            };
            responses: {
                /** @description Gone: the webhook is disabled */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Taken */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not taken: tried again later; Retry-After is honoured */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "integration.recovered": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** integration.recovered */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The same over all attempts and replays of one event: what you have taken once, you can skip. */
                    "webhook-id": string;
                    /** @description Seconds since 1970, of this attempt. */
                    "webhook-timestamp": string;
                    /** @description Standard Webhooks: `v1,<base64>`; two of them, parted by a space, while a secret is rotated. */
                    "webhook-signature": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        type: "integration.recovered";
                        /**
                         * Format: date-time
                         * @example 2026-11-22T03:45:39.123456Z
                         */
                        timestamp: string;
                        data: {
                            /** Format: uuid */
                            integration_id: string;
                            /** @description Counts what happened to the one thing that this is about (the finding, run, integration or webhook). Retries may overtake each other: discard what is not higher than what you have of the same thing. */
                            sequence: number;
                            /** @enum {string} */
                            phase: "connecting" | "awaiting_access" | "idle" | "collecting" | "needs_attention" | "paused" | "disconnecting" | "disconnected";
                            /** @description Where the API tells more. */
                            href: string;
                        };
                    };
                };
            };
            responses: {
                /** @description Gone: the webhook is disabled */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Taken */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not taken: tried again later; Retry-After is honoured */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "destination.disabled": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** destination.disabled */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The same over all attempts and replays of one event: what you have taken once, you can skip. */
                    "webhook-id": string;
                    /** @description Seconds since 1970, of this attempt. */
                    "webhook-timestamp": string;
                    /** @description Standard Webhooks: `v1,<base64>`; two of them, parted by a space, while a secret is rotated. */
                    "webhook-signature": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        type: "destination.disabled";
                        /**
                         * Format: date-time
                         * @example 2026-11-22T03:45:39.123456Z
                         */
                        timestamp: string;
                        data: {
                            /** Format: uuid */
                            destination_id: string;
                            /** @description Counts what happened to the one thing that this is about (the finding, run, integration or webhook). Retries may overtake each other: discard what is not higher than what you have of the same thing. */
                            sequence: number;
                            /**
                             * Format: uuid
                             * @description Null: it hears of all integrations.
                             */
                            integration_id: string | null;
                            /**
                             * @description `gone`: it answered 410; `failing`: it took nothing for days.
                             * @enum {string}
                             */
                            reason: "gone" | "failing";
                            failed_attempts: number;
                        };
                    };
                };
            };
            responses: {
                /** @description Gone: the webhook is disabled */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Taken */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not taken: tried again later; Retry-After is honoured */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    ping: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** ping */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description The same over all attempts and replays of one event: what you have taken once, you can skip. */
                    "webhook-id": string;
                    /** @description Seconds since 1970, of this attempt. */
                    "webhook-timestamp": string;
                    /** @description Standard Webhooks: `v1,<base64>`; two of them, parted by a space, while a secret is rotated. */
                    "webhook-signature": string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": {
                        /** @enum {string} */
                        type: "ping";
                        /**
                         * Format: date-time
                         * @example 2026-11-22T03:45:39.123456Z
                         */
                        timestamp: string;
                        data: {
                            /** Format: uuid */
                            destination_id: string | null;
                        };
                    };
                };
            };
            responses: {
                /** @description Gone: the webhook is disabled */
                410: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Taken */
                "2XX": {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not taken: tried again later; Retry-After is honoured */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        Readiness: {
            /** @enum {string} */
            status: "ok" | "unavailable";
            /** @description With ?verbose only. */
            checks?: {
                name: string;
                ok: boolean;
                detail: string;
            }[];
        };
        IntegrationPage: {
            data: components["schemas"]["Integration"][];
            page: {
                next_cursor: string | null;
                limit: number;
            };
        };
        Integration: {
            /** Format: uuid */
            id: string;
            /** @description Of what people set; in quotes it goes into If-Match of a change. */
            revision: string;
            display_name: string;
            organization_id: string | null;
            /** Format: uuid */
            workspace_id: string | null;
            project_id: string | null;
            /** @enum {string} */
            collection_mode: "none" | "metadata" | "analyze" | "content";
            own_domains: string[];
            other_log_types: string[];
            /** @enum {string} */
            severity_escalation: "on" | "off";
            /** @enum {string} */
            phase: "connecting" | "awaiting_access" | "idle" | "collecting" | "needs_attention" | "paused" | "disconnecting" | "disconnected";
            phase_label: string;
            /** @description What a person should know, and do next. */
            phase_note: string | null;
            created_by: components["schemas"]["Actor"];
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            updated_at: string;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            disconnected_at: string | null;
        };
        Actor: {
            /** @enum {string} */
            kind: "token" | "schedule" | "system" | "user";
            id: string;
            label: string;
        };
        /** @description RFC 9457. The type leads to a page that says what to do next. */
        Problem: {
            /** @example /docs/problems/invalid-request */
            type: string;
            title: string;
            status: number;
            detail: string;
            /** @description The request's id, as in X-Request-Id and in the log. */
            instance: string;
            errors?: {
                /** @description JSON pointer into the body or path, or `?name` for a parameter. */
                pointer: string;
                detail: string;
            }[];
        };
        IntegrationDetail: components["schemas"]["Integration"] & {
            credentials: components["schemas"]["Credential"][];
            capabilities: components["schemas"]["Capability"][];
            /** @description What the last connection test saw, for a person to confirm: counts, owners’ domains. */
            proof: components["schemas"]["JsonObject"] | null;
            /** @description The last change of its collection mode, and how far it is; null where there was none. */
            mode_change: components["schemas"]["ModeChange"] | null;
            /** @description What OpenAI had deleted before it was read (it keeps logs for 30 days), newest first: of these times nothing is known. */
            collection_gaps: components["schemas"]["CollectionGap"][];
            links: {
                temporal: string | null;
            };
        };
        Credential: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "compliance_key" | "admin_key" | "project_key";
            label: string;
            /**
             * @description All that is ever shown again.
             * @example …a1b2
             */
            shown: string;
            key_name: string | null;
            /** @enum {string} */
            state: "active" | "rejected" | "replaced";
            /** @enum {string|null} */
            rejected_code: "ok" | "invalid_key" | "key_revoked_or_expired" | "swapped_keys" | "wrong_key_class" | "missing_scope" | "access_not_granted_yet" | "unknown_workspace" | "wrong_organization" | "audit_logging_disabled" | "ip_not_allowed" | "project_key_adds_nothing" | "not_configured" | "unreachable" | "rate_limited" | "contract_changed" | null;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            rejected_at: string | null;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            created_at: string;
        };
        Capability: {
            /** @enum {string} */
            capability: "platform.organization_read" | "platform.project_read" | "platform.audit_logs_read" | "platform.access_read" | "platform.settings_read" | "platform.usage_read" | "chatgpt.directory_read" | "chatgpt.gpts_read" | "chatgpt.projects_read" | "chatgpt.personal_read" | "chatgpt.codex_read" | "chatgpt.agents_read" | "chatgpt.plugins_read" | "chatgpt.logs.AUTH_LOG" | "chatgpt.logs.AUDIT_LOG" | "chatgpt.logs.CONVERSATION_MESSAGE" | "chatgpt.logs.APP_AUTH_LOG" | "chatgpt.logs.APP_LOG" | "chatgpt.logs.CODEX_LOG" | "chatgpt.logs.CODEX_TURN" | "chatgpt.logs.CODEX_SECURITY_LOG" | "chatgpt.logs.CUSTOM_AGENTS_LOG" | "chatgpt.logs.CHATGPT_PLUGIN_SPREADSHEET" | "chatgpt.logs.COSTS";
            label: string;
            /** @enum {string} */
            plane: "chatgpt" | "platform";
            plane_label: string;
            /** @description The scope to ask for, in OpenAI's own spelling. */
            scope: string;
            /** @enum {string} */
            state: "granted" | "denied" | "awaiting" | "absent";
            /** @enum {string} */
            result_code: "ok" | "invalid_key" | "key_revoked_or_expired" | "swapped_keys" | "wrong_key_class" | "missing_scope" | "access_not_granted_yet" | "unknown_workspace" | "wrong_organization" | "audit_logging_disabled" | "ip_not_allowed" | "project_key_adds_nothing" | "not_configured" | "unreachable" | "rate_limited" | "contract_changed";
            /** Format: uuid */
            credential_id: string | null;
            /** @description Key kind, capability and the fix, in words. */
            detail: string;
            fix_url: string | null;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            checked_at: string;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            since: string | null;
        };
        JsonObject: {
            [key: string]: unknown;
        };
        ModeChange: {
            /** @enum {string} */
            from: "none" | "metadata" | "analyze" | "content";
            /** @enum {string} */
            to: "none" | "metadata" | "analyze" | "content";
            reason: string | null;
            actor: components["schemas"]["Actor"];
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            requested_at: string;
            /**
             * Format: date-time
             * @description From here on nothing is written that the mode does not allow.
             * @example 2026-11-22T03:45:39.123456Z
             */
            applied_at: string | null;
            /**
             * Format: date-time
             * @description From when on there is what the mode newly allows; null where it allows less.
             * @example 2026-11-22T03:45:39.123456Z
             */
            data_from: string | null;
            /**
             * Format: date-time
             * @description When all that the mode does not allow was gone; null while it is being deleted.
             * @example 2026-11-22T03:45:39.123456Z
             */
            purged_at: string | null;
        };
        CollectionGap: {
            /** @enum {string} */
            stream: "platform.users" | "platform.invites" | "platform.projects" | "platform.project_users" | "platform.service_accounts" | "platform.project_keys" | "platform.admin_keys" | "platform.groups" | "platform.group_users" | "platform.roles" | "platform.user_roles" | "platform.group_roles" | "platform.project_groups" | "platform.project_roles" | "platform.project_user_roles" | "platform.project_group_roles" | "platform.rate_limits" | "platform.certificates" | "platform.project_certificates" | "platform.organization_settings" | "platform.project_settings" | "platform.audit_logs" | "platform.usage" | "platform.costs" | "chatgpt.users" | "chatgpt.gpts" | "chatgpt.gpt_configs" | "chatgpt.gpt_shared_users" | "chatgpt.projects" | "chatgpt.project_configs" | "chatgpt.project_shared_users" | "chatgpt.memories" | "chatgpt.canvases" | "chatgpt.recordings" | "chatgpt.automations" | "chatgpt.library_files" | "chatgpt.codex_environments" | "chatgpt.codex_tasks" | "chatgpt.agents" | "chatgpt.skills" | "chatgpt.plugins" | "logs.AUTH_LOG" | "logs.AUDIT_LOG" | "logs.CONVERSATION_MESSAGE" | "logs.APP_AUTH_LOG" | "logs.APP_LOG" | "logs.CODEX_LOG" | "logs.CODEX_TURN" | "logs.CODEX_SECURITY_LOG" | "logs.CUSTOM_AGENTS_LOG" | "logs.CHATGPT_PLUGIN_SPREADSHEET" | "logs.COSTS" | "logs.OTHER";
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            lost_from: string;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            lost_until: string;
            /**
             * Format: uuid
             * @description The run that found it.
             */
            run_id: string;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            noted_at: string;
        };
        CollectionPlan: {
            requests: components["schemas"]["Range"];
            seconds: components["schemas"]["Range"] & unknown;
            streams: {
                /** @enum {string} */
                stream: "platform.users" | "platform.invites" | "platform.projects" | "platform.project_users" | "platform.service_accounts" | "platform.project_keys" | "platform.admin_keys" | "platform.groups" | "platform.group_users" | "platform.roles" | "platform.user_roles" | "platform.group_roles" | "platform.project_groups" | "platform.project_roles" | "platform.project_user_roles" | "platform.project_group_roles" | "platform.rate_limits" | "platform.certificates" | "platform.project_certificates" | "platform.organization_settings" | "platform.project_settings" | "platform.audit_logs" | "platform.usage" | "platform.costs" | "chatgpt.users" | "chatgpt.gpts" | "chatgpt.gpt_configs" | "chatgpt.gpt_shared_users" | "chatgpt.projects" | "chatgpt.project_configs" | "chatgpt.project_shared_users" | "chatgpt.memories" | "chatgpt.canvases" | "chatgpt.recordings" | "chatgpt.automations" | "chatgpt.library_files" | "chatgpt.codex_environments" | "chatgpt.codex_tasks" | "chatgpt.agents" | "chatgpt.skills" | "chatgpt.plugins" | "logs.AUTH_LOG" | "logs.AUDIT_LOG" | "logs.CONVERSATION_MESSAGE" | "logs.APP_AUTH_LOG" | "logs.APP_LOG" | "logs.CODEX_LOG" | "logs.CODEX_TURN" | "logs.CODEX_SECURITY_LOG" | "logs.CUSTOM_AGENTS_LOG" | "logs.CHATGPT_PLUGIN_SPREADSHEET" | "logs.COSTS" | "logs.OTHER";
                requests: components["schemas"]["Range"];
                seconds: components["schemas"]["Range"];
                /**
                 * @description Whether the figure is of the last collection, of the parents that are known, or a least.
                 * @enum {string}
                 */
                basis: "ended" | "last_collection" | "parents" | "unknown";
            }[];
        };
        Range: {
            from: number;
            /** @description Null: nothing that would bound it is known yet. */
            to: number | null;
        };
        AccessRequest: {
            organization_id: string | null;
            workspace_id: string | null;
            key_last_four: string;
            key_name: string | null;
            key_added_by: components["schemas"]["Actor"] & unknown;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            key_added_at: string;
            /** @enum {string} */
            scope: "read";
            /** @description What OpenAI will ask for and Casbah does not know. */
            missing: string[];
            /** @description Ready to send; what is missing stands in angle brackets. */
            text: string;
        };
        CreateIntegration: {
            display_name: string;
            /**
             * @description Needed with an admin key: the platform organization.
             * @example org-AbC123
             */
            organization_id?: string | null;
            /**
             * Format: uuid
             * @description Needed with a compliance key.
             */
            workspace_id?: string | null;
            /**
             * @description Only together with a project key.
             * @example proj_AbC123
             */
            project_id?: string | null;
            /**
             * @description What conversation data may be kept, from strictest to widest. "analyze" keeps what "metadata" keeps and no text; "content" keeps text, sealed.
             * @enum {string}
             */
            collection_mode?: "none" | "metadata" | "analyze" | "content";
            /** @description E-mail domains that are yours; invites to others weigh more. */
            own_domains?: string[];
            /**
             * @description Types of log file that OpenAI has added and this version does not describe. Who, when and which type is kept of their records, nothing else; `logs.OTHER` reads them.
             * @example [
             *       "CHATGPT_BROWSER_LOG"
             *     ]
             */
            other_log_types?: string[];
            credentials: {
                compliance_key?: {
                    /**
                     * Format: password
                     * @description Sealed at once; never shown again.
                     */
                    secret: string;
                    /** @description What you called the key at OpenAI; it appears in the access request. */
                    key_name?: string | null;
                } | string | components["schemas"]["CredentialInput"];
                admin_key?: {
                    /**
                     * Format: password
                     * @description Sealed at once; never shown again.
                     */
                    secret: string;
                    /** @description What you called the key at OpenAI; it appears in the access request. */
                    key_name?: string | null;
                } | string | components["schemas"]["CredentialInput"];
                project_key?: {
                    /**
                     * Format: password
                     * @description Sealed at once; never shown again.
                     */
                    secret: string;
                    /** @description What you called the key at OpenAI; it appears in the access request. */
                    key_name?: string | null;
                } | string | components["schemas"]["CredentialInput"];
            };
        };
        ChangeIntegration: {
            display_name?: string;
            /** @description E-mail domains that are yours; invites to others weigh more. */
            own_domains?: string[];
            /**
             * @description Types of log file that OpenAI has added and this version does not describe. Who, when and which type is kept of their records, nothing else; `logs.OTHER` reads them.
             * @example [
             *       "CHATGPT_BROWSER_LOG"
             *     ]
             */
            other_log_types?: string[];
            /** @enum {string} */
            severity_escalation?: "on" | "off";
            /**
             * @description What conversation data may be kept, from strictest to widest. "analyze" keeps what "metadata" keeps and no text; "content" keeps text, sealed.
             * @enum {string}
             */
            collection_mode?: "none" | "metadata" | "analyze" | "content";
            /** @description Why more may be kept; needed where the mode becomes wider. */
            collection_mode_reason?: string;
        };
        CommandAnswer: {
            /** Format: uuid */
            integration_id: string;
            /** @enum {string} */
            phase: "connecting" | "awaiting_access" | "idle" | "collecting" | "needs_attention" | "paused" | "disconnecting" | "disconnected";
            phase_label: string;
        };
        CredentialInput: {
            /**
             * Format: password
             * @description Sealed at once; never shown again.
             */
            secret: string;
            /** @description What you called the key at OpenAI; it appears in the access request. */
            key_name?: string | null;
        };
        RunTicket: {
            /** Format: uuid */
            run_id: string;
            run_no: number;
            /** @enum {string} */
            kind: "full" | "incremental" | "key_check" | "connection_test" | "recheck";
            /** @description True where a run was already open and this request joined it. */
            joined: boolean;
            href: string;
        };
        /** @description Takes no settings. */
        Nothing: Record<string, never>;
        CollectAnswer: {
            full: components["schemas"]["RunTicket"];
            incremental: components["schemas"]["RunTicket"];
            /** @description True where both runs were already open. */
            joined: boolean;
        };
        /** @description The note is shown beside the paused Schedules. */
        Pause: {
            note?: string;
        };
        RunPage: {
            data: components["schemas"]["Run"][];
            page: {
                next_cursor: string | null;
                limit: number;
            };
        };
        Run: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            integration_id: string;
            run_no: number;
            /** @enum {string} */
            kind: "full" | "incremental" | "key_check" | "connection_test" | "recheck";
            /** @enum {string|null} */
            lane: "full" | "incremental" | "recheck" | null;
            /** @enum {string} */
            state: "queued" | "running" | "waiting_for_rate_limit" | "waiting_for_credentials" | "stalled" | "completed" | "completed_with_gaps" | "failed" | "cancelled";
            state_label: string;
            /** @description True in every state that a run does not leave. */
            ended: boolean;
            /** @enum {string|null} */
            stage: "preflight" | "directory" | "gpts" | "projects" | "keys" | "work" | "logs" | "rereads" | "files" | "evaluate" | "notify" | null;
            requested_by: components["schemas"]["Actor"];
            outcome: components["schemas"]["JsonObject"] | null;
            /** @description Why it ended so, where its state does not say it. */
            outcome_label: string | null;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            started_at: string | null;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            ended_at: string | null;
            links: {
                temporal: string | null;
            };
        };
        RunDetail: components["schemas"]["Run"] & {
            /** @description Why an open run stands still: result code or failure of a stream that is in its state. */
            cause: string | null;
            streams: components["schemas"]["RunStream"][];
            totals: {
                records: number;
                pages: number;
                waits: number;
                waited_ms: number;
                quarantined: number;
            };
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            eta: string | null;
            /** @description Of a recheck that has ended: what came of each finding. */
            rechecks: components["schemas"]["RecheckResult"][];
            remaining: components["schemas"]["Remaining"];
        };
        RunStream: {
            /** @enum {string} */
            stream: "platform.users" | "platform.invites" | "platform.projects" | "platform.project_users" | "platform.service_accounts" | "platform.project_keys" | "platform.admin_keys" | "platform.groups" | "platform.group_users" | "platform.roles" | "platform.user_roles" | "platform.group_roles" | "platform.project_groups" | "platform.project_roles" | "platform.project_user_roles" | "platform.project_group_roles" | "platform.rate_limits" | "platform.certificates" | "platform.project_certificates" | "platform.organization_settings" | "platform.project_settings" | "platform.audit_logs" | "platform.usage" | "platform.costs" | "chatgpt.users" | "chatgpt.gpts" | "chatgpt.gpt_configs" | "chatgpt.gpt_shared_users" | "chatgpt.projects" | "chatgpt.project_configs" | "chatgpt.project_shared_users" | "chatgpt.memories" | "chatgpt.canvases" | "chatgpt.recordings" | "chatgpt.automations" | "chatgpt.library_files" | "chatgpt.codex_environments" | "chatgpt.codex_tasks" | "chatgpt.agents" | "chatgpt.skills" | "chatgpt.plugins" | "logs.AUTH_LOG" | "logs.AUDIT_LOG" | "logs.CONVERSATION_MESSAGE" | "logs.APP_AUTH_LOG" | "logs.APP_LOG" | "logs.CODEX_LOG" | "logs.CODEX_TURN" | "logs.CODEX_SECURITY_LOG" | "logs.CUSTOM_AGENTS_LOG" | "logs.CHATGPT_PLUGIN_SPREADSHEET" | "logs.COSTS" | "logs.OTHER";
            /** @enum {string} */
            plane: "chatgpt" | "platform";
            plane_label: string;
            /** @enum {string} */
            stage: "preflight" | "directory" | "gpts" | "projects" | "keys" | "work" | "logs" | "rereads" | "files" | "evaluate" | "notify";
            /** @enum {string} */
            state: "queued" | "running" | "waiting_for_rate_limit" | "waiting_for_credentials" | "stalled" | "completed" | "denied" | "failed" | "cancelled";
            records: number;
            pages: number;
            retries: number;
            waits: number;
            waited_ms: number;
            quarantined: number;
            /**
             * Format: date-time
             * @description How far in upstream's time the cursor stands.
             * @example 2026-11-22T03:45:39.123456Z
             */
            cursor_time: string | null;
            parents_total: number | null;
            parents_done: number | null;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            last_checkpoint_at: string | null;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            waiting_until: string | null;
            /** @description Result code or failure of a stall or denial. */
            cause: string | null;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            started_at: string | null;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            ended_at: string | null;
            /**
             * Format: date-time
             * @description When it may be done, where that can be derived.
             * @example 2026-11-22T03:45:39.123456Z
             */
            eta: string | null;
        };
        RecheckResult: {
            /** Format: uuid */
            finding_id: string;
            /**
             * @description not_evaluated: the finding stays as it was, and `obstacle` says why.
             * @enum {string}
             */
            result: "still_failing" | "resolved" | "not_evaluated";
            /** @enum {string|null} */
            obstacle: "credential_rejected" | "rate_limited" | "unanswered" | "not_allowed" | "unreadable" | "not_told" | "rule" | "finding_gone" | "cancelled" | "broken" | null;
            obstacle_label: string | null;
            /** @description A code that says it more closely. */
            cause: string | null;
        };
        /** @description Of a full run that has not ended: what it will still cost, and between when and when it may end. */
        Remaining: {
            requests: components["schemas"]["Range"];
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            earliest: string;
            /**
             * Format: date-time
             * @description Null: nothing that would bound it is known yet.
             * @example 2026-11-22T03:45:39.123456Z
             */
            latest: string | null;
        } | null;
        AssetPage: {
            data: components["schemas"]["Asset"][];
            page: {
                next_cursor: string | null;
                limit: number;
            };
        };
        Asset: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            integration_id: string;
            /** @enum {string} */
            kind: "platform.organization" | "platform.user" | "platform.invite" | "platform.project" | "platform.project_user" | "platform.service_account" | "platform.project_key" | "platform.admin_key" | "platform.group" | "platform.group_member" | "platform.role" | "platform.user_role" | "platform.group_role" | "platform.project_group" | "platform.project_role" | "platform.project_user_role" | "platform.project_group_role" | "platform.rate_limit" | "platform.certificate" | "platform.project_certificate" | "platform.organization_settings" | "platform.project_settings" | "chatgpt.workspace" | "chatgpt.user" | "chatgpt.gpt" | "chatgpt.gpt_config" | "chatgpt.gpt_share" | "chatgpt.project" | "chatgpt.project_config" | "chatgpt.project_share" | "chatgpt.memory" | "chatgpt.canvas" | "chatgpt.recording" | "chatgpt.automation" | "chatgpt.library_file" | "chatgpt.codex_environment" | "chatgpt.codex_task" | "chatgpt.agent" | "chatgpt.skill" | "chatgpt.plugin" | "casbah.credential";
            kind_label: string;
            external_id: string;
            parent_id: string | null;
            name: string | null;
            attributes: components["schemas"]["JsonObject"];
            /** @description Of API keys and GPTs; null of everything else. */
            last_use: components["schemas"]["LastUse"] | null;
            /** @description By role: self, owner, author … */
            people: {
                [key: string]: components["schemas"]["Person"];
            };
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            first_seen_at: string;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            changed_at: string;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            deleted_at: string | null;
        };
        /** @description The newest use in the days that are kept, and in which signal it shows. Of `usage` only the day is known. */
        LastUse: {
            /** @enum {string} */
            signal: "AUTH_LOG" | "AUDIT_LOG" | "conversations" | "platform_audit" | "APP_LOG" | "usage" | "last_used_at";
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            at: string;
        };
        Person: {
            /** Format: uuid */
            id: string;
            email: string | null;
            name: string | null;
            /** @description True where this person was erased; the id stays. */
            erased: boolean;
        };
        GptPage: {
            data: components["schemas"]["Gpt"][];
            page: {
                next_cursor: string | null;
                limit: number;
            };
        };
        Gpt: {
            /**
             * Format: uuid
             * @description As of the asset.
             */
            id: string;
            /** Format: uuid */
            integration_id: string;
            external_id: string;
            name: string | null;
            owner: components["schemas"]["Person"] | null;
            visibility: string | null;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            deleted_at: string | null;
            definition: components["schemas"]["GptDefinitionStanding"] | null;
            /**
             * @description `changed`: approved as something else. `unread`: approved, and its newest was not read yet.
             * @enum {string}
             */
            approval: "none" | "approved" | "changed" | "unread";
            blast_radius: {
                /** @description 0 to 100. Null where whom it reaches or what it can do is not known. */
                score: number | null;
                /** @enum {string} */
                level: "contained" | "limited" | "wide" | "very_wide" | "unknown";
            };
        };
        GptDefinitionStanding: {
            version: number;
            hash: string;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            first_seen_at: string;
            /** @description False where OpenAI names a newer configuration that was not read yet. */
            is_current: boolean;
        };
        GptDetail: {
            /**
             * Format: uuid
             * @description As of the asset.
             */
            id: string;
            /** Format: uuid */
            integration_id: string;
            external_id: string;
            name: string | null;
            owner: components["schemas"]["Person"] | null;
            visibility: string | null;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            deleted_at: string | null;
            definition: components["schemas"]["GptDefinitionStanding"] | null;
            /**
             * @description `changed`: approved as something else. `unread`: approved, and its newest was not read yet.
             * @enum {string}
             */
            approval: "none" | "approved" | "changed" | "unread";
            blast_radius: components["schemas"]["BlastRadius"];
            live_approval: components["schemas"]["GptApproval"] | null;
            /** @description The newest version. */
            current: components["schemas"]["GptVersion"] | null;
            asset: components["schemas"]["Asset"];
        };
        BlastRadius: {
            /** @description 0 to 100. Null where whom it reaches or what it can do is not known. */
            score: number | null;
            /** @enum {string} */
            level: "contained" | "limited" | "wide" | "very_wide" | "unknown";
            /** @description In words, from who comes in to what goes out. */
            path: string[];
            factors: {
                /** @enum {string} */
                factor: "audience" | "tools" | "actions" | "files" | "combination" | "use";
                value: string;
                /** @description Null: not known, and counted neither way. */
                points: number | null;
                of: number;
                why: string;
            }[];
        };
        GptApproval: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            gpt_id: string;
            definition_hash: string;
            version: number;
            reason: string;
            approved_by: components["schemas"]["Actor"];
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            approved_at: string;
            /**
             * @description Null: it is live.
             * @enum {string|null}
             */
            ended: "withdrawn" | "superseded" | null;
            ended_by: components["schemas"]["Actor"] | null;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            ended_at: string | null;
            end_reason: string | null;
        };
        GptVersion: {
            /** @description 1, 2, 3 … as Casbah has seen them; each differs from the one before. */
            version: number;
            definition_hash: string;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            first_seen_at: string;
            /** @description The live one at OpenAI when it was first seen. */
            configuration_id: string | null;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            configured_at: string | null;
            /** @description Who made that configuration. */
            configured_by: components["schemas"]["Person"] | null;
            definition: components["schemas"]["GptDefinition"];
        };
        /** @description Null is what OpenAI did not tell. */
        GptDefinition: {
            instructions: {
                length: number | null;
                /** @description Tells equal from different. Texts of a definition are sealed; this is keyed, and no hash of the text. */
                fingerprint: string | null;
            };
            tools: string[] | null;
            actions: components["schemas"]["DefinedAction"][] | null;
            /** @description Ids of knowledge files. */
            files: string[] | null;
            audience: {
                visibility: string | null;
                recipients: number | null;
                permissions: string[] | null;
            };
        };
        DefinedAction: {
            host: string | null;
            auth: string | null;
            /** @description Tells equal from different. Texts of a definition are sealed; this is keyed, and no hash of the text. */
            schema_fingerprint: string | null;
            servers: string[] | null;
            /** @description Null where not all could be read. */
            operations: number | null;
        };
        GptVersionPage: {
            data: components["schemas"]["GptVersion"][];
            page: {
                next_cursor: string | null;
                limit: number;
            };
        };
        GptDiff: {
            from: {
                version: number;
                definition_hash: string;
            };
            to: {
                version: number;
                definition_hash: string;
            };
            same: boolean;
            changes: {
                /** @enum {string} */
                kind: "audience_widened" | "action_hosts_added" | "tools_added" | "operations_added" | "auth_changed" | "instructions_changed" | "action_schemas_changed" | "files_added" | "audience_changed" | "not_comparable" | "audience_narrowed" | "action_hosts_removed" | "tools_removed" | "operations_removed" | "files_removed";
                /** @description Null where it cannot be told. */
                count: number | null;
                detail: components["schemas"]["JsonObject"];
            }[];
        };
        GptApprovalPage: {
            data: components["schemas"]["GptApproval"][];
            page: {
                next_cursor: string | null;
                limit: number;
            };
        };
        WrittenGptApproval: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            gpt_id: string;
            definition_hash: string;
            version: number;
            /** @description Left out where a repeated request is answered: GET has it. */
            reason?: string;
            approved_by: components["schemas"]["Actor"];
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            approved_at: string;
            /**
             * @description Null: it is live.
             * @enum {string|null}
             */
            ended: "withdrawn" | "superseded" | null;
            ended_by: components["schemas"]["Actor"] | null;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            ended_at: string | null;
            /** @description Left out where a repeated request is answered: GET has it. */
            end_reason?: string | null;
        };
        ApproveGpt: {
            /** @description Of the definition that was looked at. Another one is refused. */
            definition_hash: string;
            reason: string;
        };
        WithdrawGptApproval: {
            reason: string;
        };
        FindingSummary: {
            standing: number;
            excepted: number;
            resolved: number;
            by_severity: components["schemas"]["CountBySeverity"];
            /** @description By category, then severity. */
            rules: components["schemas"]["RuleSummary"][];
        };
        CountBySeverity: {
            critical: number;
            high: number;
            medium: number;
            low: number;
        };
        RuleSummary: {
            /**
             * @description A rule of GET /rules, or `custom.…`.
             * @example gpt.public_link
             */
            rule_id: string;
            /** Format: uuid */
            finding_type_id: string;
            title: string;
            cloudflare_name: string | null;
            category: string;
            /** @enum {string} */
            severity: "low" | "medium" | "high" | "critical";
            /** @description Findings that are open or reopened, and not excepted. */
            standing: number;
            /** @description Open or reopened ones with a live exception. */
            excepted: number;
            resolved: number;
            by_severity: components["schemas"]["CountBySeverity"] & unknown;
            /** @description Of each integration: the denominators, or why nothing was judged. Empty before the first evaluation. */
            results: components["schemas"]["RuleResult"][];
        };
        RuleResult: {
            /** Format: uuid */
            integration_id: string;
            passed: number;
            failed: number;
            not_evaluated: number;
            /** @description The denominator: failed of total. */
            total: number;
            /**
             * @description Set where the rule as a whole could not judge.
             * @enum {string|null}
             */
            reason: "needs_chatgpt_enterprise" | "needs_api_platform" | "capability_denied" | "awaiting_access" | "stream_incomplete" | "value_absent_upstream" | "no_activity_signal" | "collection_mode" | "warming_up" | "setting_missing" | "no_directory" | "no_dlp_profile" | "rule_disabled" | "expression_error" | "expression_too_costly" | null;
            reason_detail: string | null;
            asset_reasons: components["schemas"]["JsonObject"] & unknown;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            evaluated_at: string;
            /** Format: uuid */
            run_id: string;
        };
        FindingPage: {
            data: components["schemas"]["Finding"][];
            page: {
                next_cursor: string | null;
                limit: number;
            };
        };
        Finding: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            integration_id: string;
            /**
             * @description A rule of GET /rules, or `custom.…`.
             * @example gpt.public_link
             */
            rule_id: string;
            rule_version: number;
            /** Format: uuid */
            finding_type_id: string;
            title: string;
            /** @description Null for a rule that Cloudflare does not have. */
            cloudflare_name: string | null;
            category: string;
            /**
             * @description As published.
             * @enum {string}
             */
            severity: "low" | "medium" | "high" | "critical";
            /**
             * @description Raised where severity_reason says why.
             * @enum {string}
             */
            effective_severity: "low" | "medium" | "high" | "critical";
            severity_reason: string | null;
            /** @enum {string} */
            state: "open" | "resolved" | "reopened";
            /**
             * @description What people say of it; never the machine’s.
             * @enum {string}
             */
            triage: "new" | "in_review" | "remediating" | "false_positive";
            assignee: string | null;
            owner: components["schemas"]["FindingOwner"] | null;
            excepted: components["schemas"]["Excepted"] | null;
            asset: {
                /** Format: uuid */
                id: string;
                /** @enum {string} */
                kind: "platform.organization" | "platform.user" | "platform.invite" | "platform.project" | "platform.project_user" | "platform.service_account" | "platform.project_key" | "platform.admin_key" | "platform.group" | "platform.group_member" | "platform.role" | "platform.user_role" | "platform.group_role" | "platform.project_group" | "platform.project_role" | "platform.project_user_role" | "platform.project_group_role" | "platform.rate_limit" | "platform.certificate" | "platform.project_certificate" | "platform.organization_settings" | "platform.project_settings" | "chatgpt.workspace" | "chatgpt.user" | "chatgpt.gpt" | "chatgpt.gpt_config" | "chatgpt.gpt_share" | "chatgpt.project" | "chatgpt.project_config" | "chatgpt.project_share" | "chatgpt.memory" | "chatgpt.canvas" | "chatgpt.recording" | "chatgpt.automation" | "chatgpt.library_file" | "chatgpt.codex_environment" | "chatgpt.codex_task" | "chatgpt.agent" | "chatgpt.skill" | "chatgpt.plugin" | "casbah.credential";
                kind_label: string;
                external_id: string;
                name: string | null;
            };
            evidence: components["schemas"]["JsonObject"];
            /** @description Who the ids in the evidence are, by role. */
            people: {
                [key: string]: components["schemas"]["Person"];
            };
            /** @description The same over all runs. */
            fingerprint: string;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            first_seen_at: string;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            last_seen_at: string;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            last_evaluated_at: string;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            resolved_at: string | null;
            reopened_count: number;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            due_at: string;
            /** @description It stands, and its due date is past. */
            overdue: boolean;
            /** Format: uuid */
            run_id: string;
        };
        /** @description Whose the thing is, of the people that the evidence names. */
        FindingOwner: {
            person: components["schemas"]["Person"];
            /** @enum {string} */
            role: "owner" | "self" | "author" | "inviter";
        };
        /** @description The live exception; of several the one that lasts longest. */
        Excepted: {
            /** Format: uuid */
            exception_id: string;
            reason: string;
            owner: string;
            /**
             * Format: date-time
             * @description Null: it does not end.
             * @example 2026-11-22T03:45:39.123456Z
             */
            expires_at: string | null;
        };
        FindingDetail: components["schemas"]["Finding"] & {
            parameters: components["schemas"]["JsonObject"] & unknown;
            judged: components["schemas"]["JsonObject"] & unknown;
            /** @description Newest first. */
            history: components["schemas"]["FindingEvent"][];
            /** @description Of Jira or ServiceNow, that stand for it, alone or with others of its rule; newest first. */
            tickets: components["schemas"]["TicketOfFinding"][];
        };
        FindingEvent: {
            /** Format: uuid */
            id: string;
            /** @enum {string} */
            kind: "opened" | "updated" | "resolved" | "reopened" | "severity_changed" | "triaged" | "assigned" | "commented" | "excepted" | "unexcepted" | "rechecked";
            /**
             * Format: uuid
             * @description Null where a person did something, or a route.
             */
            run_id: string | null;
            /** @description Who did it, `system` for a route; null where a run found it out. */
            actor: components["schemas"]["Actor"] | null;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            at: string;
            detail: components["schemas"]["JsonObject"];
        };
        TicketOfFinding: {
            /** @enum {string} */
            kind: "jira" | "servicenow";
            /**
             * @description As people name it.
             * @example SEC-12
             */
            key: string;
            /** @example https://acme.atlassian.net/browse/SEC-12 */
            url: string | null;
            /**
             * @description As Casbah left it; people may have moved it.
             * @enum {string}
             */
            state: "none" | "opening" | "open" | "moving" | "closed";
        };
        FindingReplay: {
            /** Format: uuid */
            finding_id: string;
            /**
             * @description A rule of GET /rules, or `custom.…`.
             * @example gpt.public_link
             */
            rule_id: string;
            /** @description The same inputs gave the same verdict. */
            agrees: boolean;
            /**
             * Format: date-time
             * @description When it stood last: the time at which it is judged again.
             * @example 2026-11-22T03:45:39.123456Z
             */
            judged_at: string;
            rule_version: {
                recorded: number;
                now: number;
            };
            parameters: components["schemas"]["JsonObject"] & unknown;
            /** @description Null: the inputs are not there to be judged. */
            verdict: components["schemas"]["ReplayVerdict"] | null;
            recorded_verdict: components["schemas"]["ReplayVerdict"];
            /** @description Of events the newest thousand. */
            inputs: components["schemas"]["ReplayInput"][];
            differences: {
                /** @enum {string} */
                kind: "rule_version" | "parameters_unusable" | "inputs_not_recorded" | "inputs_gone" | "inputs_changed" | "result" | "evidence" | "severity";
                /** @description In words. */
                says: string;
            }[];
        };
        ReplayVerdict: {
            /** @enum {string} */
            result: "pass" | "fail" | "not_evaluated" | "skipped";
            /** @description Why it was not evaluated, or left out. */
            reason: string | null;
            evidence: components["schemas"]["JsonObject"] | null;
            /** @enum {string|null} */
            effective_severity: "low" | "medium" | "high" | "critical" | null;
            severity_reason: string | null;
        };
        ReplayInput: {
            /** @enum {string} */
            kind: "asset" | "beside" | "event";
            /** @description Of an asset our id, of an event OpenAI’s; the name of what stood beside an asset. */
            id: string;
            /** @description The kind of asset, or the stream. */
            of: string;
            /** @description Null: none was kept. */
            hash_then: string | null;
            /** @description Null: it is no longer there. */
            hash_now: string | null;
            same: boolean;
        };
        CoverageList: {
            totals: {
                pass: number;
                fail: number;
                not_evaluated: number;
                never: number;
            };
            data: components["schemas"]["Coverage"][];
            /** @description There are integrations beyond these; name one with ?integration. */
            more: boolean;
        };
        Coverage: {
            /** Format: uuid */
            integration_id: string;
            /**
             * @description A rule of GET /rules, or `custom.…`.
             * @example gpt.public_link
             */
            rule_id: string;
            title: string;
            category: string;
            /**
             * @description Of the last evaluation: `fail` where anything failed, and of a rule about events where a finding stands; `not_evaluated` where nothing could be judged; `never` before the first.
             * @enum {string}
             */
            outcome: "pass" | "fail" | "not_evaluated" | "never";
            /** @description Findings that are not resolved, of a rule about events: its other numbers are of the events that the last evaluation was the first to see. Null for other rules. */
            standing: number | null;
            passed: number;
            failed: number;
            not_evaluated: number;
            reason: ("needs_chatgpt_enterprise" | "needs_api_platform" | "capability_denied" | "awaiting_access" | "stream_incomplete" | "value_absent_upstream" | "no_activity_signal" | "collection_mode" | "warming_up" | "setting_missing" | "no_directory" | "no_dlp_profile" | "rule_disabled" | "expression_error" | "expression_too_costly") | null;
            reason_detail: string | null;
            asset_reasons: components["schemas"]["JsonObject"] & unknown;
            remedies: components["schemas"]["Remedy"][];
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            evaluated_at: string | null;
        };
        /** @description What would let the rule judge, or judge more; which fields are there goes by its kind. */
        Remedy: {
            /**
             * @description `wait`: OpenAI does not send or grant it; `time`: it judges by itself once the first days have passed; `dlp_profile`: it comes with DLP profiles, which this version has not.
             * @enum {string}
             */
            kind: "grant" | "connect" | "mode" | "collect" | "settings" | "directory" | "dlp_profile" | "wait" | "time";
            /** @enum {string} */
            capability?: "platform.organization_read" | "platform.project_read" | "platform.audit_logs_read" | "platform.access_read" | "platform.settings_read" | "platform.usage_read" | "chatgpt.directory_read" | "chatgpt.gpts_read" | "chatgpt.projects_read" | "chatgpt.personal_read" | "chatgpt.codex_read" | "chatgpt.agents_read" | "chatgpt.plugins_read" | "chatgpt.logs.AUTH_LOG" | "chatgpt.logs.AUDIT_LOG" | "chatgpt.logs.CONVERSATION_MESSAGE" | "chatgpt.logs.APP_AUTH_LOG" | "chatgpt.logs.APP_LOG" | "chatgpt.logs.CODEX_LOG" | "chatgpt.logs.CODEX_TURN" | "chatgpt.logs.CODEX_SECURITY_LOG" | "chatgpt.logs.CUSTOM_AGENTS_LOG" | "chatgpt.logs.CHATGPT_PLUGIN_SPREADSHEET" | "chatgpt.logs.COSTS";
            /** @description In OpenAI’s own spelling. */
            scope?: string;
            label?: string;
            /** @enum {string} */
            plane?: "chatgpt" | "platform";
            /** @enum {string} */
            mode?: "none" | "metadata" | "analyze" | "content";
        };
        BulkChanged: {
            matched: number;
            /** @description Of them; the others were so already. */
            changed: number;
        };
        BulkChange: {
            ids?: string[];
            /** @description As in GET /api/v1/findings. */
            filter?: {
                /** @description Ids of integrations. Repeatable, or with commas: any of them. */
                integration?: string[];
                /** @description Effective severities. Repeatable, or with commas: any of them. */
                severity?: ("low" | "medium" | "high" | "critical")[];
                /** @description States; a standing finding is `open` or `reopened`. Repeatable, or with commas: any of them. */
                state?: ("open" | "resolved" | "reopened")[];
                /** @description What people say of them. Repeatable, or with commas: any of them. */
                triage?: ("new" | "in_review" | "remediating" | "false_positive")[];
                /** @description Whom they are for, to the letter. */
                assignee?: string;
                /** @description Rule ids. Repeatable, or with commas: any of them. */
                rule?: string[];
                /** @description Categories. Repeatable, or with commas: any of them. */
                category?: ("GPT capability" | "GPT exposure" | "API keys" | "Users and invites" | "Identity" | "Non-human identities" | "Models and tools" | "Controls" | "Access and sharing" | "Our own access" | "DLP" | "Custom")[];
                /** @description FindingTypeIDs as Cloudflare CASB publishes them. Repeatable, or with commas: any of them. */
                finding_type_id?: string[];
                /** @description Ids of assets. Repeatable, or with commas: any of them. */
                asset?: string[];
                /** @description Kinds of assets. Repeatable, or with commas: any of them. */
                asset_kind?: ("platform.organization" | "platform.user" | "platform.invite" | "platform.project" | "platform.project_user" | "platform.service_account" | "platform.project_key" | "platform.admin_key" | "platform.group" | "platform.group_member" | "platform.role" | "platform.user_role" | "platform.group_role" | "platform.project_group" | "platform.project_role" | "platform.project_user_role" | "platform.project_group_role" | "platform.rate_limit" | "platform.certificate" | "platform.project_certificate" | "platform.organization_settings" | "platform.project_settings" | "chatgpt.workspace" | "chatgpt.user" | "chatgpt.gpt" | "chatgpt.gpt_config" | "chatgpt.gpt_share" | "chatgpt.project" | "chatgpt.project_config" | "chatgpt.project_share" | "chatgpt.memory" | "chatgpt.canvas" | "chatgpt.recording" | "chatgpt.automation" | "chatgpt.library_file" | "chatgpt.codex_environment" | "chatgpt.codex_task" | "chatgpt.agent" | "chatgpt.skill" | "chatgpt.plugin" | "casbah.credential")[];
                /** @description Part of a rule, a category, a FindingTypeID, an asset’s id or name. */
                q?: string;
                /**
                 * Format: date-time
                 * @description First seen at or after this time.
                 */
                first_seen_gte?: string;
                /**
                 * @description Standing past their due date, or not so.
                 * @enum {string}
                 */
                overdue?: "true" | "false";
                /**
                 * @description Those with a live exception: left out, with the others (the default), or alone.
                 * @enum {string}
                 */
                excepted?: "exclude" | "include" | "only";
            };
            /** @description Needed with a filter: how many findings it was seen to match. Where it matches another number, nothing is changed. */
            expected_count?: number;
            /** @enum {string} */
            action: "triage";
            /** @enum {string} */
            triage: "new" | "in_review" | "remediating" | "false_positive";
            /** @description Goes into the history as a comment. */
            note?: string;
        } | {
            ids?: string[];
            /** @description As in GET /api/v1/findings. */
            filter?: {
                /** @description Ids of integrations. Repeatable, or with commas: any of them. */
                integration?: string[];
                /** @description Effective severities. Repeatable, or with commas: any of them. */
                severity?: ("low" | "medium" | "high" | "critical")[];
                /** @description States; a standing finding is `open` or `reopened`. Repeatable, or with commas: any of them. */
                state?: ("open" | "resolved" | "reopened")[];
                /** @description What people say of them. Repeatable, or with commas: any of them. */
                triage?: ("new" | "in_review" | "remediating" | "false_positive")[];
                /** @description Whom they are for, to the letter. */
                assignee?: string;
                /** @description Rule ids. Repeatable, or with commas: any of them. */
                rule?: string[];
                /** @description Categories. Repeatable, or with commas: any of them. */
                category?: ("GPT capability" | "GPT exposure" | "API keys" | "Users and invites" | "Identity" | "Non-human identities" | "Models and tools" | "Controls" | "Access and sharing" | "Our own access" | "DLP" | "Custom")[];
                /** @description FindingTypeIDs as Cloudflare CASB publishes them. Repeatable, or with commas: any of them. */
                finding_type_id?: string[];
                /** @description Ids of assets. Repeatable, or with commas: any of them. */
                asset?: string[];
                /** @description Kinds of assets. Repeatable, or with commas: any of them. */
                asset_kind?: ("platform.organization" | "platform.user" | "platform.invite" | "platform.project" | "platform.project_user" | "platform.service_account" | "platform.project_key" | "platform.admin_key" | "platform.group" | "platform.group_member" | "platform.role" | "platform.user_role" | "platform.group_role" | "platform.project_group" | "platform.project_role" | "platform.project_user_role" | "platform.project_group_role" | "platform.rate_limit" | "platform.certificate" | "platform.project_certificate" | "platform.organization_settings" | "platform.project_settings" | "chatgpt.workspace" | "chatgpt.user" | "chatgpt.gpt" | "chatgpt.gpt_config" | "chatgpt.gpt_share" | "chatgpt.project" | "chatgpt.project_config" | "chatgpt.project_share" | "chatgpt.memory" | "chatgpt.canvas" | "chatgpt.recording" | "chatgpt.automation" | "chatgpt.library_file" | "chatgpt.codex_environment" | "chatgpt.codex_task" | "chatgpt.agent" | "chatgpt.skill" | "chatgpt.plugin" | "casbah.credential")[];
                /** @description Part of a rule, a category, a FindingTypeID, an asset’s id or name. */
                q?: string;
                /**
                 * Format: date-time
                 * @description First seen at or after this time.
                 */
                first_seen_gte?: string;
                /**
                 * @description Standing past their due date, or not so.
                 * @enum {string}
                 */
                overdue?: "true" | "false";
                /**
                 * @description Those with a live exception: left out, with the others (the default), or alone.
                 * @enum {string}
                 */
                excepted?: "exclude" | "include" | "only";
            };
            /** @description Needed with a filter: how many findings it was seen to match. Where it matches another number, nothing is changed. */
            expected_count?: number;
            /** @enum {string} */
            action: "assign";
            /** @description An e-mail address or the name of a team; null: nobody. */
            assignee: string | null;
            /** @description Goes into the history as a comment. */
            note?: string;
        } | {
            ids?: string[];
            /** @description As in GET /api/v1/findings. */
            filter?: {
                /** @description Ids of integrations. Repeatable, or with commas: any of them. */
                integration?: string[];
                /** @description Effective severities. Repeatable, or with commas: any of them. */
                severity?: ("low" | "medium" | "high" | "critical")[];
                /** @description States; a standing finding is `open` or `reopened`. Repeatable, or with commas: any of them. */
                state?: ("open" | "resolved" | "reopened")[];
                /** @description What people say of them. Repeatable, or with commas: any of them. */
                triage?: ("new" | "in_review" | "remediating" | "false_positive")[];
                /** @description Whom they are for, to the letter. */
                assignee?: string;
                /** @description Rule ids. Repeatable, or with commas: any of them. */
                rule?: string[];
                /** @description Categories. Repeatable, or with commas: any of them. */
                category?: ("GPT capability" | "GPT exposure" | "API keys" | "Users and invites" | "Identity" | "Non-human identities" | "Models and tools" | "Controls" | "Access and sharing" | "Our own access" | "DLP" | "Custom")[];
                /** @description FindingTypeIDs as Cloudflare CASB publishes them. Repeatable, or with commas: any of them. */
                finding_type_id?: string[];
                /** @description Ids of assets. Repeatable, or with commas: any of them. */
                asset?: string[];
                /** @description Kinds of assets. Repeatable, or with commas: any of them. */
                asset_kind?: ("platform.organization" | "platform.user" | "platform.invite" | "platform.project" | "platform.project_user" | "platform.service_account" | "platform.project_key" | "platform.admin_key" | "platform.group" | "platform.group_member" | "platform.role" | "platform.user_role" | "platform.group_role" | "platform.project_group" | "platform.project_role" | "platform.project_user_role" | "platform.project_group_role" | "platform.rate_limit" | "platform.certificate" | "platform.project_certificate" | "platform.organization_settings" | "platform.project_settings" | "chatgpt.workspace" | "chatgpt.user" | "chatgpt.gpt" | "chatgpt.gpt_config" | "chatgpt.gpt_share" | "chatgpt.project" | "chatgpt.project_config" | "chatgpt.project_share" | "chatgpt.memory" | "chatgpt.canvas" | "chatgpt.recording" | "chatgpt.automation" | "chatgpt.library_file" | "chatgpt.codex_environment" | "chatgpt.codex_task" | "chatgpt.agent" | "chatgpt.skill" | "chatgpt.plugin" | "casbah.credential")[];
                /** @description Part of a rule, a category, a FindingTypeID, an asset’s id or name. */
                q?: string;
                /**
                 * Format: date-time
                 * @description First seen at or after this time.
                 */
                first_seen_gte?: string;
                /**
                 * @description Standing past their due date, or not so.
                 * @enum {string}
                 */
                overdue?: "true" | "false";
                /**
                 * @description Those with a live exception: left out, with the others (the default), or alone.
                 * @enum {string}
                 */
                excepted?: "exclude" | "include" | "only";
            };
            /** @description Needed with a filter: how many findings it was seen to match. Where it matches another number, nothing is changed. */
            expected_count?: number;
            /** @enum {string} */
            action: "except";
            reason: string;
            /** @description Who answers for it: a person, a team. */
            owner: string;
            /**
             * Format: date-time
             * @description In the future, at most 400 days ahead. Null is for installations that allow exceptions without an end.
             */
            expires_at?: string | null;
        };
        TriagedFinding: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            integration_id: string;
            /** @enum {string} */
            state: "open" | "resolved" | "reopened";
            /** @enum {string} */
            triage: "new" | "in_review" | "remediating" | "false_positive";
            /** @description Left out where a repeated request is answered: GET has it. */
            assignee?: string | null;
        };
        ChangeFinding: {
            /** @enum {string} */
            triage?: "new" | "in_review" | "remediating" | "false_positive";
            /** @description An e-mail address or the name of a team; null: nobody. */
            assignee?: string | null;
            /** @description Goes into the history as a comment. */
            note?: string;
        };
        /** @description The text itself is in the history of the finding. */
        CommentedFinding: {
            /**
             * Format: uuid
             * @description Of the event in the history.
             */
            id: string;
            /** Format: uuid */
            finding_id: string;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            at: string;
        };
        CommentInput: {
            text: string;
        };
        AssignmentRoutesPreview: {
            routes: {
                name: string;
                count: number;
                /** @description The oldest, 5 at most. */
                examples: {
                    /** Format: uuid */
                    finding_id: string;
                    /**
                     * @description A rule of GET /rules, or `custom.…`.
                     * @example gpt.public_link
                     */
                    rule_id: string;
                    /** @enum {string} */
                    effective_severity: "low" | "medium" | "high" | "critical";
                    asset: {
                        /** @enum {string} */
                        kind: "platform.organization" | "platform.user" | "platform.invite" | "platform.project" | "platform.project_user" | "platform.service_account" | "platform.project_key" | "platform.admin_key" | "platform.group" | "platform.group_member" | "platform.role" | "platform.user_role" | "platform.group_role" | "platform.project_group" | "platform.project_role" | "platform.project_user_role" | "platform.project_group_role" | "platform.rate_limit" | "platform.certificate" | "platform.project_certificate" | "platform.organization_settings" | "platform.project_settings" | "chatgpt.workspace" | "chatgpt.user" | "chatgpt.gpt" | "chatgpt.gpt_config" | "chatgpt.gpt_share" | "chatgpt.project" | "chatgpt.project_config" | "chatgpt.project_share" | "chatgpt.memory" | "chatgpt.canvas" | "chatgpt.recording" | "chatgpt.automation" | "chatgpt.library_file" | "chatgpt.codex_environment" | "chatgpt.codex_task" | "chatgpt.agent" | "chatgpt.skill" | "chatgpt.plugin" | "casbah.credential";
                        external_id: string;
                        name: string | null;
                    };
                    assignee: string;
                }[];
            }[];
            matched: number;
            /** @description Findings that stay without an assignee. */
            unmatched: number;
            /** @description For expected_digest: of which finding goes to whom. */
            digest: string;
        };
        PreviewAssignmentRoutes: {
            /** @description In their order: the first that matches and can name somebody assigns. */
            routes: components["schemas"]["AssignmentRouteInput"][];
        };
        AssignmentRouteInput: {
            /** @description Histories name the route by it. */
            name: string;
            /**
             * @description All that is named must hold, any of several values. Without any, every finding matches.
             * @default {}
             */
            match?: {
                /** @description Only of these categories. */
                categories?: ("GPT capability" | "GPT exposure" | "API keys" | "Users and invites" | "Identity" | "Non-human identities" | "Models and tools" | "Controls" | "Access and sharing" | "Our own access" | "DLP" | "Custom")[] | null;
                /** @description Only of these rules. */
                rules?: string[] | null;
                /**
                 * @description Only of this effective severity or above.
                 * @enum {string|null}
                 */
                least_severity?: "low" | "medium" | "high" | "critical" | null;
                /** @description Only where the owner works in one of these, by the company’s directory; letter case aside. */
                departments?: string[] | null;
                /** @description Only where the owner has one of these e-mail addresses; letter case aside. */
                owners?: string[] | null;
            };
            /** @description An e-mail address or the name of a team, the same for every finding. */
            assignee?: string | null;
            /**
             * @description Instead of assignee: the finding’s owner, or, where the directory says that they have left, their manager; or their manager.
             * @enum {string|null}
             */
            assign_to?: "owner" | "manager" | null;
        };
        AssignmentRoutes: {
            /** @description Left out where a repeated request is answered: GET has them. */
            routes?: components["schemas"]["AssignmentRoute"][];
            /**
             * Format: date-time
             * @description Null: nobody has saved any.
             * @example 2026-11-22T03:45:39.123456Z
             */
            updated_at: string | null;
            updated_by: components["schemas"]["Actor"] | null;
        };
        /** @description One of assignee and assign_to is null. */
        AssignmentRoute: {
            name: string;
            match: {
                /** @description Null: of every category. */
                categories: string[] | null;
                /** @description Null: of every rule. */
                rules: string[] | null;
                /**
                 * @description Null: of every severity.
                 * @enum {string|null}
                 */
                least_severity: "low" | "medium" | "high" | "critical" | null;
                /** @description Null: of every department. */
                departments: string[] | null;
                /** @description Null: of every owner. */
                owners: string[] | null;
            };
            assignee: string | null;
            assign_to: ("owner" | "manager") | null;
        };
        SavedAssignmentRoutes: components["schemas"]["AssignmentRoutes"] & {
            /** @description Findings that were given to somebody; null without apply_to_open. */
            assigned: number | null;
        };
        PutAssignmentRoutes: {
            /** @description In their order: the first that matches and can name somebody assigns. */
            routes: components["schemas"]["AssignmentRouteInput"][];
            /**
             * @description Also to findings that stand and have no assignee, 10,000 at most; all of them or none.
             * @default false
             */
            apply_to_open?: boolean;
            /** @description The digest of the preview, with apply_to_open: where anything of it has changed, nothing is saved (409). */
            expected_digest?: string;
        };
        RecheckAnswer: components["schemas"]["RunTicket"] & {
            /** Format: uuid */
            finding_id: string;
            /** @description What is read again: of each stream only what the finding is about. */
            reads: ("platform.users" | "platform.invites" | "platform.projects" | "platform.project_users" | "platform.service_accounts" | "platform.project_keys" | "platform.admin_keys" | "platform.groups" | "platform.group_users" | "platform.roles" | "platform.user_roles" | "platform.group_roles" | "platform.project_groups" | "platform.project_roles" | "platform.project_user_roles" | "platform.project_group_roles" | "platform.rate_limits" | "platform.certificates" | "platform.project_certificates" | "platform.organization_settings" | "platform.project_settings" | "platform.audit_logs" | "platform.usage" | "platform.costs" | "chatgpt.users" | "chatgpt.gpts" | "chatgpt.gpt_configs" | "chatgpt.gpt_shared_users" | "chatgpt.projects" | "chatgpt.project_configs" | "chatgpt.project_shared_users" | "chatgpt.memories" | "chatgpt.canvases" | "chatgpt.recordings" | "chatgpt.automations" | "chatgpt.library_files" | "chatgpt.codex_environments" | "chatgpt.codex_tasks" | "chatgpt.agents" | "chatgpt.skills" | "chatgpt.plugins" | "logs.AUTH_LOG" | "logs.AUDIT_LOG" | "logs.CONVERSATION_MESSAGE" | "logs.APP_AUTH_LOG" | "logs.APP_LOG" | "logs.CODEX_LOG" | "logs.CODEX_TURN" | "logs.CODEX_SECURITY_LOG" | "logs.CUSTOM_AGENTS_LOG" | "logs.CHATGPT_PLUGIN_SPREADSHEET" | "logs.COSTS" | "logs.OTHER")[];
            /** @description What the rule looks at besides, and is judged by what was collected last. */
            stored: ("platform.users" | "platform.invites" | "platform.projects" | "platform.project_users" | "platform.service_accounts" | "platform.project_keys" | "platform.admin_keys" | "platform.groups" | "platform.group_users" | "platform.roles" | "platform.user_roles" | "platform.group_roles" | "platform.project_groups" | "platform.project_roles" | "platform.project_user_roles" | "platform.project_group_roles" | "platform.rate_limits" | "platform.certificates" | "platform.project_certificates" | "platform.organization_settings" | "platform.project_settings" | "platform.audit_logs" | "platform.usage" | "platform.costs" | "chatgpt.users" | "chatgpt.gpts" | "chatgpt.gpt_configs" | "chatgpt.gpt_shared_users" | "chatgpt.projects" | "chatgpt.project_configs" | "chatgpt.project_shared_users" | "chatgpt.memories" | "chatgpt.canvases" | "chatgpt.recordings" | "chatgpt.automations" | "chatgpt.library_files" | "chatgpt.codex_environments" | "chatgpt.codex_tasks" | "chatgpt.agents" | "chatgpt.skills" | "chatgpt.plugins" | "logs.AUTH_LOG" | "logs.AUDIT_LOG" | "logs.CONVERSATION_MESSAGE" | "logs.APP_AUTH_LOG" | "logs.APP_LOG" | "logs.CODEX_LOG" | "logs.CODEX_TURN" | "logs.CODEX_SECURITY_LOG" | "logs.CUSTOM_AGENTS_LOG" | "logs.CHATGPT_PLUGIN_SPREADSHEET" | "logs.COSTS" | "logs.OTHER")[];
        };
        ExceptionPage: {
            data: components["schemas"]["Exception"][];
            page: {
                next_cursor: string | null;
                limit: number;
            };
        };
        Exception: {
            /** Format: uuid */
            id: string;
            key: string | null;
            /** @description Of what people set; in quotes it goes into If-Match of a change. */
            revision: string;
            /**
             * Format: uuid
             * @description Null: it holds for every integration.
             */
            integration_id: string | null;
            fingerprint: string | null;
            /**
             * Format: uuid
             * @description The finding of the fingerprint.
             */
            finding_id: string | null;
            /**
             * @description A rule of GET /rules, or `custom.…`.
             * @example gpt.public_link
             */
            rule_id: string | null;
            asset: {
                /** @enum {string} */
                kind: "platform.organization" | "platform.user" | "platform.invite" | "platform.project" | "platform.project_user" | "platform.service_account" | "platform.project_key" | "platform.admin_key" | "platform.group" | "platform.group_member" | "platform.role" | "platform.user_role" | "platform.group_role" | "platform.project_group" | "platform.project_role" | "platform.project_user_role" | "platform.project_group_role" | "platform.rate_limit" | "platform.certificate" | "platform.project_certificate" | "platform.organization_settings" | "platform.project_settings" | "chatgpt.workspace" | "chatgpt.user" | "chatgpt.gpt" | "chatgpt.gpt_config" | "chatgpt.gpt_share" | "chatgpt.project" | "chatgpt.project_config" | "chatgpt.project_share" | "chatgpt.memory" | "chatgpt.canvas" | "chatgpt.recording" | "chatgpt.automation" | "chatgpt.library_file" | "chatgpt.codex_environment" | "chatgpt.codex_task" | "chatgpt.agent" | "chatgpt.skill" | "chatgpt.plugin" | "casbah.credential";
                external_id: string;
            } | null;
            reason: string;
            owner: string;
            /** @enum {string} */
            state: "live" | "expired" | "disabled";
            created_by: components["schemas"]["Actor"];
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description Null: it does not end.
             * @example 2026-11-22T03:45:39.123456Z
             */
            expires_at: string | null;
            disabled_by: components["schemas"]["Actor"] | null;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            disabled_at: string | null;
            /** @description Findings that it is about now, whether it is live or not. */
            matches: {
                standing: number;
                resolved: number;
            };
        };
        WrittenException: {
            /** Format: uuid */
            id: string;
            key: string | null;
            /** @description Of what people set; in quotes it goes into If-Match of a change. */
            revision: string;
            /**
             * Format: uuid
             * @description Null: it holds for every integration.
             */
            integration_id: string | null;
            fingerprint: string | null;
            /**
             * Format: uuid
             * @description The finding of the fingerprint.
             */
            finding_id: string | null;
            /**
             * @description A rule of GET /rules, or `custom.…`.
             * @example gpt.public_link
             */
            rule_id: string | null;
            asset: {
                /** @enum {string} */
                kind: "platform.organization" | "platform.user" | "platform.invite" | "platform.project" | "platform.project_user" | "platform.service_account" | "platform.project_key" | "platform.admin_key" | "platform.group" | "platform.group_member" | "platform.role" | "platform.user_role" | "platform.group_role" | "platform.project_group" | "platform.project_role" | "platform.project_user_role" | "platform.project_group_role" | "platform.rate_limit" | "platform.certificate" | "platform.project_certificate" | "platform.organization_settings" | "platform.project_settings" | "chatgpt.workspace" | "chatgpt.user" | "chatgpt.gpt" | "chatgpt.gpt_config" | "chatgpt.gpt_share" | "chatgpt.project" | "chatgpt.project_config" | "chatgpt.project_share" | "chatgpt.memory" | "chatgpt.canvas" | "chatgpt.recording" | "chatgpt.automation" | "chatgpt.library_file" | "chatgpt.codex_environment" | "chatgpt.codex_task" | "chatgpt.agent" | "chatgpt.skill" | "chatgpt.plugin" | "casbah.credential";
                external_id: string;
            } | null;
            /** @description Left out where a repeated request is answered: GET has it. */
            reason?: string;
            /** @description Left out where a repeated request is answered: GET has it. */
            owner?: string;
            /** @enum {string} */
            state: "live" | "expired" | "disabled";
            created_by: components["schemas"]["Actor"];
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description Null: it does not end.
             * @example 2026-11-22T03:45:39.123456Z
             */
            expires_at: string | null;
            disabled_by: components["schemas"]["Actor"] | null;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            disabled_at: string | null;
            /** @description Findings that it is about now, whether it is live or not. */
            matches: {
                standing: number;
                resolved: number;
            };
        };
        CreateException: {
            /**
             * @description A name of yours that stays, by which programs know it; none has the same.
             * @example allowed-browsing
             */
            key?: string | null;
            /**
             * Format: uuid
             * @description Where it holds: an integration, or null for every one. Not needed with a fingerprint.
             */
            integration_id?: string | null;
            /** @description One finding, by its fingerprint. Or: */
            fingerprint?: string;
            /**
             * @description All findings of a rule; with an asset, its one on that.
             * @example gpt.public_link
             */
            rule_id?: string;
            asset?: components["schemas"]["AssetKey"];
            reason: string;
            /** @description Who answers for it: a person, a team. */
            owner: string;
            /**
             * Format: date-time
             * @description In the future, at most 400 days ahead. Null is for installations that allow exceptions without an end.
             */
            expires_at?: string | null;
        };
        /** @description All findings on one asset, by its id at OpenAI. */
        AssetKey: {
            /** @enum {string} */
            kind: "platform.organization" | "platform.user" | "platform.invite" | "platform.project" | "platform.project_user" | "platform.service_account" | "platform.project_key" | "platform.admin_key" | "platform.group" | "platform.group_member" | "platform.role" | "platform.user_role" | "platform.group_role" | "platform.project_group" | "platform.project_role" | "platform.project_user_role" | "platform.project_group_role" | "platform.rate_limit" | "platform.certificate" | "platform.project_certificate" | "platform.organization_settings" | "platform.project_settings" | "chatgpt.workspace" | "chatgpt.user" | "chatgpt.gpt" | "chatgpt.gpt_config" | "chatgpt.gpt_share" | "chatgpt.project" | "chatgpt.project_config" | "chatgpt.project_share" | "chatgpt.memory" | "chatgpt.canvas" | "chatgpt.recording" | "chatgpt.automation" | "chatgpt.library_file" | "chatgpt.codex_environment" | "chatgpt.codex_task" | "chatgpt.agent" | "chatgpt.skill" | "chatgpt.plugin" | "casbah.credential";
            external_id: string;
        };
        ChangeException: {
            reason?: string;
            /** @description Who answers for it: a person, a team. */
            owner?: string;
            /**
             * Format: date-time
             * @description In the future, at most 400 days ahead. Null is for installations that allow exceptions without an end.
             */
            expires_at?: string | null;
        };
        RuleList: {
            data: components["schemas"]["Rule"][];
        };
        /** @description `setting` and `last_result` are there with ?integration only. */
        Rule: {
            /** @enum {string} */
            id: "gpt.custom_actions" | "gpt.code_interpreter" | "gpt.web_browsing" | "gpt.risky_combination" | "gpt.action_insecure" | "gpt.action_broad" | "gpt.changed_after_approval" | "gpt.public_store" | "gpt.public_link" | "gpt.audience_too_wide" | "gpt.broad_internal_link" | "key.admin_not_rotated" | "key.project_not_rotated" | "key.admin_unused" | "key.project_unused" | "key.owner_lost_access" | "invite.high_privilege" | "user.inactive" | "invite.stale" | "user.dormant_admin" | "user.admin_external_domain" | "user.too_many_admins" | "user.unusual_activity" | "identity.left_but_active" | "identity.not_in_directory" | "nhi.orphaned" | "nhi.admin" | "nhi.no_expiry" | "nhi.woke_up" | "project.mcp_enabled" | "project.models_unrestricted" | "credential.owner_at_risk" | "credential.expiring" | "credential.not_service_account" | "credential.more_than_read" | "collection.capability_lost" | "collection.gap" | "collection.backlog" | "control.audit_log_silent" | "control.scim_disabled" | "control.ip_allowlist_removed" | "control.sso_changed" | "control.domain_added" | "control.action_domains_changed" | "control.sharing_widened" | "control.external_invites_allowed" | "control.third_party_gpts_allowed" | "control.feature_toggled" | "control.compliance_allowlist_changed" | "control.compliance_log_accessed" | "control.conversations_mass_deleted" | "identity.privilege_escalated" | "org.data_retention_changed" | "access.login_burst" | "access.credential_created" | "gpt.owner_changed" | "share.conversation_public" | "app.linked" | "agent.published" | "dlp.conversation_file" | "dlp.gpt_file" | "dlp.project_file";
            version: number;
            category: string;
            title: string;
            /** @description Null for a rule that Cloudflare does not have. */
            cloudflare_name: string | null;
            /**
             * Format: uuid
             * @description Cloudflare’s where the rule is one of theirs.
             */
            finding_type_id: string;
            chatgpt_enterprise_required: boolean;
            products: string[];
            description: string;
            risk: string;
            /** @enum {string} */
            severity: "low" | "medium" | "high" | "critical";
            escalation: string | null;
            /** @enum {string} */
            kind: "state" | "event" | "content";
            /**
             * @description What is set up before the rule can speak; until then it is not evaluated.
             * @enum {string|null}
             */
            comes_with: "dlp_profile" | null;
            judges: string[];
            /** @enum {string} */
            least_mode: "none" | "metadata" | "analyze" | "content";
            remediation: {
                why: string;
                steps: {
                    text: string;
                    url: string | null;
                }[];
                api: string | null;
            };
            references: {
                title: string;
                url: string;
            }[];
            frameworks: {
                [key: string]: string[];
            };
            parameters_schema: components["schemas"]["JsonObject"];
            default_parameters: components["schemas"]["JsonObject"];
            setting: components["schemas"]["RuleSetting"] | null;
            last_result: components["schemas"]["RuleResult"] | null;
        };
        RuleSetting: {
            enabled: boolean;
            parameters: components["schemas"]["JsonObject"] & unknown;
            /**
             * @description Null: as published.
             * @enum {string|null}
             */
            severity: "low" | "medium" | "high" | "critical" | null;
            /**
             * Format: date-time
             * @description Null: nothing was set.
             * @example 2026-11-22T03:45:39.123456Z
             */
            updated_at: string | null;
            /** @description Of what people set; in quotes it goes into If-Match of a change. */
            revision: string;
        };
        SavedRuleSetting: components["schemas"]["RuleSetting"] & {
            /** @description Null of a rule about events or files. */
            evaluation: components["schemas"]["EvaluationNow"] | null;
        };
        /** @description What came of saving, over what is stored. */
        EvaluationNow: {
            /**
             * @description `deferred`: there was too much for one answer; the next run that reads what the rule is about goes on.
             * @enum {string}
             */
            state: "done" | "deferred";
            opened: number;
            resolved: number;
        };
        /** @description What is left out goes back to its default. */
        PutRuleSetting: {
            /** @default true */
            enabled?: boolean;
            /** @default {} */
            parameters?: {
                [key: string]: unknown;
            };
            /**
             * @default null
             * @enum {string|null}
             */
            severity?: "low" | "medium" | "high" | "critical" | null;
        };
        PresetList: {
            data: components["schemas"]["Preset"][];
        };
        Preset: {
            /** @enum {string} */
            name: "cis" | "strict" | "lenient";
            title: string;
            description: string;
            rules: {
                /** @enum {string} */
                rule_id: "gpt.custom_actions" | "gpt.code_interpreter" | "gpt.web_browsing" | "gpt.risky_combination" | "gpt.action_insecure" | "gpt.action_broad" | "gpt.changed_after_approval" | "gpt.public_store" | "gpt.public_link" | "gpt.audience_too_wide" | "gpt.broad_internal_link" | "key.admin_not_rotated" | "key.project_not_rotated" | "key.admin_unused" | "key.project_unused" | "key.owner_lost_access" | "invite.high_privilege" | "user.inactive" | "invite.stale" | "user.dormant_admin" | "user.admin_external_domain" | "user.too_many_admins" | "user.unusual_activity" | "identity.left_but_active" | "identity.not_in_directory" | "nhi.orphaned" | "nhi.admin" | "nhi.no_expiry" | "nhi.woke_up" | "project.mcp_enabled" | "project.models_unrestricted" | "credential.owner_at_risk" | "credential.expiring" | "credential.not_service_account" | "credential.more_than_read" | "collection.capability_lost" | "collection.gap" | "collection.backlog" | "control.audit_log_silent";
                parameters: {
                    [key: string]: number;
                };
                reason: string;
            }[];
        };
        Backtest: {
            judged: {
                passed: number;
                failed: number;
                not_evaluated: number;
                /** @description Set where the rule as a whole could not judge. */
                reason: ("needs_chatgpt_enterprise" | "needs_api_platform" | "capability_denied" | "awaiting_access" | "stream_incomplete" | "value_absent_upstream" | "no_activity_signal" | "collection_mode" | "warming_up" | "setting_missing" | "no_directory" | "no_dlp_profile" | "rule_disabled" | "expression_error" | "expression_too_costly") | null;
                reason_detail: string | null;
                asset_reasons: components["schemas"]["JsonObject"];
            };
            /** @description Findings that saving would open, reopen, resolve, or give another severity. */
            would: {
                open: number;
                reopen: number;
                resolve: number;
                severity: number;
            };
            /** @description At most 50 of each move; `would` counts them all. */
            moves: {
                /** @enum {string} */
                move: "open" | "reopen" | "resolve" | "severity";
                fingerprint: string;
                /** @description Null of one whose asset is gone. */
                asset: {
                    /** Format: uuid */
                    id: string;
                    kind: string;
                    external_id: string;
                    /** @description Of a person, the address. */
                    name: string | null;
                } | null;
                severity: ("low" | "medium" | "high" | "critical") | null;
                /** @description Of a finding over events: who, on which day (UTC), how often. */
                happened: {
                    day: string;
                    /** @description An address, or a redacted key. */
                    actor: string | null;
                    occurrences: number;
                } | null;
            }[];
        };
        AppliedPreset: {
            /** @enum {string} */
            preset: "cis" | "strict" | "lenient";
            dry_run: boolean;
            rules: {
                rule_id: string;
                parameters: components["schemas"]["JsonObject"] & unknown;
                reason: string;
                /** @description With dry_run. */
                backtest: components["schemas"]["Backtest"] | null;
                /** @description Without dry_run. */
                evaluation: components["schemas"]["EvaluationNow"] | null;
            }[];
        };
        ApplyPreset: {
            /** @enum {string} */
            preset: "cis" | "strict" | "lenient";
            /** @default false */
            dry_run?: boolean;
        };
        BacktestCustomRule: {
            /**
             * @description Of the rule that would be changed; without one, a rule that is not there yet.
             * @example custom.owner_without_expiry
             */
            id?: string;
            /**
             * @description The kind of asset that it judges; never changes. Either this or `events`.
             * @enum {string}
             */
            kind?: "platform.user" | "platform.invite" | "platform.project" | "platform.project_key" | "platform.admin_key" | "platform.service_account" | "chatgpt.user" | "chatgpt.gpt" | "chatgpt.agent";
            events?: components["schemas"]["ListenedTo"];
            /** @description Over events: occurrences of one actor at one thing in one day (UTC) that make a finding. Default 1. */
            at_least?: number;
            /**
             * @description CEL, true where an asset fails or an event is an occurrence. `asset` has its attributes and `now` the time in unix seconds; over events there is `event` alone.
             * @example asset.role == "owner" && now - asset.added_at > days(365)
             */
            expression: string;
            /**
             * @description Default: of the rule that would be changed, else medium.
             * @enum {string}
             */
            severity?: "low" | "medium" | "high" | "critical";
        };
        /**
         * @description What a rule over events listens to: deeds by stream. docs/reference/custom-rules.md lists them.
         * @example {
         *       "logs.AUDIT_LOG": [
         *         "WORKSPACE_TOGGLE_FEATURE"
         *       ]
         *     }
         */
        ListenedTo: {
            "platform.audit_logs"?: string[];
            "logs.AUDIT_LOG"?: string[];
            "logs.AUTH_LOG"?: string[];
            "logs.APP_AUTH_LOG"?: string[];
            "logs.APP_LOG"?: string[];
            "logs.CODEX_LOG"?: string[];
            "logs.CODEX_TURN"?: string[];
            "logs.CODEX_SECURITY_LOG"?: string[];
            "logs.CUSTOM_AGENTS_LOG"?: string[];
            "logs.CHATGPT_PLUGIN_SPREADSHEET"?: string[];
        };
        CustomRuleList: {
            data: components["schemas"]["CustomRule"][];
        };
        CustomRule: {
            id: string;
            /** Format: uuid */
            integration_id: string;
            version: number;
            /** @description Of what people set; in quotes it goes into If-Match of a change. */
            revision: string;
            enabled: boolean;
            /** @description Null of a rule over events. */
            kind: string | null;
            /** @description Deeds by stream; null of a rule over assets. */
            events: {
                [key: string]: string[];
            } | null;
            /** @description Null of a rule over assets. */
            at_least: number | null;
            title: string;
            description: string;
            /** @enum {string} */
            severity: "low" | "medium" | "high" | "critical";
            remediation: string;
            expression: string;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            updated_at: string;
            last_result: components["schemas"]["RuleResult"] | null;
        };
        CustomRuleDetail: components["schemas"]["CustomRule"] & {
            /** @description Newest first, 100 at most. */
            versions: components["schemas"]["CustomRuleVersion"][];
        };
        CustomRuleVersion: {
            version: number;
            /** @description Deeds by stream; null of a rule over assets. */
            events: {
                [key: string]: string[];
            } | null;
            at_least: number | null;
            title: string;
            description: string;
            /** @enum {string} */
            severity: "low" | "medium" | "high" | "critical";
            remediation: string;
            expression: string;
            created_by: components["schemas"]["Actor"];
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            created_at: string;
        };
        SavedCustomRule: components["schemas"]["CustomRule"] & {
            /** @description Null where nothing was to be judged anew. */
            evaluation: components["schemas"]["EvaluationNow"] | null;
        };
        CreateCustomRule: {
            /** @example custom.owner_without_expiry */
            id: string;
            /**
             * @description The kind of asset that it judges; never changes. Either this or `events`.
             * @enum {string}
             */
            kind?: "platform.user" | "platform.invite" | "platform.project" | "platform.project_key" | "platform.admin_key" | "platform.service_account" | "chatgpt.user" | "chatgpt.gpt" | "chatgpt.agent";
            events?: components["schemas"]["ListenedTo"];
            /** @description Over events: occurrences of one actor at one thing in one day (UTC) that make a finding. Default 1. */
            at_least?: number;
            title: string;
            description?: string;
            /** @enum {string} */
            severity: "low" | "medium" | "high" | "critical";
            remediation?: string;
            /**
             * @description CEL, true where an asset fails or an event is an occurrence. `asset` has its attributes and `now` the time in unix seconds; over events there is `event` alone.
             * @example asset.role == "owner" && now - asset.added_at > days(365)
             */
            expression: string;
            /** @default true */
            enabled?: boolean;
        };
        ChangeCustomRule: {
            title?: string;
            description?: string;
            /** @enum {string} */
            severity?: "low" | "medium" | "high" | "critical";
            remediation?: string;
            /**
             * @description CEL, true where an asset fails or an event is an occurrence. `asset` has its attributes and `now` the time in unix seconds; over events there is `event` alone.
             * @example asset.role == "owner" && now - asset.added_at > days(365)
             */
            expression?: string;
            events?: components["schemas"]["ListenedTo"];
            /** @description Over events: occurrences of one actor at one thing in one day (UTC) that make a finding. Default 1. */
            at_least?: number;
            enabled?: boolean;
        };
        QuarantinePage: {
            data: components["schemas"]["QuarantinedRecord"][];
            page: {
                next_cursor: string | null;
                limit: number;
            };
        };
        QuarantinedRecord: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            integration_id: string;
            /** @enum {string} */
            stream: "platform.users" | "platform.invites" | "platform.projects" | "platform.project_users" | "platform.service_accounts" | "platform.project_keys" | "platform.admin_keys" | "platform.groups" | "platform.group_users" | "platform.roles" | "platform.user_roles" | "platform.group_roles" | "platform.project_groups" | "platform.project_roles" | "platform.project_user_roles" | "platform.project_group_roles" | "platform.rate_limits" | "platform.certificates" | "platform.project_certificates" | "platform.organization_settings" | "platform.project_settings" | "platform.audit_logs" | "platform.usage" | "platform.costs" | "chatgpt.users" | "chatgpt.gpts" | "chatgpt.gpt_configs" | "chatgpt.gpt_shared_users" | "chatgpt.projects" | "chatgpt.project_configs" | "chatgpt.project_shared_users" | "chatgpt.memories" | "chatgpt.canvases" | "chatgpt.recordings" | "chatgpt.automations" | "chatgpt.library_files" | "chatgpt.codex_environments" | "chatgpt.codex_tasks" | "chatgpt.agents" | "chatgpt.skills" | "chatgpt.plugins" | "logs.AUTH_LOG" | "logs.AUDIT_LOG" | "logs.CONVERSATION_MESSAGE" | "logs.APP_AUTH_LOG" | "logs.APP_LOG" | "logs.CODEX_LOG" | "logs.CODEX_TURN" | "logs.CODEX_SECURITY_LOG" | "logs.CUSTOM_AGENTS_LOG" | "logs.CHATGPT_PLUGIN_SPREADSHEET" | "logs.COSTS" | "logs.OTHER";
            /** Format: uuid */
            run_id: string;
            reason: string;
            /** @description JSON path of what was wrong, never its value. */
            path: string;
            locator: {
                file_id: string | null;
                page_cursor: string | null;
                index: number;
                record_id: string | null;
                sha256: string;
            };
            /**
             * @description How it is read again: `next_full_run` by itself, `files` and `history` when asked for, `none` not at all.
             * @enum {string}
             */
            replay: "files" | "history" | "next_full_run" | "none";
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was met last.
             * @example 2026-11-22T03:45:39.123456Z
             */
            met_at: string;
            /**
             * Format: date-time
             * @description It is to be read again, and its stream has not come to its end since.
             * @example 2026-11-22T03:45:39.123456Z
             */
            replay_asked_at: string | null;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            settled_at: string | null;
            /**
             * @description `not_met_again`: it is read well now, or, of what exists, gone upstream; `file_gone`: OpenAI has deleted the file.
             * @enum {string|null}
             */
            outcome: "not_met_again" | "file_gone" | null;
        };
        DriftList: {
            data: components["schemas"]["Drift"][];
        };
        Drift: {
            /** Format: uuid */
            integration_id: string;
            /** @enum {string} */
            stream: "platform.users" | "platform.invites" | "platform.projects" | "platform.project_users" | "platform.service_accounts" | "platform.project_keys" | "platform.admin_keys" | "platform.groups" | "platform.group_users" | "platform.roles" | "platform.user_roles" | "platform.group_roles" | "platform.project_groups" | "platform.project_roles" | "platform.project_user_roles" | "platform.project_group_roles" | "platform.rate_limits" | "platform.certificates" | "platform.project_certificates" | "platform.organization_settings" | "platform.project_settings" | "platform.audit_logs" | "platform.usage" | "platform.costs" | "chatgpt.users" | "chatgpt.gpts" | "chatgpt.gpt_configs" | "chatgpt.gpt_shared_users" | "chatgpt.projects" | "chatgpt.project_configs" | "chatgpt.project_shared_users" | "chatgpt.memories" | "chatgpt.canvases" | "chatgpt.recordings" | "chatgpt.automations" | "chatgpt.library_files" | "chatgpt.codex_environments" | "chatgpt.codex_tasks" | "chatgpt.agents" | "chatgpt.skills" | "chatgpt.plugins" | "logs.AUTH_LOG" | "logs.AUDIT_LOG" | "logs.CONVERSATION_MESSAGE" | "logs.APP_AUTH_LOG" | "logs.APP_LOG" | "logs.CODEX_LOG" | "logs.CODEX_TURN" | "logs.CODEX_SECURITY_LOG" | "logs.CUSTOM_AGENTS_LOG" | "logs.CHATGPT_PLUGIN_SPREADSHEET" | "logs.COSTS" | "logs.OTHER";
            path: string;
            count: number;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            first_seen_at: string;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            last_seen_at: string;
            acknowledged: boolean;
        };
        BudgetList: {
            data: components["schemas"]["RateBudget"][];
        };
        RateBudget: {
            /** @example organization:org-AbC123 */
            scope: string;
            route: string;
            tokens: number;
            capacity: number;
            /** @description What is granted now; halved by a 429, then creeping up. */
            per_minute: number;
            known_per_minute: number;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            refilled_at: string;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            blocked_until: string | null;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            last_rejected_at: string | null;
            rejections: number;
            granted: number;
        };
        AuditPage: {
            data: components["schemas"]["AuditRow"][];
            page: {
                next_cursor: string | null;
                limit: number;
            };
        };
        AuditRow: {
            seq: number;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            at: string;
            actor: components["schemas"]["Actor"];
            action: string;
            target: string;
            detail: components["schemas"]["JsonObject"];
            request_id: string | null;
            previous_hash: string;
            /** @description SHA-256 over the row before and this one. */
            hash: string;
        };
        AuditVerdict: {
            /** @enum {boolean} */
            intact: true;
            rows: number;
            /** @description Hash of the last row. Note it elsewhere. */
            head: string;
            /** @description Whether the `head` that was asked about is in the chain. */
            head_found: boolean | null;
        } | {
            /** @enum {boolean} */
            intact: false;
            /** @description The first row at which the chain is broken. */
            seq: number;
            /** @enum {string} */
            why: "altered" | "missing" | "not_chained";
        };
        ActivityDayPage: {
            data: components["schemas"]["ActivityDay"][];
            page: {
                next_cursor: string | null;
                limit: number;
            };
        };
        ActivityDay: {
            /** @enum {string} */
            subject_kind: "person" | "api_key" | "gpt" | "app" | "tool";
            /** @description Of a person a person id; of a key, a GPT and an app the id at OpenAI; of a tool its name, behind its app or host where it has one. */
            subject: string;
            /**
             * Format: date
             * @description In UTC.
             * @example 2026-11-22
             */
            day: string;
            /**
             * @description `last_used_at`: OpenAI said of the key that it was used on that day, not how often, so it counts 1.
             * @enum {string}
             */
            signal: "AUTH_LOG" | "AUDIT_LOG" | "conversations" | "platform_audit" | "APP_LOG" | "usage" | "last_used_at";
            count: number;
            /**
             * Format: date-time
             * @description Of `usage` only the day is known: its beginning.
             * @example 2026-11-22T03:45:39.123456Z
             */
            last_at: string;
        };
        AskedReplay: {
            data: {
                /** @enum {string} */
                stream: "platform.users" | "platform.invites" | "platform.projects" | "platform.project_users" | "platform.service_accounts" | "platform.project_keys" | "platform.admin_keys" | "platform.groups" | "platform.group_users" | "platform.roles" | "platform.user_roles" | "platform.group_roles" | "platform.project_groups" | "platform.project_roles" | "platform.project_user_roles" | "platform.project_group_roles" | "platform.rate_limits" | "platform.certificates" | "platform.project_certificates" | "platform.organization_settings" | "platform.project_settings" | "platform.audit_logs" | "platform.usage" | "platform.costs" | "chatgpt.users" | "chatgpt.gpts" | "chatgpt.gpt_configs" | "chatgpt.gpt_shared_users" | "chatgpt.projects" | "chatgpt.project_configs" | "chatgpt.project_shared_users" | "chatgpt.memories" | "chatgpt.canvases" | "chatgpt.recordings" | "chatgpt.automations" | "chatgpt.library_files" | "chatgpt.codex_environments" | "chatgpt.codex_tasks" | "chatgpt.agents" | "chatgpt.skills" | "chatgpt.plugins" | "logs.AUTH_LOG" | "logs.AUDIT_LOG" | "logs.CONVERSATION_MESSAGE" | "logs.APP_AUTH_LOG" | "logs.APP_LOG" | "logs.CODEX_LOG" | "logs.CODEX_TURN" | "logs.CODEX_SECURITY_LOG" | "logs.CUSTOM_AGENTS_LOG" | "logs.CHATGPT_PLUGIN_SPREADSHEET" | "logs.COSTS" | "logs.OTHER";
                records: number;
                /** @description Read again for them, at most 200 a stream at a time. */
                files: number;
            }[];
        };
        /** @description Counts. The people themselves are shown with the accounts they have. */
        Directory: {
            /** @description False where nobody is in it: then the rules about it are not evaluated. */
            loaded: boolean;
            /** @description People who work here. */
            active: number;
            /** @description People who have left. */
            left: number;
            sources: {
                /** @enum {string} */
                source: "csv" | "scim";
                /** @description People who work here. */
                active: number;
                /** @description People who have left. */
                left: number;
                /**
                 * Format: date-time
                 * @description When the first of its people came.
                 * @example 2026-11-22T03:45:39.123456Z
                 */
                since: string;
                /**
                 * Format: date-time
                 * @description When anybody was added or changed last.
                 * @example 2026-11-22T03:45:39.123456Z
                 */
                updated_at: string;
            }[];
        };
        DirectoryImport: {
            dry_run: boolean;
            counts: {
                /** @description People who work here. */
                active: number;
                /** @description People who have left. */
                left: number;
                added: number;
                changed: number;
                removed: number;
                unchanged: number;
                /** @description Rows that could not be read. */
                skipped: number;
            };
            /** @description What was wrong with the first of them, by line and column; no values. */
            skipped_rows: {
                pointer: string;
                detail: string;
            }[];
        };
        IdentityPage: {
            data: components["schemas"]["Identity"][];
            page: {
                next_cursor: string | null;
                limit: number;
            };
        };
        Identity: {
            /**
             * Format: uuid
             * @description The first of their person ids.
             */
            id: string;
            /** @description All rows of people with the same e-mail address. Never joined by name. */
            person_ids: string[];
            /** Format: uuid */
            integration_id: string;
            email: string | null;
            name: string | null;
            erased: boolean;
            accounts: components["schemas"]["IdentityAccount"][];
            /** @description The newest sign of life by signal, the newest first. */
            last_seen: {
                /** @enum {string} */
                signal: "AUTH_LOG" | "AUDIT_LOG" | "conversations" | "platform_audit" | "api_key_last_used_at";
                /**
                 * Format: date-time
                 * @example 2026-11-22T03:45:39.123456Z
                 */
                at: string;
            }[];
            /** @description Live keys: not expired, and of no archived project. A GPT is shared where others may use it. */
            owns: {
                keys: number;
                gpts: number;
                shared_gpts: number;
                agents: number;
            };
            directory_loaded: boolean;
            directory: components["schemas"]["IdentityDirectoryEntry"] | null;
            notes: components["schemas"]["IdentityNote"][];
        };
        IdentityAccount: {
            /** Format: uuid */
            asset_id: string;
            /** Format: uuid */
            person_id: string;
            /** @enum {string} */
            kind: "platform.user" | "chatgpt.user";
            external_id: string;
            /** @enum {string} */
            plane: "chatgpt" | "platform";
            role: string | null;
            /** @description Whether it lets anybody in. */
            enabled: boolean;
            /**
             * Format: date-time
             * @description Since when upstream lists it no more.
             * @example 2026-11-22T03:45:39.123456Z
             */
            gone_at: string | null;
            /** @description The newest sign of life by signal, the newest first. */
            last_seen: {
                /** @enum {string} */
                signal: "AUTH_LOG" | "AUDIT_LOG" | "conversations" | "platform_audit" | "api_key_last_used_at";
                /**
                 * Format: date-time
                 * @example 2026-11-22T03:45:39.123456Z
                 */
                at: string;
            }[];
        };
        IdentityDirectoryEntry: {
            /** @enum {string} */
            status: "active" | "left";
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            left_at: string | null;
            department: string | null;
            manager_known: boolean;
        };
        IdentityNote: {
            /** @enum {string} */
            code: "left_but_active" | "left_owns" | "left_workspace_owns" | "left_platform_owns" | "not_in_directory" | "has_admin_power";
            counts: {
                accounts?: number;
                keys?: number;
                shared_gpts?: number;
                agents?: number;
            };
            /** @example left the workspace but owns 3 live keys and 2 shared GPTs */
            text: string;
        };
        /** @description Of keys, GPTs and agents the first 200; `owns` counts all. */
        IdentityDetail: components["schemas"]["Identity"] & {
            keys: {
                /** Format: uuid */
                asset_id: string;
                external_id: string;
                name: string | null;
                last_use: components["schemas"]["LastUse"] | null;
                /** @enum {string} */
                kind: "platform.project_key" | "platform.admin_key";
                redacted_value: string | null;
                /**
                 * Format: date-time
                 * @example 2026-11-22T03:45:39.123456Z
                 */
                last_used_at: string | null;
                /**
                 * Format: date-time
                 * @example 2026-11-22T03:45:39.123456Z
                 */
                expires_at: string | null;
            }[];
            gpts: {
                /** Format: uuid */
                asset_id: string;
                external_id: string;
                name: string | null;
                last_use: components["schemas"]["LastUse"] | null;
                visibility: string | null;
                shared: boolean;
            }[];
            agents: {
                /** Format: uuid */
                asset_id: string;
                external_id: string;
                name: string | null;
                status: string | null;
            }[];
        };
        CreatedDestination: components["schemas"]["Destination"] & {
            /** @description Standard Webhooks secret (`whsec_…`), shown this once; null when a request is repeated, and of other kinds, whose secrets come from outside. */
            secret: string | null;
        };
        Destination: {
            /** Format: uuid */
            id: string;
            key: string | null;
            /** @description Of what people set; in quotes it goes into If-Match of a change. */
            revision: string;
            /** Format: uuid */
            integration_id: string | null;
            /** @enum {string} */
            kind: "webhook" | "slack" | "teams" | "splunk_hec" | "syslog" | "s3" | "email" | "jira" | "servicenow";
            settings: components["schemas"]["JsonObject"] & unknown;
            /**
             * @description Scheme, host and the last four characters: the rest may be a secret, and is sealed.
             * @example https://hooks.example.com/…k3yZ
             */
            url: string;
            /** @description Whether a token or login is kept for it; of it nothing is shown. False of a webhook. */
            has_token: boolean;
            event_types: string[];
            /** @description Null: of every category. */
            categories: string[] | null;
            /** @description Null: of every rule. */
            rules: string[] | null;
            /**
             * @description Null: of every severity.
             * @enum {string|null}
             */
            least_severity: "low" | "medium" | "high" | "critical" | null;
            /** @description Null: of every department. */
            departments: string[] | null;
            /** @description Null: of every owner. Left out where a repeated request is answered. */
            owners?: string[] | null;
            created_by: components["schemas"]["Actor"];
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            disabled_at: string | null;
            disabled_reason: string | null;
            /**
             * Format: date-time
             * @description The first attempt that failed since one was taken; null while all is well.
             * @example 2026-11-22T03:45:39.123456Z
             */
            failing_since: string | null;
            failed_attempts: number;
            /**
             * Format: date-time
             * @description Nothing is sent before: it answered 429, 502 or 504. May be over.
             * @example 2026-11-22T03:45:39.123456Z
             */
            throttled_until: string | null;
            /**
             * Format: date-time
             * @description When its next digest is due; null: it has none, or is disabled.
             * @example 2026-11-22T03:45:39.123456Z
             */
            digest_due_at: string | null;
            /**
             * Format: date-time
             * @description Until then the secret before the last rotation signs, too. May be over.
             * @example 2026-11-22T03:45:39.123456Z
             */
            previous_secret_until: string | null;
        };
        CreateDestination: {
            /**
             * @description webhook: signed, each event by itself. The others are told in batches.
             * @default webhook
             * @enum {string}
             */
            kind?: "webhook" | "slack" | "teams" | "splunk_hec" | "syslog" | "s3" | "email" | "jira" | "servicenow";
            /**
             * Format: uri
             * @example https://hooks.example.com/casbah
             */
            url: string;
            /** @description splunk_hec: the token of its collector; s3: ACCESS_KEY_ID:SECRET_ACCESS_KEY; email: USER:PASSWORD, where its server wants one; jira: email:token or a personal access token; servicenow: user:password or a bearer token. Sealed, and never shown again. */
            token?: string;
            /**
             * @description By kind, nothing secret; what is left out has a default. slack: detail, window_seconds; teams: detail, window_seconds; splunk_hec: detail, window_seconds, index, sourcetype, ca; syslog: detail, window_seconds, ca; s3: detail, window_seconds, bucket, region, prefix, path_style, gzip, encryption, kms_key, ca; email: detail, window_seconds, from, to, digest, ca; jira: detail, window_seconds, per, ca, fields, deployment, project, issue_type, close_status, reopen_status; servicenow: detail, window_seconds, per, ca, fields, table, close_state, close_code, reopen_state. docs/how-to/destinations.md says what each is.
             * @example {
             *       "detail": "names",
             *       "window_seconds": 300
             *     }
             */
            settings?: {
                [key: string]: unknown;
            };
            /**
             * @description A name of yours that stays, by which programs know it; none has the same.
             * @example allowed-browsing
             */
            key?: string | null;
            /**
             * Format: uuid
             * @description Only this integration; without it, all.
             */
            integration_id?: string | null;
            /** @description Default: finding.opened, finding.resolved, finding.reopened, finding.severity_changed, finding.excepted, integration.degraded, integration.recovered, destination.disabled; of a digest run.failed, too. What is not of a finding is told whatever the filters say. */
            event_types?: ("finding.opened" | "finding.resolved" | "finding.reopened" | "finding.updated" | "finding.severity_changed" | "finding.excepted" | "run.started" | "run.stalled" | "run.completed" | "run.failed" | "integration.degraded" | "integration.recovered" | "destination.disabled")[];
            /** @description Only of these categories. */
            categories?: ("GPT capability" | "GPT exposure" | "API keys" | "Users and invites" | "Identity" | "Non-human identities" | "Models and tools" | "Controls" | "Access and sharing" | "Our own access" | "DLP" | "Custom")[] | null;
            /** @description Only of these rules. */
            rules?: string[] | null;
            /**
             * @description Only of this effective severity or above.
             * @enum {string|null}
             */
            least_severity?: "low" | "medium" | "high" | "critical" | null;
            /** @description Only where the owner works in one of these, by the company’s directory; letter case aside. */
            departments?: string[] | null;
            /** @description Only where the owner has one of these e-mail addresses; letter case aside. */
            owners?: string[] | null;
        };
        DestinationList: {
            data: components["schemas"]["Destination"][];
        };
        ChangeDestination: {
            event_types?: ("finding.opened" | "finding.resolved" | "finding.reopened" | "finding.updated" | "finding.severity_changed" | "finding.excepted" | "run.started" | "run.stalled" | "run.completed" | "run.failed" | "integration.degraded" | "integration.recovered" | "destination.disabled")[];
            /** @description True: nothing is sent there any more, and what is on its way is given up. False: from now on it is told again; what failed before is sent again by replay-failed. */
            disabled?: boolean;
            /**
             * @description By kind, nothing secret; what is left out has a default. slack: detail, window_seconds; teams: detail, window_seconds; splunk_hec: detail, window_seconds, index, sourcetype, ca; syslog: detail, window_seconds, ca; s3: detail, window_seconds, bucket, region, prefix, path_style, gzip, encryption, kms_key, ca; email: detail, window_seconds, from, to, digest, ca; jira: detail, window_seconds, per, ca, fields, deployment, project, issue_type, close_status, reopen_status; servicenow: detail, window_seconds, per, ca, fields, table, close_state, close_code, reopen_state. docs/how-to/destinations.md says what each is.
             * @example {
             *       "detail": "names",
             *       "window_seconds": 300
             *     }
             */
            settings?: {
                [key: string]: unknown;
            };
            /** @description Only of these categories. */
            categories?: ("GPT capability" | "GPT exposure" | "API keys" | "Users and invites" | "Identity" | "Non-human identities" | "Models and tools" | "Controls" | "Access and sharing" | "Our own access" | "DLP" | "Custom")[] | null;
            /** @description Only of these rules. */
            rules?: string[] | null;
            /**
             * @description Only of this effective severity or above.
             * @enum {string|null}
             */
            least_severity?: "low" | "medium" | "high" | "critical" | null;
            /** @description Only where the owner works in one of these, by the company’s directory; letter case aside. */
            departments?: string[] | null;
            /** @description Only where the owner has one of these e-mail addresses; letter case aside. */
            owners?: string[] | null;
        };
        RotateSecret: {
            /**
             * @description Hours in which the old secret of a webhook signs beside the new one. 0 ends it at once: for one that was leaked.
             * @default 24
             */
            overlap_hours?: number;
            /**
             * Format: uri
             * @description Of other kinds: the new URL, with the same scheme, host and port. It holds at once.
             * @example https://hooks.example.com/casbah
             */
            url?: string;
            /** @description splunk_hec: the token of its collector; s3: ACCESS_KEY_ID:SECRET_ACCESS_KEY; email: USER:PASSWORD, where its server wants one; jira: email:token or a personal access token; servicenow: user:password or a bearer token. Sealed, and never shown again. */
            token?: string;
        };
        TestedDestination: {
            /**
             * @description `refused`: Casbah does not call such an address; `unreachable`: no answer came.
             * @enum {string}
             */
            outcome: "answered" | "refused" | "unreachable";
            /** @description An event would count as delivered: a status of 200 to 299 came. */
            taken: boolean;
            /** @description Null: no answer came, or syslog has none. */
            status: number | null;
            /**
             * @description Why no answer came, or none of what is asked there.
             * @example ECONNREFUSED
             */
            code: string | null;
            /** @description Of a mail that the server took for some and not for others: for whom not. Empty of other kinds, and where `status` is of all. */
            refused_recipients: {
                /** @description Among `to` of the settings, from 1. */
                position: number;
                /**
                 * @description What the mail server replied of it.
                 * @example 550
                 */
                status: number;
            }[];
            latency_ms: number;
            /**
             * Format: uuid
             * @description As in the header of the ping; of other kinds, the id of its batch.
             */
            webhook_id: string;
        };
        TestDestination: {
            /**
             * @description webhook: signed, each event by itself. The others are told in batches.
             * @default webhook
             * @enum {string}
             */
            kind?: "webhook" | "slack" | "teams" | "splunk_hec" | "syslog" | "s3" | "email" | "jira" | "servicenow";
            /**
             * Format: uri
             * @example https://hooks.example.com/casbah
             */
            url: string;
            /** @description splunk_hec: the token of its collector; s3: ACCESS_KEY_ID:SECRET_ACCESS_KEY; email: USER:PASSWORD, where its server wants one; jira: email:token or a personal access token; servicenow: user:password or a bearer token. Sealed, and never shown again. */
            token?: string;
            /**
             * @description By kind, nothing secret; what is left out has a default. slack: detail, window_seconds; teams: detail, window_seconds; splunk_hec: detail, window_seconds, index, sourcetype, ca; syslog: detail, window_seconds, ca; s3: detail, window_seconds, bucket, region, prefix, path_style, gzip, encryption, kms_key, ca; email: detail, window_seconds, from, to, digest, ca; jira: detail, window_seconds, per, ca, fields, deployment, project, issue_type, close_status, reopen_status; servicenow: detail, window_seconds, per, ca, fields, table, close_state, close_code, reopen_state. docs/how-to/destinations.md says what each is.
             * @example {
             *       "detail": "names",
             *       "window_seconds": 300
             *     }
             */
            settings?: {
                [key: string]: unknown;
            };
        };
        TicketPage: {
            data: components["schemas"]["Ticket"][];
            page: {
                next_cursor: string | null;
                limit: number;
            };
        };
        Ticket: {
            /** Format: uuid */
            id: string;
            /** Format: uuid */
            destination_id: string;
            /** Format: uuid */
            integration_id: string;
            /** @enum {string} */
            per: "finding" | "group";
            /**
             * Format: uuid
             * @description Null where it is of all findings of a rule.
             */
            finding_id: string | null;
            /** @description Null where it is of one finding. */
            rule_id: string | null;
            /**
             * @description As Casbah left it. `opening`: it is being made, or looked for after a failure; `moving`: the same of closing it or opening it again; `none`: it was deleted there.
             * @enum {string}
             */
            state: "none" | "opening" | "open" | "moving" | "closed";
            /**
             * @description As people name it.
             * @example SEC-12
             */
            key: string | null;
            /** @example https://acme.atlassian.net/browse/SEC-12 */
            url: string | null;
            /** @description Findings that are open, as it was told last. */
            open: number;
            /**
             * @description Of the worst of them.
             * @enum {string|null}
             */
            severity: "low" | "medium" | "high" | "critical" | null;
            /** @description How many were made for it, one after the other. */
            generation: number;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            changed_at: string;
        };
        DeliveryPage: {
            data: components["schemas"]["Delivery"][];
            page: {
                next_cursor: string | null;
                limit: number;
            };
        };
        Delivery: {
            /**
             * Format: uuid
             * @description The `webhook-id` of all its attempts, also when it is sent again.
             */
            id: string;
            /** Format: uuid */
            destination_id: string;
            /**
             * Format: uuid
             * @description Null where it tells of no finding.
             */
            finding_event_id: string | null;
            event_type: string;
            payload: components["schemas"]["JsonObject"];
            /** @enum {string} */
            state: "pending" | "delivered" | "failed" | "abandoned";
            attempts: number;
            /**
             * Format: uuid
             * @description With which others it is sent in one message, or was last; null of a webhook.
             */
            batch_id: string | null;
            /** @description How often somebody had it sent again. */
            replays: number;
            last_status: number | null;
            last_error: string | null;
            /**
             * Format: date-time
             * @description When its batch is sent next, once that was tried or is due, and not before `throttled_until` of its destination. Null of a webhook, whose workflow waits by itself.
             * @example 2026-11-22T03:45:39.123456Z
             */
            next_attempt_at: string | null;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            delivered_at: string | null;
            links: {
                temporal: string | null;
            };
        };
        DeliveryDetail: components["schemas"]["Delivery"] & {
            attempt_log: {
                no: number;
                /**
                 * Format: date-time
                 * @example 2026-11-22T03:45:39.123456Z
                 */
                at: string;
                /** @description Null: no answer came. */
                status: number | null;
                /** @description A code; null where it was taken. */
                error: string | null;
                latency_ms: number;
            }[];
        };
        ReplayedFailed: {
            replayed: number;
            /** @description Failed in that time and not sent again yet: ask once more. */
            left: number;
        };
        ReplayFailed: {
            /**
             * Format: date-time
             * @description Deliveries made then or later.
             * @example 2026-11-22T03:00:00Z
             */
            since: string;
        };
        CreatedToken: components["schemas"]["Token"] & {
            /** @description What opens the API, shown this once; null when a request is repeated. */
            token: string | null;
        };
        Token: {
            /** Format: uuid */
            id: string;
            name: string;
            /**
             * @description Its first characters.
             * @example cbh_live_1a2b3c4d
             */
            prefix: string;
            scopes: ("integrations:read" | "integrations:write" | "runs:read" | "runs:write" | "assets:read" | "gpts:approve" | "findings:read" | "findings:write" | "rules:read" | "rules:write" | "directory:read" | "directory:write" | "webhooks:read" | "webhooks:write" | "audit:read" | "histories:read" | "tokens:read" | "tokens:write" | "users:read" | "users:write")[];
            /** @description Null: all. */
            integration_ids: string[] | null;
            /**
             * Format: uuid
             * @description Whose it is; null: whoever made it.
             */
            service_account_id: string | null;
            created_by: components["schemas"]["Actor"];
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            expires_at: string | null;
            /**
             * Format: date-time
             * @description To the minute.
             * @example 2026-11-22T03:45:39.123456Z
             */
            last_used_at: string | null;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            revoked_at: string | null;
        };
        CreateToken: {
            /**
             * @description What it is for.
             * @example siem export
             */
            name: string;
            /**
             * @description The scopes of a role …
             * @enum {string}
             */
            role?: "viewer" | "operator" | "admin";
            /** @description … or these. */
            scopes?: ("integrations:read" | "integrations:write" | "runs:read" | "runs:write" | "assets:read" | "gpts:approve" | "findings:read" | "findings:write" | "rules:read" | "rules:write" | "directory:read" | "directory:write" | "webhooks:read" | "webhooks:write" | "audit:read" | "histories:read" | "tokens:read" | "tokens:write" | "users:read" | "users:write")[];
            /**
             * Format: uuid
             * @description Whose it is: it ends with the account, and has its scopes where none are named.
             */
            service_account_id?: string;
            /** @description It sees these alone; without them, all that the token sees that makes it. */
            integration_ids?: string[] | null;
            /** @description Default: 90, or as long as the token lives that makes it. */
            expires_in_days?: number;
        };
        TokenList: {
            data: components["schemas"]["Token"][];
        };
        Myself: {
            /** @enum {string} */
            kind: "user";
            /** Format: uuid */
            id: string;
            name: string;
            email: string | null;
            /** @enum {string} */
            role: "viewer" | "operator" | "admin";
            scopes: ("integrations:read" | "integrations:write" | "runs:read" | "runs:write" | "assets:read" | "gpts:approve" | "findings:read" | "findings:write" | "rules:read" | "rules:write" | "directory:read" | "directory:write" | "webhooks:read" | "webhooks:write" | "audit:read" | "histories:read" | "tokens:read" | "tokens:write" | "users:read" | "users:write")[];
            /** @description Null: all. */
            integration_ids: string[] | null;
            session: {
                /**
                 * Format: date-time
                 * @example 2026-11-22T03:45:39.123456Z
                 */
                started_at: string;
                /**
                 * Format: date-time
                 * @description Whatever is done.
                 * @example 2026-11-22T03:45:39.123456Z
                 */
                ends_at: string;
                /**
                 * Format: date-time
                 * @description When it ends without another request; to the minute.
                 * @example 2026-11-22T03:45:39.123456Z
                 */
                idle_at: string;
            };
        };
        UserPage: {
            data: components["schemas"]["User"][];
            page: {
                next_cursor: string | null;
                limit: number;
            };
        };
        User: {
            /** Format: uuid */
            id: string;
            /** @description As the identity provider says it. */
            name: string;
            email: string | null;
            /**
             * @description What their groups last came to; null: nothing, they are refused.
             * @enum {string|null}
             */
            role: "viewer" | "operator" | "admin" | null;
            issuer: string;
            /** @description Who they are to the issuer. */
            subject: string;
            /**
             * Format: date-time
             * @description When they first came.
             * @example 2026-11-22T03:45:39.123456Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            last_sign_in_at: string | null;
            /** @description That are open now. */
            sessions: number;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            disabled_at: string | null;
            disabled_by: components["schemas"]["Actor"] | null;
        };
        UserDetail: components["schemas"]["User"] & {
            /** @description Usable ones that they made, and that these made: revoked with them. */
            tokens: {
                /** Format: uuid */
                id: string;
                name: string;
                prefix: string;
            }[];
        };
        ChangeUser: {
            /** @description True ends their sessions at once and lets no other begin. */
            disabled: boolean;
            /** @description With disabled: true; leaves the tokens as they are that they made, and that these made. Otherwise those are revoked. */
            keep_tokens?: boolean;
        };
        ServiceAccount: {
            /** Format: uuid */
            id: string;
            name: string;
            description: string;
            /** @description The most that its tokens may do. */
            scopes: ("integrations:read" | "integrations:write" | "runs:read" | "runs:write" | "assets:read" | "gpts:approve" | "findings:read" | "findings:write" | "rules:read" | "rules:write" | "directory:read" | "directory:write" | "webhooks:read" | "webhooks:write" | "audit:read" | "histories:read" | "tokens:read" | "tokens:write" | "users:read" | "users:write")[];
            created_by: components["schemas"]["Actor"];
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            created_at: string;
            /**
             * Format: date-time
             * @example 2026-11-22T03:45:39.123456Z
             */
            disabled_at: string | null;
            disabled_by: components["schemas"]["Actor"] | null;
        };
        CreateServiceAccount: {
            /**
             * @description No other has it.
             * @example siem-export
             */
            name: string;
            /**
             * @description What it does, and whom to ask about it.
             * @example Nightly export to the SIEM; security-platform@example.com
             */
            description?: string;
            /**
             * @description The scopes of a role …
             * @enum {string}
             */
            role?: "viewer" | "operator" | "admin";
            /** @description … or these. */
            scopes?: ("integrations:read" | "integrations:write" | "runs:read" | "runs:write" | "assets:read" | "gpts:approve" | "findings:read" | "findings:write" | "rules:read" | "rules:write" | "directory:read" | "directory:write" | "webhooks:read" | "webhooks:write" | "audit:read" | "histories:read" | "tokens:read" | "tokens:write" | "users:read" | "users:write")[];
        };
        ServiceAccountList: {
            data: components["schemas"]["ServiceAccount"][];
        };
        ChangeServiceAccount: {
            /** @description True ends its tokens, at once and for good. */
            disabled?: boolean;
            /**
             * @description What it does, and whom to ask about it.
             * @example Nightly export to the SIEM; security-platform@example.com
             */
            description?: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
