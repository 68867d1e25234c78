import { Card } from 'antd'
import type { ReactNode } from 'react'

interface PageProps {
  readonly title: ReactNode
  readonly note?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
  readonly testId: string
}

/** A screen: one heading, its actions on the same line, then the content. */
export function Page({ title, note, actions, children, testId }: PageProps) {
  return (
    <section className="page" data-testid={testId}>
      <header className="page-head">
        <h1>{title}</h1>
        {note && <div className="page-note quiet">{note}</div>}
        {actions && <div className="page-actions">{actions}</div>}
      </header>
      {children}
    </section>
  )
}

interface BlockProps {
  readonly title?: ReactNode
  readonly extra?: ReactNode
  readonly children: ReactNode
  readonly flush?: boolean
  readonly testId?: string
  readonly className?: string
}

/** A titled part of a screen. */
export function Block({ title, extra, children, flush, testId, className }: BlockProps) {
  return (
    <Card size="small" title={title} extra={extra} className={className} data-testid={testId} styles={flush ? { body: { padding: 0 } } : undefined}>
      {children}
    </Card>
  )
}

/** A figure with its name, for summary strips. */
export function Figure({ label, children, note }: { readonly label: ReactNode; readonly children: ReactNode; readonly note?: ReactNode }) {
  return (
    <div className="figure">
      <div className="quiet">{label}</div>
      <div className="figure-value">{children}</div>
      {note && <div className="quiet figure-note">{note}</div>}
    </div>
  )
}
