import type { Exploration, Setup } from './explore.ts'

/** One line, and where a property broke the votes that broke it. */
export function report(name: string, { n, views }: Setup, { states, bytes, violation }: Exploration, milliseconds: number): string {
  const figures = `explored n=${n} views=${views} ${name}: ${states} states, ${(milliseconds / 1000).toFixed(1)} s, ${Math.ceil(bytes / 1e6)} MB`
  return violation ? `${figures}, broken: ${violation.property}\n${violation.votes.map((votes) => `  ${votes}`).join('\n')}` : figures
}
