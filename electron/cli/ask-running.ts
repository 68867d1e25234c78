import { readAddress } from '../peer/gateway/address-file.ts'
import { connectPeer, type PeerClient } from '../peer/gateway/client.ts'

/** Asks the peer that holds the data folder; null where none is running. */
export async function askRunning<T>(folder: string, work: (client: PeerClient) => Promise<T>): Promise<T | null> {
  const address = readAddress(folder)
  if (!address) return null
  const connection = await connectPeer(address).catch(() => null)
  if (!connection) return null
  try {
    return await work(connection.client)
  } finally {
    connection.close()
  }
}
