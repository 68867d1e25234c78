import { signed } from './money.ts'

interface Bar {
  readonly key: string
  readonly label: string
  readonly value: number
  /** What was added up before the limits; shown where it differs. */
  readonly sum?: number
  readonly maxPlus: number
  readonly maxMinus: number
}

/** Points left (minus) and right (plus) of a common zero, each with its number. Widths are shares of the widest limit. */
export function Bars({ bars, label }: { readonly bars: readonly Bar[]; readonly label: string }) {
  const most = Math.max(1, ...bars.flatMap((bar) => [Math.abs(bar.value), bar.maxPlus]))
  const share = (points: number): string => `${Math.min(100, (Math.abs(points) / most) * 100)}%`
  return (
    <table className="bars" aria-label={label}>
      <tbody>
        {bars.map((bar) => (
          <tr key={bar.key}>
            <th scope="row">{bar.label}</th>
            <td className="bars-minus" aria-hidden>{bar.value < 0 && <i style={{ width: share(bar.value) }} />}</td>
            <td className="bars-plus" aria-hidden>{bar.value > 0 && <i style={{ width: share(bar.value) }} />}</td>
            <td className="num bars-value">
              {signed(bar.value)}
              {bar.sum !== undefined && bar.sum !== bar.value && <span className="quiet"> ({signed(bar.sum)})</span>}
            </td>
            <td className="num quiet bars-range">−{bar.maxMinus} … +{bar.maxPlus}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
