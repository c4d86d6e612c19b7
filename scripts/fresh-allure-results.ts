// Required by mocha before its reporter starts: the results of an earlier test run are no part of this one.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { rootAbove } from './tidy/root-above.js';

const isWorker = process.env['MOCHA_WORKER_ID'] !== undefined; // what the others wrote is there by then
if (!isWorker) rmSync(join(rootAbove(import.meta.url), 'allure-results'), { recursive: true, force: true });
