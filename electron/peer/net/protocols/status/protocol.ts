/** Heartbeat and handshake: each side tells the other where it stands. Asked on connect and every 15 s. */
export const STATUS_PROTOCOL = '/zxl/status/1'
/** Bytes of one status: a certificate of 100 signatures and some numbers. */
export const MAX_STATUS = 16 * 1024
/** Characters of the application's version. */
export const MAX_VERSION = 32
export const INSTANCE_BYTES = 16
