import type { Bind } from './database.ts'

/** Conditions of a query that are wanted only where a value is given; column names are ours, values are always bound. */
export class Where {
  readonly conditions: string[] = []
  readonly bind: Bind[] = []

  /** `undefined` asks for nothing. */
  equal(column: string, value: string | number | undefined): void {
    if (value === undefined) return
    this.conditions.push(`${column} = ?`)
    this.bind.push(value)
  }

  atLeast(column: string, value: number): void {
    this.conditions.push(`${column} >= ?`)
    this.bind.push(value)
  }
  below(column: string, value: number): void {
    this.conditions.push(`${column} < ?`)
    this.bind.push(value)
  }
}
