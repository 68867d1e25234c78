/** What nobody may overlook, on whatever screen they are: shown above every screen, and there only. */
export const ALARMS: ReadonlySet<string> = new Set(['CONSENSUS_FORK', 'CHAIN_FORK', 'CONSENSUS_INVALID_FINAL', 'VOTING_TWIN', 'CONSENSUS_FOREIGN_OWN_VOTE'])
