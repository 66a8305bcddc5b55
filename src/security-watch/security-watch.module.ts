import { Module } from '@nestjs/common';
import { AlertRepository } from './alert.repository.js';
import { Alerts } from './alerts.service.js';
import { Detector } from './detector.service.js';
import { WatchedEventRepository } from './watched-event.repository.js';
import { WatchedEvents } from './watched-events.service.js';

/** Stores what attackers do, finds patterns in it and tells whoever is on duty. */
@Module({ providers: [AlertRepository, Alerts, Detector, WatchedEventRepository, WatchedEvents] })
export class SecurityWatchModule {}
