// A thread that carries out points of a sweep.
import { Sweeper, type SweepJob } from '../sweep/sweeper.js';
import { carryOut } from './carry-out.js';
import { scenarioHere } from './scenario-here.js';
import type { SweepSetting } from './sweep-threads.js';

const { scenario, setting } = await scenarioHere<SweepSetting>();
const { defects, journeys } = setting;
const sweeper = new Sweeper({ scenario, defects, journeys });
carryOut((job: SweepJob) => sweeper.run(job));
