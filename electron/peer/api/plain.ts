/** Ledger values as plain data of the contract: the spelling is that of verdicts. */
export { plainMap as plainBody, plainProblem } from '../../../shared/credit/proof/plain.ts'
