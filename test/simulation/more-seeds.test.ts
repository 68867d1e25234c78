import { seeds } from './sim/batch.ts'

// In a file of their own, so that a second worker takes them.
seeds(2_501, 2_500, 250)
