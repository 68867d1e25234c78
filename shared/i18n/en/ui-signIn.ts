import type zh from '../zh-CN/ui-signIn.ts'

export default {
  title: 'Sign in',
  lead: 'Choose your account and unlock your signing key. The key stays on this computer.',
  accounts: 'Accounts',
  passphrase: 'Passphrase',
  submit: 'Sign in',
  demoPassphrase: 'The demonstration passphrase {{passphrase}} is filled in; it protects nothing.',
  notOnLedger: 'The grant is not final yet, signing is not possible',
  ended: 'Your session has ended',
  endedHint: 'Sign in again: you come back to the same screen, and what you typed is kept.',
  choose: 'Choose an account first',
  none: 'This data folder holds no staff account',
  noneHint: 'Ask the administrator to import the member package again.',
} satisfies typeof zh
