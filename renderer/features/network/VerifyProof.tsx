import { Alert, Collapse, Descriptions, Tag } from 'antd'
import { useState } from 'react'
import { MAX_PROOF_CHARACTERS, type ProofVerdict } from '../../../shared/contract/network.ts'
import { describe, type Row } from '../../../shared/credit/proof/describe.ts'
import { fill } from '../../../shared/i18n/errors.ts'
import en from '../../../shared/i18n/en/verdict.ts'
import zh from '../../../shared/i18n/zh-CN/verdict.ts'
import { peer } from '../../api/client.ts'
import { Hash } from '../../ui/Code.tsx'
import { Fields } from '../../ui/Fields.tsx'
import { FileDrop } from '../../ui/FileDrop.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { useWords } from '../../words/use-words.ts'

const tones = { valid: 'success', invalid: 'error', unreadable: 'warning' } as const
/** UTF-8 takes up to three bytes a character; almost all of a file is ASCII. */
const MAX_BYTES = MAX_PROOF_CHARACTERS

/** A dropped proof, evidence or checkpoint file: valid or not, why, and what it proves. */
export function VerifyProof() {
  const { t } = useWords()
  const [verdict, setVerdict] = useState<ProofVerdict | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const check = async (file: File): Promise<void> => {
    setVerdict(null)
    setProblem(null)
    try {
      setVerdict(await peer.network.verifyProof({ text: await file.text() }))
    } catch (error) {
      setProblem(error)
    }
  }
  return (
    <div className="stack">
      <div className="quiet">{t('network.verifyLead')}</div>
      <FileDrop accept=".json,.txt" maxBytes={MAX_BYTES} hint={t('network.verifyFile')} onFile={(file) => void check(file)} testId="verify-file" />
      {problem !== null && <ProblemAlert problem={problem} />}
      {verdict && <Verdict verdict={verdict} />}
    </div>
  )
}

function Verdict({ verdict }: { readonly verdict: ProofVerdict }) {
  const { t, term, problem, zh: chinese } = useWords()
  const { headline, notes, rows, records } = describe(verdict, {
    words: chinese ? zh : en, fill, kindName: (kind) => term('kind', kind), problem: (found) => problem(found).cause,
  })
  const proven = verdict.facts?.records ?? []
  return (
    <>
      <Alert type={tones[verdict.verdict]} showIcon data-testid="verdict" data-verdict={verdict.verdict} data-kind={verdict.kind ?? ''} title={headline} description={verdict.facts && notes.map((note) => <div key={note}>{note}</div>)} />
      {verdict.problem && <ProblemAlert problem={verdict.problem} severity="warning" />}
      {rows.length > 0 && <Rows rows={rows} />}
      {records.length > 0 && (
        <Collapse
          size="small"
          defaultActiveKey={records.length === 1 ? [proven[0]!.recordId] : []}
          items={records.map((record, i) => ({
            key: proven[i]!.recordId,
            label: record.title,
            extra: <Tag color={record.inForce ? 'success' : 'warning'} data-testid="proven-state">{record.rows[0]![1]}</Tag>,
            children: (
              <div className="stack">
                <Rows rows={record.rows} />
                <Fields content={(proven[i]!.body['c'] ?? proven[i]!.body) as Record<string, unknown>} columns={1} />
              </div>
            ),
          }))}
        />
      )}
      {verdict.facts && verdict.facts.entries.length > 0 && <div className="quiet">{t('network.provenEntries', { count: verdict.facts.entries.length })}</div>}
    </>
  )
}

const Rows = ({ rows }: { readonly rows: readonly Row[] }) => (
  <Descriptions size="small" bordered column={1} items={rows.map(([label, value]) => ({ key: label, label, children: /^[0-9a-f]{64}$/.test(value) ? <Hash hex={value} length={16} /> : value }))} />
)
