import { defineConfig } from 'vite';

export default defineConfig({ base: '/console/', build: { outDir: '../dist/web', emptyOutDir: true, target: 'es2023', modulePreload: { polyfill: false } } });
