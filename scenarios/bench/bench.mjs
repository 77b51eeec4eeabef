// `npm run bench`: the benchmarks run from a bundle as the command line does, so that they measure what users run.
import { importSource } from '../run/sources.mjs';

await importSource('bench');
