import { createContext, useContext } from 'react'
import { useWords } from '../../words/use-words.ts'
import type { Finding } from './findings.ts'

interface Shown {
  readonly findings: readonly Finding[]
  /** Whether empty required fields are named already. */
  readonly strict: boolean
}

/** The findings of the draft on screen, for every input below. */
export const FindingsContext = createContext<Shown>({ findings: [], strict: false })

/** Findings at exactly this field, or anywhere below it where it has no inputs of its own. */
export function useFindings(path: string, below = false): readonly Finding[] {
  const { findings, strict } = useContext(FindingsContext)
  return findings.filter((finding) => (finding.path === path || (below && finding.path.startsWith(`${path}.`))) && (strict || finding.code !== 'FIELD_REQUIRED'))
}

/** Cause of each finding at a field, under the field. */
export function FindingText({ path, below }: { readonly path: string; readonly below?: boolean }) {
  const { problem } = useWords()
  const found = useFindings(path, below)
  return (
    <>
      {found.map((finding) => (
        <div key={finding.path + finding.code} className={finding.severity === 'error' ? 'bad-text finding' : 'warn-text finding'} role="alert" data-code={finding.code}>
          {finding.severity === 'error' ? '✕' : '▲'} {problem(finding).cause}
        </div>
      ))}
    </>
  )
}
