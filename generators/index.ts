export { aimBreaks, type AimOptions } from './faults/aim-breaks.js';
export { dealBreaks, type DealOptions } from './faults/deal-breaks.js';
export { drawBreaks, type DrawBreaksOptions } from './faults/draw-breaks.js';
export { lossyFaults, networkFaults } from './faults/network-faults.js';
export { crash, crashAtEffect, pause, roleDown } from './faults/node-faults.js';
export { errandsOfJourney, type Uploads } from './journeys/errands-of-journey.js';
export { type JourneyDocument, readJourney } from './journeys/read-journey.js';
export { type StoryStep, type WalkOptions, walkLife } from './journeys/walk-life.js';
