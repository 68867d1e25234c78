/** What kind of agency a made-up one is: enough difference that the ratings range from AA to C. */
export interface Profile {
  /** Services in the home center's market, and in how many other markets it did one. */
  readonly atHome: number
  readonly elsewhere: number
  /** Share of applications that passed at once, in percent; mean satisfaction, 0..1000; financing per service, yuan. */
  readonly firstPass: number
  readonly satisfaction: number
  readonly financing: number
  /** Facts about it, by the indicators of the methodology. */
  readonly conduct: readonly string[]
}

const STAR: Profile = {
  atHome: 8, elsewhere: 3, firstPass: 100, satisfaction: 935, financing: 30_000_000,
  conduct: ['D1P01', 'D1P03', 'D1P04', 'D2P01', 'D2P01', 'D2P03', 'D3P03', 'D3P04', 'D6P02'],
}
const GOOD: Profile = { atHome: 6, elsewhere: 1, firstPass: 84, satisfaction: 860, financing: 12_000_000, conduct: ['D1P01', 'D2P01', 'D6P02'] }
const FAIR: Profile = { atHome: 3, elsewhere: 0, firstPass: 67, satisfaction: 810, financing: 8_000_000, conduct: ['D1P04'] }
const PLAIN: Profile = { atHome: 2, elsewhere: 1, firstPass: 50, satisfaction: 760, financing: 5_000_000, conduct: ['D1P01'] }
const LATE: Profile = { atHome: 2, elsewhere: 0, firstPass: 0, satisfaction: 690, financing: 4_000_000, conduct: ['D2N06', 'D6N01', 'D3N01'] }
const PENALISED: Profile = { atHome: 2, elsewhere: 0, firstPass: 0, satisfaction: 610, financing: 3_000_000, conduct: ['D3N08', 'D3N17', 'D2N03'] }
const DEBTOR: Profile = { atHome: 2, elsewhere: 0, firstPass: 0, satisfaction: 560, financing: 2_000_000, conduct: ['D3N13'] }
const NEW: Profile = { atHome: 1, elsewhere: 0, firstPass: 100, satisfaction: 800, financing: 1_000_000, conduct: [] }

/** One of each for every center, in the order of its agencies. */
export const PROFILES: readonly Profile[] = [STAR, GOOD, LATE, PLAIN, PENALISED, DEBTOR, FAIR, GOOD, NEW]

/** Profile of the `index`-th agency, where agencies are dealt to the centers in turn. */
export const profileOf = (index: number, centers: number): Profile => PROFILES[Math.floor(index / centers) % PROFILES.length] ?? NEW
