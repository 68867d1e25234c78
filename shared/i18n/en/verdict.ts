import type zh from '../zh-CN/verdict.ts'

export default {
  verdict: { valid: 'Valid', invalid: 'Not valid', unreadable: 'Unreadable' },
  kind: { record: 'Proof of a record', completeness: 'Proof of all records', report: 'Proof of a credit report', checkpoint: 'Checkpoint of the ledger', evidence: 'Evidence', proof: 'Proof file', none: 'Unknown file' },
  says: {
    record: 'The record is final in this network and was not altered.',
    completeness: 'As of the block below, the records in force about this agency are exactly these {{count}}; none is missing.',
    report: 'These records and entries of the ledger are final in this network and were not altered.',
    checkpoint: 'The block is final in this network.',
    evidence: 'Two signatures contradict each other: their signer broke a rule of voting. A cloned disk, or one key on two computers, is the usual cause.',
  },
  complete: { yes: 'The records enclosed are all records in force about this agency.', no: 'The records enclosed are not all records in force about this agency ({{count}} in all).', unknown: 'This network does not count the records of an agency, so it cannot be told whether these are all.' },
  untrusted: 'Compare the genesis hash with the network you mean: no network was given for this check.',
  demo: 'A demonstration network: its content is made up and has no force whatever.',
  label: {
    network: 'Network', genesis: 'Genesis hash', agency: 'Agency', asOf: 'As of', block: 'Block', records: 'Records in the ledger', signers: 'Signed by', rule: 'Rule broken', members: 'Members concerned', place: 'Where', device: 'Device key', record: 'Record', author: 'Published by', index: 'Place in the ledger', state: 'State', signedAt: 'Signed at',
  },
  signed: '{{signers}} ({{k}} of {{n}} seats, {{q}} needed)',
  height: 'height {{height}}, epoch {{epoch}}',
  place: 'epoch {{epoch}}, height {{height}}, view {{view}}',
  sequence: 'sequence number {{sequence}} used twice',
  rule: { E1: 'two blocks notarized in one view', E2: 'two blocks finalized in one view', E3: 'a view nullified and its block finalized', A1: 'two records of one device with one sequence number', FORK: 'two final blocks of one height' },
  state: {
    inForce: 'in force, unchanged', void: 'final and without effect: {{problem}}', superseded: 'superseded by a newer version ({{by}})', disputed: 'under objection ({{by}})',
    repaired: 'credit repaired ({{by}})', withdrawn: 'withdrawn ({{by}})', aged: 'past its retention term (no longer counted from {{on}})',
  },
  page: {
    title: 'Zhengxinlian verifier',
    lead: 'Drop a proof file here, or click to choose one. It is checked on this computer; this page connects to no network.',
    choose: 'Choose a file',
    genesis: 'Genesis hash wanted (optional)',
    genesisHint: 'Obtained from somebody you trust; only files of that network pass then.',
    genesisWrong: 'It has 64 hexadecimal digits.',
    tooLarge: 'The file is too large.',
    language: '中文',
    content: 'Content',
    entries: 'Entries of the ledger ({{count}})',
  },
} satisfies typeof zh
