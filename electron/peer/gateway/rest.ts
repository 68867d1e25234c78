import { OpenAPIGenerator } from '@orpc/openapi'
import { OpenAPIHandler } from '@orpc/openapi/node'
import type { Context, Router } from '@orpc/server'
import { BodyLimitPlugin } from '@orpc/server/node'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { GATEWAY } from './limits.ts'
import { pathOf } from './access.ts'
import type { RestServer } from './server.ts'

const PREFIX = '/api'

/** What integrators may ask without a signed-in person: reading what is final, and checking proofs. */
const READABLE = new Set([
  '/overview/get',
  '/institutions/search',
  '/institutions/get',
  '/network/members',
  '/network/blocks',
  '/network/block',
  '/network/record',
  '/network/exportProof',
  '/network/verifyProof',
])

/**
 * The reading part of a router as REST (POST with a JSON body) and its OpenAPI 3.1 document at /api/openapi.json, both
 * from the one contract. `context` makes the context of one request.
 */
export function restServer<T extends Context>(router: Router<never, T>, context: () => T, version: string): RestServer {
  const handler = new OpenAPIHandler<T>(router as Router<never, T>, { plugins: [new BodyLimitPlugin({ maxBodySize: GATEWAY.maxRestBody })] })
  let document: Promise<string> | null = null
  return async (request, response) => {
    const path = pathOf(request).slice(PREFIX.length)
    if (path === '/openapi.json' && request.method === 'GET') {
      document ??= describe(router as Router<never, Context>, version)
      response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(await document)
      return true
    }
    if (!READABLE.has(path)) return false
    const { matched } = await handler.handle(request, response, { prefix: PREFIX, context: context() } as never)
    return matched
  }
}

async function describe(router: Router<never, Context>, version: string): Promise<string> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  const document = await generator.generate(router, {
    info: { title: 'Zhengxinlian 征信链', version },
    servers: [{ url: PREFIX }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    security: [{ token: [] }],
    filter: ({ path }) => READABLE.has(`/${path.join('/')}`),
  })
  return JSON.stringify(document)
}
