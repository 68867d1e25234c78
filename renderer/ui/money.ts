const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',')

/** Fen as yuan with two decimals only where they are not zero: 123456 -> `1,234.56`. Integers throughout, never a float. */
export function fenToYuan(fen: number | bigint): string {
  const value = BigInt(fen)
  const sign = value < 0n ? '-' : ''
  const abs = value < 0n ? -value : value
  const cents = abs % 100n
  return sign + grouped(String(abs / 100n)) + (cents === 0n ? '' : `.${String(cents).padStart(2, '0')}`)
}

/** Fen as 万元 (10 000 yuan), cut after two decimals: 16937426_00 -> `1,693.74`. */
export function fenToWan(fen: number | bigint): string {
  const value = BigInt(fen)
  const sign = value < 0n ? '-' : ''
  const abs = value < 0n ? -value : value
  const hundredths = abs / 10_000n
  const rest = hundredths % 100n
  return sign + grouped(String(hundredths / 100n)) + (rest === 0n ? '' : `.${String(rest).padStart(2, '0')}`)
}

/** What a person typed as yuan (`1,234.5`, full-width digits too) as fen; null when it is no amount or too large for an exact integer. */
export function yuanToFen(typed: string): number | null {
  const plain = typed.normalize('NFKC').replaceAll(/[,\s]/g, '')
  const match = /^(\d{1,14})(?:\.(\d{1,2}))?$/.exec(plain)
  if (!match) return null
  const fen = BigInt(match[1] ?? '0') * 100n + BigInt((match[2] ?? '').padEnd(2, '0') || '0')
  return fen <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(fen) : null
}

/** Tenths of points as shown: 784 -> `78.4`; the scale is 0 to 1000 and shown divided by ten. */
export function scoreText(score: number): string {
  const sign = score < 0 ? '-' : ''
  const abs = Math.abs(score)
  return `${sign}${(abs - (abs % 10)) / 10}.${abs % 10}`
}

/** Points with their sign, so that colour is not the only signal: `+20`, `−25`, `0`. */
export const signed = (points: number): string => (points > 0 ? `+${points}` : points < 0 ? `−${-points}` : '0')
