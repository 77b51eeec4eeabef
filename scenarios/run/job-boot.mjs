// In a checkout that runs without a bundle, the far end of a lane is TypeScript: its thread or process runs it likewise.
import { importSource } from './sources.mjs';

await importSource('job');
