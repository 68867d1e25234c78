/** Seeds that failed once, with all that was drawn, so that they stay what they were when the drawing changes. */
import { CALM, type Options } from './sim/options.ts'

export interface Regression {
  /** What was wrong. */
  readonly why: string
  readonly options: Partial<Options> & Pick<Options, 'seed' | 'n'>
}

export const REGRESSIONS: readonly Regression[] = [
  {
    why: 'a seat whose chain.db had fallen behind came back into a slot it had voted in without telling the core its votes',
    options: {
      ...CALM, seed: 4, n: 5, latency: 400, loss: 0.25, records: 12, crashBoundaries: 30, downTime: 50,
      disk: [{ kind: 'truncateChain', member: 0, at: 1_148 }, { kind: 'truncateChain', member: 1, at: 2_648 }, { kind: 'truncateChain', member: 2, at: 4_148 }, { kind: 'truncateChain', member: 3, at: 5_648 }],
    },
  },
  {
    why: 'after a flush that failed the core went on for a moment and sent the vote that was not on the disk',
    options: {
      ...CALM, seed: 125, n: 5, byzantine: [3], attacks: ['silentLeader', 'twinRecords'], attackForever: true, latency: 5_000, loss: 0.14, duplicate: 0.46, foreign: true, partition: 'star',
      pauses: [{ member: 3, at: 5_326, time: 1_806 }, { member: 4, at: 5_773, time: 7_658 }],
      disk: [{ kind: 'fsyncError', member: 2, at: 1_257 }, { kind: 'fsyncError', member: 4, at: 3_908 }],
    },
  },
  {
    why: 'many wrong clocks had let a block of the future through: every later one was refused, at the speed of the network, until the true time had come up',
    options: {
      ...CALM, seed: 1732, n: 6, latency: 100, loss: 0.02, partition: 'star', crashBoundaries: 120, faultTime: 20_000, drift: 50, clocks: 'jumping',
      plans: [{ t: 'join', member: 6, at: 16_854 }],
    },
  },
  {
    why: 'a member that had left asked for ever after a slot that everybody else had let rest',
    options: {
      ...CALM, seed: 1000139, n: 6, byzantine: [4], attacks: ['silentLeader', 'equivocate', 'doubleVote', 'staleJustification', 'wrongBlocks', 'badRecords', 'censor', 'statusLies', 'twinRecords'],
      latency: 5, loss: 0.35, replay: 0.02, partitionPeriod: 6_000, downTime: 8_000, faultTime: 20_000, records: 1, clocks: 'off',
      plans: [{ t: 'leave', member: 3, at: 15_503 }, { t: 'rotate', member: 5, at: 7_131 }, { t: 'rotate', member: 2, at: 1_537 }, { t: 'join', member: 6, at: 8_510 }],
    },
  },
  {
    why: 'the only member that had seen a block final lost it from chain.db, and did not look at the F in safety.db because it may not vote there again',
    options: {
      ...CALM, seed: 2033102, n: 6, loss: 0.2, replay: 0.02, partitionPeriod: 300, crashBoundaries: 8, records: 2, newcomer: true, clocks: 'jumping',
      disk: [{ kind: 'fsyncError', member: 0, at: 6_072 }, { kind: 'corruptSafety', member: 1, at: 7_450 }, { kind: 'corruptSafety', member: 2, at: 5_386 }, { kind: 'truncateChain', member: 5, at: 7_941 }],
    },
  },
  {
    why: 'an attacker of the simulation put more certificates into a proposal than any message can carry',
    options: {
      ...CALM, seed: 3142264, n: 4, byzantine: [0], attacks: ['unjustified', 'withholdBody', 'badTimes', 'badRecords', 'statusLies', 'twinRecords'], latency: 30, replay: 0.02,
      partition: 'isolate', partitionPeriod: 300, crashBoundaries: 8, downTime: 8_000, pauses: [{ member: 2, at: 2_341, time: 248_400_000 }, { member: 3, at: 2_082, time: 50_400_000 }],
      plans: [{ t: 'join', member: 4, at: 1_574 }], newcomer: true, faultTime: 3_000, records: 6, drift: 50, clocks: 'jumping',
    },
  },
]
