import { Button } from 'antd'
import { checkUscc, normaliseUscc } from '../../../shared/credit/uscc/check.ts'
import { ImeInput } from '../../ui/ImeInput.tsx'
import { useWords } from '../../words/use-words.ts'
import type { InputProps } from './FieldInput.tsx'

/** A code: normalised when the field is left, never while typing; a likely slip is offered, never corrected silently. */
export function UsccInput({ spec, value, onChange, disabled, id }: InputProps) {
  const { t, field } = useWords()
  const code = typeof value === 'string' ? value : ''
  const suggestion = code.length >= 18 ? checkUscc(code).suggestion : null
  return (
    <>
      <ImeInput
        id={id}
        data-testid={`field-${id}`}
        aria-label={field(spec.key)}
        className="mono"
        value={code}
        disabled={disabled}
        maxLength={40}
        spellCheck={false}
        autoComplete="off"
        onCommit={onChange}
        onBlur={() => onChange(normaliseUscc(code))}
      />
      {suggestion && !disabled && (
        <span className="warn-text">
          {t('drafts.input.suggest', { code: suggestion })} <Button size="small" type="link" onClick={() => onChange(suggestion)}>{t('drafts.input.useIt')}</Button>
        </span>
      )}
    </>
  )
}
