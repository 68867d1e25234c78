import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Form, Input, Select, Space } from 'antd'
import { useState } from 'react'
import type { FoundInput } from '../../../shared/contract/host.ts'
import { host, hostApi } from '../../api/client.ts'
import { Block } from '../../ui/Page.tsx'
import { ProblemAlert } from '../../ui/ProblemAlert.tsx'
import { useWords } from '../../words/use-words.ts'
import { usePackages } from './packages.ts'

const tiers = ['OPERATOR', 'COUNCIL', 'MEMBER'] as const
const startWith: Partial<FoundInput> = {
  members: [
    { id: 'SZSE', tier: 'OPERATOR', address: '' },
    { id: 'BJ', tier: 'COUNCIL', address: '' },
    { id: 'SH', tier: 'COUNCIL', address: '' },
    { id: 'JS', tier: 'COUNCIL', address: '' },
  ],
}

/** Votes needed of n members when at most f = floor((n - 1) / 3) fail: the smallest majority whose overlaps hold an honest one. */
export function quorumOf(n: number): { n: number; f: number; q: number } {
  const f = Math.floor((n - 1) / 3)
  return { n, f, q: Math.floor((n + f) / 2) + 1 }
}

/** Founding: the list of members becomes the genesis, and each member gets a package of its own. */
export function Found({ onBack }: { readonly onBack: () => void }) {
  const { t, term, name } = useWords()
  const [form] = Form.useForm<FoundInput>()
  const centers = useQuery(hostApi.centers.queryOptions())
  const members = Form.useWatch('members', form) ?? startWith.members ?? []
  const [problem, setProblem] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const options = (centers.data ?? []).map((center) => ({ value: center.code, label: `${center.code} ${name(center)}` }))
  const rule = { required: true, message: t('welcome.required') }
  const long = { required: true, min: 10, message: t('welcome.tooShort') }
  const found = async (input: FoundInput): Promise<void> => {
    setBusy(true)
    setProblem(null)
    try {
      usePackages.getState().put((await host.found(input)).packages)
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  const back = <Button size="small" onClick={onBack} data-testid="welcome-back">{t('welcome.back')}</Button>
  return (
    <Block title={t('welcome.found.title')} extra={back} testId="found">
      <Form<FoundInput> form={form} layout="vertical" requiredMark={false} initialValues={startWith} onFinish={(input) => void found(input)}>
        <div className="form-grid">
          <Form.Item name="name" label={t('welcome.found.name')} rules={[rule]}><Input maxLength={64} data-testid="found-name" /></Form.Item>
          <Form.Item name="me" label={t('welcome.found.me')} rules={[rule]}>
            <Select data-testid="found-me" showSearch options={members.filter((member) => member?.id).map((member) => ({ value: member.id, label: member.id }))} />
          </Form.Item>
          <Form.Item name="packagePassphrase" label={t('welcome.found.packagePassphrase')} rules={[long]}><Input.Password autoComplete="off" data-testid="found-package-passphrase" /></Form.Item>
          <Form.Item name="staffPassphrase" label={t('welcome.found.staffPassphrase')} rules={[long]}><Input.Password autoComplete="new-password" data-testid="found-staff-passphrase" /></Form.Item>
        </div>
        <div className="quiet">{t('welcome.found.members')} · {t('welcome.found.quorum', quorumOf(Math.max(4, members.length)))}</div>
        <Form.List name="members">
          {(fields, { add, remove }) => (
            <table className="plain-table">
              <thead><tr><th>{t('welcome.found.member')}</th><th>{t('welcome.found.tier')}</th><th>{t('welcome.found.address')}</th><th aria-hidden /></tr></thead>
              <tbody>
                {fields.map(({ key, name: index }) => (
                  <tr key={key}>
                    <td>
                      <Form.Item name={[index, 'id']} rules={[rule]} noStyle>
                        <Select showSearch={{ optionFilterProp: 'label' }} options={options} popupMatchSelectWidth={360} style={{ width: 300 }} aria-label={t('welcome.found.member')} />
                      </Form.Item>
                    </td>
                    <td>
                      <Form.Item name={[index, 'tier']} rules={[rule]} noStyle>
                        <Select options={tiers.map((tier) => ({ value: tier, label: term('tier', tier) }))} style={{ width: 130 }} aria-label={t('welcome.found.tier')} />
                      </Form.Item>
                    </td>
                    <td>
                      <Form.Item name={[index, 'address']} rules={[{ ...rule, pattern: /^[^\s:]+:\d{2,5}$/ }]} noStyle>
                        <Input placeholder="10.0.0.1:4100" className="mono" aria-label={t('welcome.found.address')} data-testid={`found-address-${index}`} />
                      </Form.Item>
                    </td>
                    <td><Button type="text" icon={<DeleteOutlined />} disabled={fields.length <= 4} aria-label={t('welcome.found.remove', { id: members[index]?.id ?? '' })} onClick={() => remove(index)} /></td>
                  </tr>
                ))}
              </tbody>
              <tfoot><tr><td colSpan={4}><Button type="dashed" icon={<PlusOutlined />} onClick={() => add({ tier: 'MEMBER', address: '' })}>{t('welcome.found.add')}</Button></td></tr></tfoot>
            </table>
          )}
        </Form.List>
        <div className="stack">
          {problem !== null && <ProblemAlert problem={problem} />}
          <Space><Button type="primary" htmlType="submit" loading={busy} data-testid="found-submit">{t('welcome.found.go')}</Button><Button onClick={onBack}>{t('app.cancel')}</Button></Space>
        </div>
      </Form>
    </Block>
  )
}
