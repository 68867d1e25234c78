import { join } from 'node:path'

export const STAFF_FOLDER = 'staff'

/** Files of the keys folder. Staff ids are checked where they enter (capital letters, digits and `-`), so they are file names. */
export const keyPaths = (keys: string): { vote: string; nextVote: string; peer: string; id: string; staff(staffId: string): string } => ({
  vote: join(keys, 'vote.json'),
  nextVote: join(keys, 'vote-next.json'),
  peer: join(keys, 'peer.json'),
  id: join(keys, 'id.json'),
  staff: (staffId) => join(keys, STAFF_FOLDER, `${staffId}.json`),
})
