/** Content of a block of the open slot, by block id: what a compact proposal leaves out. */
export const BODIES_PROTOCOL = '/zxl/bodies/1'
