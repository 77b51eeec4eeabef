import { availableParallelism } from 'node:os';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  test: {
    include: ['model/**/*.test.ts', 'sut/**/*.test.ts', 'scenarios/**/*.test.ts', 'reports/**/*.test.ts'],
    // vitest leaves one core to itself: with two cores all files would wait for each other
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});

export default config;
