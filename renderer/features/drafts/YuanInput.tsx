import { useEffect, useState } from 'react'
import { ImeInput } from '../../ui/ImeInput.tsx'
import { fenToYuan, yuanToFen } from '../../ui/money.ts'
import { useWords } from '../../words/use-words.ts'
import type { InputProps } from './FieldInput.tsx'

/** An amount typed in yuan and kept in fen, without a float in between. */
export function YuanInput({ spec, value, onChange, disabled, id }: InputProps) {
  const { t, field } = useWords()
  const known = typeof value === 'number' ? fenToYuan(value) : ''
  const [typed, setTyped] = useState(known)
  const fen = typed === '' ? undefined : yuanToFen(typed)
  useEffect(() => {
    setTyped((old) => ((old === '' ? undefined : yuanToFen(old)) === (typeof value === 'number' ? value : undefined) || (old !== '' && yuanToFen(old) === null) ? old : known))
  }, [value, known])
  return (
    <>
      <ImeInput
        id={id}
        data-testid={`field-${id}`}
        aria-label={field(spec.key)}
        inputMode="decimal"
        value={typed}
        disabled={disabled}
        placeholder={t('drafts.input.yuanHint')}
        status={fen === null ? 'error' : ''}
        onCommit={(text) => {
          setTyped(text)
          const next = text.trim() === '' ? undefined : yuanToFen(text)
          if (next !== null) onChange(next)
        }}
        onBlur={() => { if (fen !== null && fen !== undefined) setTyped(fenToYuan(fen)) }}
      />
      {fen === null && <span className="bad-text">{t('drafts.input.notAmount')}</span>}
    </>
  )
}
