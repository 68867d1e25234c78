import { ApartmentOutlined, AuditOutlined, BankOutlined, DashboardOutlined, FormOutlined, ImportOutlined, SendOutlined, TeamOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'

/** The screens in the order of the menu; Alt+n opens the nth. */
export const screens: readonly { readonly key: 'overview' | 'institutions' | 'drafts' | 'imports' | 'ratings' | 'outbox' | 'membership' | 'network'; readonly path: string; readonly icon: ReactNode }[] = [
  { key: 'overview', path: '/overview', icon: <DashboardOutlined /> },
  { key: 'institutions', path: '/institutions', icon: <BankOutlined /> },
  { key: 'drafts', path: '/drafts', icon: <FormOutlined /> },
  { key: 'imports', path: '/imports', icon: <ImportOutlined /> },
  { key: 'ratings', path: '/ratings', icon: <AuditOutlined /> },
  { key: 'outbox', path: '/outbox', icon: <SendOutlined /> },
  { key: 'membership', path: '/membership', icon: <TeamOutlined /> },
  { key: 'network', path: '/network', icon: <ApartmentOutlined /> },
]
