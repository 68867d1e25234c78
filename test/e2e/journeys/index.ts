import type { Screen } from '../support/screen.ts'
import { audit } from './audit.ts'
import { importRubbish, importWithErrors } from './import.ts'
import { lookAround } from './look-around.ts'
import { withoutQuorum } from './members-leave.ts'
import { standby } from './membership.ts'
import { object } from './objection.ts'
import { proveAndCheck, proveToOutsiders } from './proof.ts'
import { publish, seenElsewhere } from './publish.ts'
import { rate } from './rate.ts'
import { signIn, startDemonstration } from './start.ts'

interface Journey {
  readonly name: string
  readonly run: (screen: Screen) => Promise<void>
}

/** One set of journeys, walked in this order on every host; each goes on where the one before ended. */
export const journeys: readonly Journey[] = [
  { name: 'first screen, demonstration, sign-in', run: startDemonstration },
  { name: 'a wrong passphrase is refused, the right one opens the desktop', run: (screen) => signIn(screen, 'BJ-CL-01') },
  { name: 'every screen at two sizes in two languages', run: lookAround },
  { name: 'draft, review, approval, final', run: publish },
  { name: 'rating: computation, proposal, review, committee, approval, final', run: rate },
  { name: 'import with mistakes, twice', run: importWithErrors },
  { name: 'import of something that is no table', run: importRubbish },
  { name: 'proof of a record, and of a changed one', run: proveAndCheck },
  { name: 'all records about an agency, proved to outsiders', run: proveToOutsiders },
  { name: 'the whole ledger is checked anew', run: audit },
  { name: 'an objection marks the record as disputed', run: object },
  { name: 'the record on another center’s desktop', run: seenElsewhere },
  { name: 'members leave and come back', run: withoutQuorum },
  { name: 'a center is put on standby by the votes of the members', run: standby },
]
