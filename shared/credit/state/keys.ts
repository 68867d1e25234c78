/** Where the application's state stands. `sys/` belongs to the ledger. Version numbers are padded so that they sort. */

const padded = (version: number): string => String(version).padStart(6, '0')

export const KEY = {
  network: 'net',
  member: (id: string) => `member/${id}`,
  staff: (member: string, staffId: string) => `staff/${member}/${staffId}`,
  /** Which person had a device key (key id, hex). */
  staffKey: (keyId: string) => `staffkey/${keyId}`,
  institution: (uscc: string) => `inst/${uscc}`,
  institutionHistory: (uscc: string, version: number) => `insth/${uscc}/${padded(version)}`,
  engagement: (uscc: string, objectId: string, version: number) => `eng/${uscc}/${objectId}/${padded(version)}`,
  conduct: (uscc: string, objectId: string, version: number) => `cond/${uscc}/${objectId}/${padded(version)}`,
  rating: (uscc: string, center: string, version: number) => `rate/${uscc}/${center}/${padded(version)}`,
  /** A creator's signature that a record in force has used up (authority/steps.ts, `stepMark`). */
  usedStep: (mark: string) => `step/${mark}`,
  object: (objectId: string) => `obj/${objectId}`,
  /** Keeps a filing or a decision from being recorded twice; `mark` is a hash of what makes it the same. */
  engagementMark: (uscc: string, mark: string) => `edup/${uscc}/${mark}`,
  conductMark: (uscc: string, mark: string) => `cdup/${uscc}/${mark}`,
  /** What happened to a member by the place of the record in the log. */
  memberHistory: (id: string, index: number) => `memh/${id}/${String(index).padStart(12, '0')}`,
  proposal: (id: string) => `gov/${id}`,
  objection: (uscc: string, record: string, id: string) => `objn/${uscc}/${record}/${id}`,
  doubleVote: (breach: string) => `dvote/${breach}`,
} as const

export const PREFIX = {
  members: 'member/',
  staff: 'staff/',
  staffOf: (member: string) => `staff/${member}/`,
  institutions: 'inst/',
  institutionHistory: (uscc: string) => `insth/${uscc}/`,
  engagements: (uscc: string) => `eng/${uscc}/`,
  conduct: (uscc: string) => `cond/${uscc}/`,
  ratings: (uscc: string) => `rate/${uscc}/`,
  memberHistory: (id: string) => `memh/${id}/`,
  proposals: 'gov/',
  objections: (uscc: string) => `objn/${uscc}/`,
  objectionsTo: (uscc: string, record: string) => `objn/${uscc}/${record}/`,
  doubleVotes: 'dvote/',
  ratingsOf: (uscc: string, center: string) => `rate/${uscc}/${center}/`,
} as const
