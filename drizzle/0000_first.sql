CREATE TABLE "api_tokens" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"prefix" text NOT NULL,
	"hash" text NOT NULL,
	"integration_ids" uuid[],
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone,
	"last_used_at" timestamp with time zone,
	"revoked_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "audit_log" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"actor" jsonb NOT NULL,
	"action" text NOT NULL,
	"target" text NOT NULL,
	"detail" jsonb NOT NULL,
	"request_id" text,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "deliveries" (
	"id" uuid PRIMARY KEY NOT NULL,
	"destination_id" uuid NOT NULL,
	"finding_event_id" uuid NOT NULL,
	"event_type" text NOT NULL,
	"payload" jsonb NOT NULL,
	"state" text NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"last_status" integer,
	"last_error" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"delivered_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "destinations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"integration_id" uuid,
	"url" text NOT NULL,
	"sealed_secret" "bytea" NOT NULL,
	"event_types" text[] NOT NULL,
	"created_by" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"disabled_at" timestamp with time zone,
	"disabled_reason" text
);
--> statement-breakpoint
CREATE TABLE "checkpoints" (
	"integration_id" uuid NOT NULL,
	"lane" text NOT NULL,
	"stream" text NOT NULL,
	"cursor" jsonb,
	"fence" bigint[] NOT NULL,
	"seq" bigint DEFAULT 0 NOT NULL,
	"run_no" integer NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"complete_run_no" integer,
	"completed_at" timestamp with time zone,
	"covered_from" timestamp with time zone,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "checkpoints_integration_id_lane_stream_pk" PRIMARY KEY("integration_id","lane","stream")
) WITH (fillfactor = 70);
--> statement-breakpoint
CREATE TABLE "drift" (
	"integration_id" uuid NOT NULL,
	"stream" text NOT NULL,
	"path" text NOT NULL,
	"count" bigint NOT NULL,
	"first_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"acknowledged" boolean DEFAULT false NOT NULL,
	CONSTRAINT "drift_integration_id_stream_path_pk" PRIMARY KEY("integration_id","stream","path")
);
--> statement-breakpoint
CREATE TABLE "quarantine" (
	"id" uuid PRIMARY KEY NOT NULL,
	"integration_id" uuid NOT NULL,
	"stream" text NOT NULL,
	"run_id" uuid NOT NULL,
	"locator_hash" text NOT NULL,
	"locator" jsonb NOT NULL,
	"reason" text NOT NULL,
	"path" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rate_budgets" (
	"scope" text NOT NULL,
	"route" text NOT NULL,
	"capacity" double precision NOT NULL,
	"tokens" double precision NOT NULL,
	"refill_per_second" double precision NOT NULL,
	"known_per_second" double precision NOT NULL,
	"refilled_at" timestamp with time zone NOT NULL,
	"blocked_until" timestamp with time zone,
	"last_rejected_at" timestamp with time zone,
	"rejections" bigint DEFAULT 0 NOT NULL,
	"granted" bigint DEFAULT 0 NOT NULL,
	CONSTRAINT "rate_budgets_scope_route_pk" PRIMARY KEY("scope","route")
) WITH (fillfactor = 70);
--> statement-breakpoint
CREATE TABLE "run_streams" (
	"run_id" uuid NOT NULL,
	"stream" text NOT NULL,
	"state" text NOT NULL,
	"records" bigint DEFAULT 0 NOT NULL,
	"pages" bigint DEFAULT 0 NOT NULL,
	"retries" integer DEFAULT 0 NOT NULL,
	"waits" integer DEFAULT 0 NOT NULL,
	"waited_ms" bigint DEFAULT 0 NOT NULL,
	"quarantined" integer DEFAULT 0 NOT NULL,
	"cursor_time" timestamp with time zone,
	"parents_total" integer,
	"parents_done" integer,
	"last_checkpoint_at" timestamp with time zone,
	"waiting_until" timestamp with time zone,
	"cause" text,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	CONSTRAINT "run_streams_run_id_stream_pk" PRIMARY KEY("run_id","stream")
) WITH (fillfactor = 70);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"integration_id" uuid NOT NULL,
	"run_no" integer NOT NULL,
	"kind" text NOT NULL,
	"lane" text,
	"state" text NOT NULL,
	"stage" text,
	"workflow_id" text NOT NULL,
	"requested_by" jsonb NOT NULL,
	"outcome" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "capabilities" (
	"integration_id" uuid NOT NULL,
	"capability" text NOT NULL,
	"state" text NOT NULL,
	"result_code" text NOT NULL,
	"credential_id" uuid,
	"detail" text NOT NULL,
	"fix_url" text,
	"checked_at" timestamp with time zone NOT NULL,
	"since" timestamp with time zone,
	CONSTRAINT "capabilities_integration_id_capability_pk" PRIMARY KEY("integration_id","capability")
);
--> statement-breakpoint
CREATE TABLE "credentials" (
	"id" uuid PRIMARY KEY NOT NULL,
	"integration_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"sealed" "bytea" NOT NULL,
	"last_four" text NOT NULL,
	"key_name" text,
	"state" text NOT NULL,
	"rejected_code" text,
	"rejected_at" timestamp with time zone,
	"created_by" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"replaced_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "data_keys" (
	"integration_id" uuid NOT NULL,
	"purpose" text NOT NULL,
	"wrapped" "bytea" NOT NULL,
	"master_key_id" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "data_keys_integration_id_purpose_pk" PRIMARY KEY("integration_id","purpose")
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"caller" text NOT NULL,
	"route" text NOT NULL,
	"key" text NOT NULL,
	"fingerprint" text NOT NULL,
	"state" text NOT NULL,
	"response_status" integer,
	"response" jsonb,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_caller_route_key_pk" PRIMARY KEY("caller","route","key")
);
--> statement-breakpoint
CREATE TABLE "integrations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"display_name" text NOT NULL,
	"organization_id" text,
	"workspace_id" uuid,
	"project_id" text,
	"collection_mode" text NOT NULL,
	"own_domains" text[] DEFAULT '{}' NOT NULL,
	"severity_escalation" text DEFAULT 'on' NOT NULL,
	"phase" text NOT NULL,
	"phase_note" text,
	"proof" jsonb,
	"reads_platform" boolean NOT NULL,
	"created_by" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"disconnected_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "master_key_check" (
	"id" integer PRIMARY KEY NOT NULL,
	"master_key_id" text NOT NULL,
	"canary" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "activity_daily" (
	"integration_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"day" date NOT NULL,
	"signal" text NOT NULL,
	"count" bigint NOT NULL,
	CONSTRAINT "activity_daily_integration_id_person_id_day_signal_pk" PRIMARY KEY("integration_id","person_id","day","signal")
) WITH (fillfactor = 70);
--> statement-breakpoint
CREATE TABLE "event_keys" (
	"integration_id" uuid NOT NULL,
	"stream" text NOT NULL,
	"event_id" text NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	CONSTRAINT "event_keys_integration_id_stream_event_id_pk" PRIMARY KEY("integration_id","stream","event_id")
);
--> statement-breakpoint
CREATE TABLE "events" (
	"integration_id" uuid NOT NULL,
	"stream" text NOT NULL,
	"event_id" text NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"seq" bigint NOT NULL,
	"event_type" text NOT NULL,
	"action" text,
	"actor_kind" text NOT NULL,
	"actor_person_id" uuid,
	"actor_key" text,
	"attributes" jsonb NOT NULL,
	CONSTRAINT "events_integration_id_stream_event_id_occurred_at_pk" PRIMARY KEY("integration_id","stream","event_id","occurred_at")
) PARTITION BY RANGE ("occurred_at");
--> statement-breakpoint
CREATE TABLE "messages" (
	"integration_id" uuid NOT NULL,
	"message_id" text NOT NULL,
	"event_id" text NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"seq" bigint NOT NULL,
	"conversation_id" text NOT NULL,
	"actor_person_id" uuid,
	"author_kind" text NOT NULL,
	"attributes" jsonb NOT NULL,
	CONSTRAINT "messages_integration_id_message_id_pk" PRIMARY KEY("integration_id","message_id")
) PARTITION BY HASH ("integration_id", "message_id");
--> statement-breakpoint
CREATE TABLE "asset_sightings" (
	"asset_id" uuid NOT NULL,
	"run_no" integer NOT NULL,
	"seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "asset_sightings_asset_id_pk" PRIMARY KEY("asset_id")
) WITH (fillfactor = 70);
--> statement-breakpoint
CREATE TABLE "assets" (
	"id" uuid PRIMARY KEY NOT NULL,
	"integration_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"external_id" text NOT NULL,
	"parent_id" text,
	"attributes" jsonb NOT NULL,
	"person_ids" jsonb NOT NULL,
	"sealed" "bytea",
	"content_hash" text NOT NULL,
	"first_seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"changed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "people" (
	"id" uuid PRIMARY KEY NOT NULL,
	"integration_id" uuid NOT NULL,
	"ref" text NOT NULL,
	"email" text,
	"name" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"erased_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "person_activity" (
	"integration_id" uuid NOT NULL,
	"person_id" uuid NOT NULL,
	"signal" text NOT NULL,
	"last_at" timestamp with time zone NOT NULL,
	CONSTRAINT "person_activity_integration_id_person_id_signal_pk" PRIMARY KEY("integration_id","person_id","signal")
) WITH (fillfactor = 70);
--> statement-breakpoint
CREATE TABLE "finding_events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"integration_id" uuid NOT NULL,
	"finding_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"run_id" uuid NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"detail" jsonb NOT NULL,
	"dispatched_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "findings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"integration_id" uuid NOT NULL,
	"fingerprint" text NOT NULL,
	"rule_id" text NOT NULL,
	"rule_version" integer NOT NULL,
	"finding_type_id" uuid NOT NULL,
	"category" text NOT NULL,
	"severity" text NOT NULL,
	"effective_severity" text NOT NULL,
	"severity_rank" integer NOT NULL,
	"severity_reason" text,
	"state" text NOT NULL,
	"triage" text DEFAULT 'new' NOT NULL,
	"asset_id" uuid NOT NULL,
	"asset_kind" text NOT NULL,
	"asset_external_id" text NOT NULL,
	"evidence" jsonb NOT NULL,
	"parameters" jsonb NOT NULL,
	"judged" jsonb NOT NULL,
	"first_seen_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	"last_evaluated_at" timestamp with time zone NOT NULL,
	"resolved_at" timestamp with time zone,
	"reopened_count" integer DEFAULT 0 NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"run_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rule_results" (
	"integration_id" uuid NOT NULL,
	"rule_id" text NOT NULL,
	"rule_version" integer NOT NULL,
	"passed" integer NOT NULL,
	"failed" integer NOT NULL,
	"not_evaluated" integer NOT NULL,
	"reason" text,
	"reason_detail" text,
	"asset_reasons" jsonb NOT NULL,
	"evaluated_at" timestamp with time zone NOT NULL,
	"run_id" uuid NOT NULL,
	CONSTRAINT "rule_results_integration_id_rule_id_pk" PRIMARY KEY("integration_id","rule_id")
);
--> statement-breakpoint
CREATE TABLE "rule_settings" (
	"integration_id" uuid NOT NULL,
	"rule_id" text NOT NULL,
	"enabled" boolean DEFAULT true NOT NULL,
	"parameters" jsonb NOT NULL,
	"severity" text,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "rule_settings_integration_id_rule_id_pk" PRIMARY KEY("integration_id","rule_id")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "api_tokens_hash" ON "api_tokens" USING btree ("hash");--> statement-breakpoint
CREATE UNIQUE INDEX "deliveries_once" ON "deliveries" USING btree ("destination_id","finding_event_id");--> statement-breakpoint
CREATE INDEX "deliveries_pending" ON "deliveries" USING btree ("created_at") WHERE state in ('pending', 'failed');--> statement-breakpoint
CREATE INDEX "quarantine_newest" ON "quarantine" USING btree ("integration_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "quarantine_once" ON "quarantine" USING btree ("integration_id","stream","locator_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "runs_number" ON "runs" USING btree ("integration_id","run_no");--> statement-breakpoint
CREATE INDEX "runs_newest" ON "runs" USING btree ("integration_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "runs_open_lane" ON "runs" USING btree ("integration_id","lane") WHERE ended_at is null and lane is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "credentials_current" ON "credentials" USING btree ("integration_id","kind") WHERE state <> 'replaced';--> statement-breakpoint
CREATE INDEX "idempotency_expiry" ON "idempotency_keys" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "integrations_name" ON "integrations" USING btree ("display_name") WHERE disconnected_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "integrations_workspace" ON "integrations" USING btree ("workspace_id") WHERE disconnected_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "integrations_organization" ON "integrations" USING btree ("organization_id") WHERE disconnected_at is null and reads_platform;--> statement-breakpoint
CREATE INDEX "events_by_seq" ON "events" USING btree ("integration_id","stream","seq");--> statement-breakpoint
CREATE INDEX "events_by_time" ON "events" USING btree ("integration_id","occurred_at");--> statement-breakpoint
CREATE UNIQUE INDEX "assets_upstream" ON "assets" USING btree ("integration_id","kind","external_id");--> statement-breakpoint
CREATE INDEX "assets_live_order" ON "assets" USING btree ("integration_id","kind",external_id collate "C") WHERE deleted_at is null;--> statement-breakpoint
CREATE INDEX "assets_parent" ON "assets" USING btree ("integration_id","kind","parent_id");--> statement-breakpoint
CREATE UNIQUE INDEX "people_ref" ON "people" USING btree ("integration_id","ref");--> statement-breakpoint
CREATE INDEX "people_email" ON "people" USING btree ("integration_id","email");--> statement-breakpoint
CREATE UNIQUE INDEX "finding_events_once" ON "finding_events" USING btree ("finding_id","run_id","kind");--> statement-breakpoint
CREATE INDEX "finding_events_outbox" ON "finding_events" USING btree ("id") WHERE dispatched_at is null;--> statement-breakpoint
CREATE UNIQUE INDEX "findings_fingerprint" ON "findings" USING btree ("integration_id","fingerprint");--> statement-breakpoint
CREATE INDEX "findings_keyset" ON "findings" USING btree ("severity_rank","last_seen_at","id");--> statement-breakpoint
CREATE INDEX "findings_rule" ON "findings" USING btree ("integration_id","rule_id","state");--> statement-breakpoint
-- By hand from here: drizzle-kit writes no partitions.
CREATE TABLE "events_default" PARTITION OF "events" DEFAULT;--> statement-breakpoint
CREATE TABLE "messages_0" PARTITION OF "messages" FOR VALUES WITH (MODULUS 8, REMAINDER 0);--> statement-breakpoint
CREATE TABLE "messages_1" PARTITION OF "messages" FOR VALUES WITH (MODULUS 8, REMAINDER 1);--> statement-breakpoint
CREATE TABLE "messages_2" PARTITION OF "messages" FOR VALUES WITH (MODULUS 8, REMAINDER 2);--> statement-breakpoint
CREATE TABLE "messages_3" PARTITION OF "messages" FOR VALUES WITH (MODULUS 8, REMAINDER 3);--> statement-breakpoint
CREATE TABLE "messages_4" PARTITION OF "messages" FOR VALUES WITH (MODULUS 8, REMAINDER 4);--> statement-breakpoint
CREATE TABLE "messages_5" PARTITION OF "messages" FOR VALUES WITH (MODULUS 8, REMAINDER 5);--> statement-breakpoint
CREATE TABLE "messages_6" PARTITION OF "messages" FOR VALUES WITH (MODULUS 8, REMAINDER 6);--> statement-breakpoint
CREATE TABLE "messages_7" PARTITION OF "messages" FOR VALUES WITH (MODULUS 8, REMAINDER 7);--> statement-breakpoint
-- Makes the partition of one month (UTC). Rows of that month that landed in the default partition meanwhile
-- move over first, since Postgres refuses a partition whose rows the default one holds.
CREATE FUNCTION "ensure_events_month"("month" date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
	first_day date := date_trunc('month', month)::date;
	lower timestamptz := first_day::timestamp AT TIME ZONE 'UTC';
	upper timestamptz := (first_day + interval '1 month') AT TIME ZONE 'UTC';
	name text := 'events_' || to_char(first_day, 'YYYY_MM');
BEGIN
	IF to_regclass(format('%I.%I', current_schema(), name)) IS NOT NULL THEN
		RETURN false;
	END IF;
	EXECUTE format('LOCK TABLE events_default IN ACCESS EXCLUSIVE MODE');
	EXECUTE format('CREATE TABLE %I (LIKE events INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name);
	EXECUTE format(
		'WITH moved AS (DELETE FROM events_default WHERE occurred_at >= $1 AND occurred_at < $2 RETURNING *) INSERT INTO %I SELECT * FROM moved',
		name) USING lower, upper;
	EXECUTE format('ALTER TABLE events ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, lower, upper);
	RETURN true;
END
$$;
