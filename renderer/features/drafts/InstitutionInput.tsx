import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Select } from 'antd'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { Uscc } from '../../ui/Code.tsx'
import { useWords } from '../../words/use-words.ts'
import type { InputProps } from './FieldInput.tsx'

/** An institution of the ledger, found by name or code. */
export function InstitutionInput({ spec, value, onChange, disabled, id }: InputProps) {
  const { t, field, term } = useWords()
  const [q, setQ] = useState('')
  const code = typeof value === 'string' ? value : ''
  const found = useQuery({ ...api.institutions.search.queryOptions({ input: { q: (q || code).normalize('NFKC').trim(), limit: 20 } }), placeholderData: keepPreviousData })
  return (
    <Select
      id={id}
      data-testid={`field-${id}`}
      aria-label={field(spec.key)}
      disabled={disabled}
      allowClear
      showSearch={{ filterOption: false, onSearch: setQ }}
      loading={found.isFetching}
      notFoundContent={t('institutions.none')}
      placeholder={t('institutions.search')}
      value={code || undefined}
      onChange={onChange}
      options={(found.data?.items ?? []).map((row) => ({ value: row.uscc, label: `${row.nameZh} ${row.uscc}`, row }))}
      optionRender={({ data: { row } }) => <span>{row.nameZh} <Uscc code={row.uscc} /> <span className="quiet">{term('type', row.type)} · {row.home}</span></span>}
    />
  )
}
