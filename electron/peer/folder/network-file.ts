import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { CodedError } from '../../../shared/kit/result.ts'
import { writeFileAtomic } from './files.ts'
import type { NetworkFile } from './types.ts'

const MAX_NETWORK_FILE = 4 * 1024 * 1024
const memberCode = z.string().regex(/^[A-Z0-9]{1,16}$/)
const name = z.string().max(200)
/** `host:port`, host a name, an IPv4 address or an IPv6 address in brackets; or empty. */
const address = z.string().max(100).regex(/^$|^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+):\d{1,5}$/)
/** Staff ids are file names of key files: nothing but capitals, digits and hyphens. */
export const staffIdText = z.string().regex(/^[A-Z0-9]+(-[A-Z0-9]+)*$/).max(40)

export const networkSchema = z.strictObject({
  v: z.literal(1),
  net: z.string().min(1).max(64),
  genesisHash: z.string().regex(/^[0-9a-f]{64}$/),
  me: memberCode,
  listen: address,
  members: z
    .array(z.strictObject({ id: memberCode, nameZh: name, nameEn: name, tier: z.string().max(20), regionCode: z.string().max(12), address }))
    .min(1)
    .max(100),
  staff: z.array(z.strictObject({ staffId: staffIdText, displayName: name, roles: z.array(z.string().max(8)).max(8) })).max(1000),
  demo: z.boolean(),
  createdAt: z.int().min(0),
})

/** Reads network.json. Throws FOLDER_UNKNOWN (no such file: not a data folder), FOLDER_DAMAGED {file, detail}. */
export function readNetwork(path: string): NetworkFile {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new CodedError('FOLDER_UNKNOWN', {}, { cause: error })
  }
  if (text.length > MAX_NETWORK_FILE) throw new CodedError('FOLDER_DAMAGED', { file: 'network.json', detail: 'size' })
  return checkNetwork(text)
}

/** The same for text from elsewhere. */
export function checkNetwork(text: string): NetworkFile {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new CodedError('FOLDER_DAMAGED', { file: 'network.json', detail: 'json' }, { cause: error })
  }
  const checked = networkSchema.safeParse(value)
  if (!checked.success) {
    throw new CodedError('FOLDER_DAMAGED', { file: 'network.json', detail: checked.error.issues[0]?.path.join('.') ?? '' }, { cause: checked.error })
  }
  if (!checked.data.members.some(({ id }) => id === checked.data.me)) throw new CodedError('FOLDER_DAMAGED', { file: 'network.json', detail: 'me' })
  return checked.data
}

export function writeNetwork(path: string, network: NetworkFile): void {
  writeFileAtomic(path, `${JSON.stringify(networkSchema.parse(network), null, 1)}\n`)
}
