import { checkCharacter, orgCheckCharacter } from '../../../shared/credit/uscc/alphabet.ts'

/** A valid code of an agency that does not exist (organisation codes from MAE2E are visibly synthetic). */
export function syntheticUscc(number: number, prefix = '31', region = '110000'): string {
  const body = `MAE2E${String(number).padStart(3, '0')}`
  const head = `${prefix}${region}${body}`
  const seventeen = head + orgCheckCharacter(head)
  return seventeen + checkCharacter(seventeen)
}
