import { Form } from 'antd'
import { useWords } from '../../words/use-words.ts'
import { Block } from '../../ui/Page.tsx'
import type { Content } from './content.ts'
import { FieldInput } from './FieldInput.tsx'
import type { FormKind } from './field-spec.ts'
import { FindingText, useFindings } from './Findings.tsx'
import { FORMS } from './forms.ts'
import type { FieldSpec } from './field-spec.ts'
import { Similar } from './Similar.tsx'

interface Props {
  readonly kind: FormKind
  readonly content: Content
  readonly disabled: boolean
  readonly onChange: (key: string, value: unknown) => void
}

/** The form of a kind, group by group. */
export function DraftForm({ kind, content, disabled, onChange }: Props) {
  const { t } = useWords()
  return (
    <Form layout="vertical" component="div">
      <div className="stack">
        {FORMS[kind].map((group) => (
          <Block key={group.name} title={t(`drafts.group.${group.name}`)}>
            {kind === 'institution.register' && group.name === 'identity' && <Similar content={content} />}
            <div className="form-grid">
              {group.fields.map((spec) => <Field key={spec.key} spec={spec} content={content} disabled={disabled} onChange={onChange} />)}
            </div>
          </Block>
        ))}
      </div>
    </Form>
  )
}

function Field({ spec, content, disabled, onChange }: { readonly spec: FieldSpec } & Omit<Props, 'kind'>) {
  const { field } = useWords()
  const found = useFindings(spec.key)
  const worst = found.some((finding) => finding.severity === 'error') ? 'error' : found.length > 0 ? 'warning' : undefined
  return (
    <Form.Item className={spec.wide ? 'wide' : undefined} label={field(spec.key)} htmlFor={spec.key} required={spec.required ?? false} validateStatus={worst ?? ''} help={found.length > 0 ? <FindingText path={spec.key} /> : undefined}>
      <FieldInput spec={spec} value={content[spec.key]} onChange={(value) => onChange(spec.key, value)} disabled={disabled} content={content} id={spec.key} />
    </Form.Item>
  )
}
