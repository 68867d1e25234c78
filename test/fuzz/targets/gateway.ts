import { implement } from '@orpc/server'
import type { Frame, Wire } from '../../../electron/peer/gateway/wire.ts'
import { routerServer } from '../../../electron/peer/gateway/wire.ts'
import { createAccess, pathOf, queryOf } from '../../../electron/peer/gateway/access.ts'
import { fileOf, isOpenableOutside, isOwnPage } from '../../../electron/main/urls.ts'
import { pageFile } from '../../../shared/contract/page.ts'
import { hostContract, peerContract } from '../../../shared/contract/index.ts'
import { utf8 } from '../../../shared/kit/bytes.ts'
import { thrown, type Target } from '../target.ts'

type Tree = { readonly [name: string]: unknown }

/** The contract as it stands, every procedure answered with nothing: what is tried is the way of a frame up to a handler. */
function stubs(node: unknown): unknown {
  if (typeof node === 'object' && node !== null && 'handler' in node && typeof node.handler === 'function') return (node.handler as (work: () => unknown) => unknown)(() => ({}))
  return Object.fromEntries(Object.keys(node as Tree).map((name) => [name, stubs((node as Tree)[name])]))
}
function served(contract: Tree): Tree {
  const walk = (os: unknown, part: unknown): unknown =>
    typeof part === 'object' && part !== null && '~orpc' in part ? stubs(os) : Object.fromEntries(Object.keys(part as Tree).map((name) => [name, walk((os as Tree)[name], (part as Tree)[name])]))
  return walk(implement(contract as never), contract) as Tree
}

/** Names of all procedures, as frames write them. */
const pathsOf = (part: Tree, prefix = ''): string[] =>
  Object.entries(part).flatMap(([name, inner]) => (typeof inner === 'object' && inner !== null && '~orpc' in inner ? [`${prefix}/${name}`] : pathsOf(inner as Tree, `${prefix}/${name}`)))

const INPUTS: readonly unknown[] = [
  { json: { q: 'x', limit: 5, offset: 0 } },
  { json: { kind: 'conduct', name: 'a.csv', base64: 'QUJD' } },
  { json: { staffId: 'BJ-CL-01', passphrase: 'a long passphrase' } },
  { json: { id: '91110000AAAAAAAA01', content: { nameZh: '征信', n: 1, list: [1, null, true] }, rev: 1 } },
  { json: { when: '2026-01-01T00:00:00.000Z', big: '5', set: [1], map: [[1, 2]], deep: { a: [1] } }, meta: [[1, 'when'], [0, 'big'], [6, 'set'], [7, 'map'], [1, 'deep', 'a', 0]] },
]
const framesOf = (contract: Tree): readonly Uint8Array[] =>
  pathsOf(contract).flatMap((path, i) => [INPUTS[i % INPUTS.length]!, INPUTS[4]!].map((body, k) => utf8(JSON.stringify({ i: String(i * 2 + k), p: { u: path, b: body } }))))

const PROTOTYPE = Object.getOwnPropertyNames(Object.prototype).length
let rejected: unknown = null
process.on('unhandledRejection', (reason) => (rejected = reason))

/** A frame is answered, or closes its wire; nothing escapes, and no object but its own is changed. */
function frame(contract: Tree): Target['take'] {
  const serve = routerServer(served(contract) as never, () => ({}))
  const take = async (frames: readonly Frame[]): Promise<string | null> => {
    let listen: (frame: Frame) => void = () => undefined
    const wire: Wire = { send: () => undefined, onFrame: (listener) => (listen = listener), onClose: () => undefined, close: () => undefined }
    serve(wire)
    rejected = null
    for (const each of frames) listen(each)
    await new Promise((resolve) => setImmediate(resolve))
    if (rejected) return `escaped: ${thrown(rejected) ?? 'a coded refusal'}`
    return Object.getOwnPropertyNames(Object.prototype).length === PROTOTYPE ? null : 'the prototype of all objects was changed'
  }
  return (input) => take([new TextDecoder().decode(input), input])
}

const access = createAccess(4100, 'ab'.repeat(32))
/** The head of a request: whoever does not bring the token is not let in. */
function head(input: Uint8Array): string | null {
  const [host = '', origin = '', authorization = '', cookie = '', url = '/'] = new TextDecoder().decode(input).split('\n')
  const request = { url, headers: { host, authorization, cookie, ...(origin ? { origin } : {}) } } as never
  const own = access.isOwnHost(request)
  const shown = access.credentials(request)
  const has = /^Bearer\s+(ab){32}\s*$/.test(authorization) || queryOf(request).get('token') === 'ab'.repeat(32)
  if ((shown === 'token' && !has) || shown === 'cookie') return `let in with ${shown}`
  if (own && !/^(127\.0\.0\.1|localhost):4100$/i.test(host)) return 'a foreign host passes'
  if (access.origin(request) === 'own' && !/^http:\/\/(127\.0\.0\.1|localhost):4100$/i.test(origin)) return 'a foreign origin passes'
  return file(pathOf(request))
}

/** No path leads out of the folder of the page. */
function file(path: string): string | null {
  const found = pageFile(path)
  return found !== null && (found.split(/[\\/]/).includes('..') || found.startsWith('/') || found.includes('\0') || /^[A-Za-z]:/.test(found)) ? `the file ${found} is served` : null
}

function url(input: Uint8Array): string | null {
  const text = new TextDecoder().decode(input)
  const found = fileOf(text, '/page')
  if (found !== null && !found.startsWith('/page/')) return `the file ${found} is served`
  if (isOwnPage(text) && !text.toLowerCase().replaceAll(/[^a-z:]/g, '').startsWith('zxl:')) return 'a foreign page is shown'
  return isOpenableOutside(text) && !text.toLowerCase().replaceAll(/[^a-z:]/g, '').startsWith('https:') ? 'opened outside without https' : null
}

const REQUESTS = [
  ['127.0.0.1:4100', '', `Bearer ${'ab'.repeat(32)}`, '', '/api/overview/get'],
  ['localhost:4100', 'http://localhost:4100', '', 'zxl_4100=x; a=b', '/assets/a.js?token=x'],
  ['evil.example:4100', 'http://evil.example', '', '', '/../../etc/passwd'],
  ['127.0.0.1:4100', '', '', '', '/assets/..%2f..%2fsecret.txt'],
].map((lines) => utf8(lines.join('\n')))

export const GATEWAY: readonly Target[] = [
  { name: 'gateway.frame.host', form: 'json', seeds: framesOf(hostContract), share: 0.5, take: frame(hostContract) },
  { name: 'gateway.frame.peer', form: 'json', seeds: framesOf(peerContract), share: 0.5, take: frame(peerContract) },
  { name: 'gateway.head', form: 'bytes', seeds: REQUESTS, take: head },
  { name: 'gateway.url', form: 'bytes', seeds: ['zxl://app/index.html', 'zxl://app/assets/a.js', 'https://example.org/x', 'zxl://app/..%2f..%2fx', 'file:///etc/passwd'].map(utf8), take: url },
]
