// In a checkout that runs without a bundle, a thread that explores is TypeScript: it runs it likewise.
import { importSource } from '../run/sources.mjs';

await importSource('explorer-job');
