export { detectCrisis } from './crisis/detect.js';
export type { CrisisAssessment } from './crisis/types.js';
export { helplines } from './helplines/helplines.js';
export { MaskingVault } from './masking/vault.js';
export { checkReply } from './reply/check-reply.js';
