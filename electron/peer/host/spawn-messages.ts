/** The messages between main and the peer process live in the contract: main may not import from the peer. */
export { toMain, PEER_FLAGS, type FromMain, type ToMain } from '../../../shared/contract/process.ts'
