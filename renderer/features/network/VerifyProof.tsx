import { Alert, Descriptions } from 'antd'
import { useState } from 'react'
import type { ProofVerdict } from '../../../shared/contract/network.ts'
import { peer } from '../../api/client.ts'
import { Hash } from '../../ui/Code.tsx'
import { Fields } from '../../ui/Fields.tsx'
import { FileDrop } from '../../ui/FileDrop.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { When } from '../../ui/When.tsx'
import { useWords } from '../../words/use-words.ts'

const tones = { valid: 'success', invalid: 'error', unreadable: 'warning' } as const

/** A dropped proof file: valid or not, why, and what it proves. */
export function VerifyProof() {
  const { t, term } = useWords()
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
  const facts = verdict?.facts
  return (
    <div className="stack">
      <div className="quiet">{t('network.verifyLead')}</div>
      <FileDrop accept=".json" maxBytes={2_097_152} hint={t('network.verifyFile')} onFile={(file) => void check(file)} testId="verify-file" />
      {problem !== null && <ProblemAlert problem={problem} />}
      {verdict && <Alert type={tones[verdict.verdict]} showIcon data-testid="verdict" data-verdict={verdict.verdict} title={t(`network.verdict.${verdict.verdict}`)} />}
      {verdict?.problem && <ProblemAlert problem={verdict.problem} severity="warning" />}
      {facts && (
        <>
          {facts.void && <ProblemAlert problem={facts.void} severity="warning" />}
          <Descriptions
            size="small"
            bordered
            column={1}
            items={[
              { key: 'network', label: t('network.network'), children: <>{facts.network} <Hash hex={facts.genesis} /></> },
              { key: 'record', label: t('network.recordId'), children: <Hash hex={facts.recordId} length={16} /> },
              { key: 'kind', label: t('network.kind'), children: `${term('kind', facts.kind)} · ${facts.author}` },
              { key: 'height', label: t('network.height'), children: facts.height },
              { key: 'time', label: t('network.headTime'), children: <When ms={facts.headTime} /> },
              { key: 'signers', label: t('network.certificate'), children: `${t('network.signed', { k: facts.signers.length, n: facts.n, q: facts.q })}: ${facts.signers.join(' ')}` },
            ]}
          />
          <Fields content={(facts.body['c'] ?? facts.body) as Record<string, unknown>} columns={1} />
        </>
      )}
    </div>
  )
}
