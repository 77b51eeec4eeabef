// In a checkout the far end of a lane is TypeScript: tsx must be registered in its own thread or process first.
import { register } from 'tsx/esm/api';

register();
await import('./job.ts');
