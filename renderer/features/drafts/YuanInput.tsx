import { useState } from 'react'
import { ImeInput } from '../../ui/ImeInput.tsx'
import { fenToYuan, yuanToFen } from '../../ui/money.ts'
import { useWords } from '../../words/use-words.ts'
import type { InputProps } from './FieldInput.tsx'

/** An amount typed in yuan and kept in fen, without a float in between. */
export function YuanInput({ spec, value, onChange, disabled, id }: InputProps) {
  const { t, field } = useWords()
  const known = typeof value === 'number' ? fenToYuan(value) : ''
  // What stands in the field while it is not the amount as we would write it.
  const [typed, setTyped] = useState<string | null>(null)
  const shown = typed ?? known
  const fen = shown.trim() === '' ? undefined : yuanToFen(shown)
  return (
    <>
      <ImeInput
        id={id}
        data-testid={`field-${id}`}
        aria-label={field(spec.key)}
        inputMode="decimal"
        value={shown}
        disabled={disabled}
        placeholder={t('drafts.input.yuanHint')}
        status={fen === null ? 'error' : ''}
        onCommit={(text) => {
          setTyped(text)
          const next = text.trim() === '' ? undefined : yuanToFen(text)
          if (next !== null) onChange(next)
        }}
        onBlur={() => { if (fen !== null) setTyped(null) }}
      />
      {fen === null && <span className="bad-text">{t('drafts.input.notAmount')}</span>}
    </>
  )
}
