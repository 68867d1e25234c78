/** The chain of closing blocks from an epoch on, and the newest final block: what a newcomer verifies from the genesis alone. */
export const EPOCHS_PROTOCOL = '/zxl/epochs/1'
/** Closing blocks of one answer: a voter list of 100 members is 6 KiB, a certificate up to 8 KiB. */
export const MAX_HOPS = 128
