import { Providers } from './Providers.tsx'
import { Gate } from './Gate.tsx'

/** The page. */
export const App = () => (
  <Providers>
    <Gate />
  </Providers>
)
