import { Counter, Gauge, Histogram, Registry } from 'prom-client';

const SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
/** An event of a socket is a hundred times quicker than a request. */
const EVENT_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5];

/** Every metric of the process. Labels are names that the program knows, so their number does not grow with its use. */
export class Metrics {
  readonly registry = new Registry();
  private readonly registers = [this.registry];

  readonly requests = new Histogram({
    name: 'bemore_http_request_duration_seconds',
    help: 'Time from the first middleware to the end of the answer',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: SECONDS,
    registers: this.registers,
  });
  readonly socketEvents = new Histogram({
    name: 'bemore_socket_event_duration_seconds',
    help: 'Time from a client event to its acknowledgement',
    labelNames: ['event'] as const,
    buckets: EVENT_SECONDS,
    registers: this.registers,
  });
  readonly socketOutcomes = this.counter('bemore_socket_events_total', 'Client events by what was acknowledged', ['event', 'outcome']);
  readonly sockets = this.gauge('bemore_sockets', 'Open connections to sessions', []);
  readonly sessions = this.gauge('bemore_sessions', 'Sessions by state; ended ones of the last 24 hours', ['state']);
  readonly sessionEnds = this.counter('bemore_session_ends_total', 'Sessions that ended here, by reason', ['reason']);
  readonly queues = this.gauge('bemore_queue_length', 'What waits, by queue', ['queue']);
  readonly queueFullness = this.gauge('bemore_queue_fullness_ratio', 'How full a bounded queue is', ['queue']);
  readonly limits = this.counter('bemore_limit_decisions_total', 'What the limits said', ['surface', 'tier', 'outcome']);
  readonly shed = this.counter('bemore_overload_shed_total', 'Requests turned away because of overload', ['kind']);
  readonly load = this.gauge('bemore_overload_ratio', 'Load in knees: from 1 on requests are turned away', []);
  readonly providerCalls = this.counter('bemore_provider_calls_total', 'Attempts at providers', ['purpose', 'provider', 'outcome']);
  readonly providerTimes = new Histogram({
    name: 'bemore_provider_call_duration_seconds',
    help: 'Time of one attempt at a provider',
    labelNames: ['purpose', 'provider'] as const,
    buckets: SECONDS,
    registers: this.registers,
  });
  readonly transcriptions = this.counter('bemore_transcriptions_total', 'Recordings and utterances by what became of them', ['source', 'outcome']);
  readonly failures = this.counter('bemore_failures_total', 'Failures by code', ['code']);
  readonly loopDelay = this.gauge('bemore_event_loop_delay_seconds', 'How late the event loop was in the last round', ['of']);
  readonly loopUtilization = this.gauge('bemore_event_loop_utilization_ratio', 'Share of the time in which the event loop was busy', []);
  readonly pool = this.gauge('bemore_database_pool', 'Connections in use, and callers that wait for one', ['state']);
  readonly crisisAlerts = this.gauge('bemore_crisis_alerts', 'Crisis alerts of the last 24 hours', ['level', 'state']);
  readonly crises = this.counter('bemore_crises_total', 'Dangers that were raised here', ['level', 'source']);
  readonly securityEvents = this.counter('bemore_security_events_total', 'Security events by kind', ['kind']);
  readonly securityAlerts = this.counter('bemore_security_alerts_total', 'Security alerts by rule', ['rule']);
  readonly databaseUp = this.gauge('bemore_database_up', 'Whether the last look at the database succeeded', []);
  readonly memory = this.gauge('bemore_process_memory_bytes', 'Memory of the process', ['of']);
  readonly handles = this.gauge('bemore_process_active_resources', 'What keeps the event loop alive: sockets, timers, files', []);
  readonly cpu = this.gauge('bemore_process_cpu_seconds', 'Processor time since the start', []);
  readonly startedAt = this.gauge('bemore_process_start_time_seconds', 'When the process started, in Unix time', []);

  private counter<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Counter<Label> {
    return new Counter({ name, help, labelNames: [...labelNames], registers: this.registers });
  }

  private gauge<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Gauge<Label> {
    return new Gauge({ name, help, labelNames: [...labelNames], registers: this.registers });
  }
}
