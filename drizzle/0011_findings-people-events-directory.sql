CREATE TABLE "directory_people" (
	"id" uuid PRIMARY KEY NOT NULL,
	"integration_id" uuid NOT NULL,
	"source" text NOT NULL,
	"external_id" text NOT NULL,
	"user_name" text,
	"email" text NOT NULL,
	"status" text NOT NULL,
	"manager_email" text,
	"department" text,
	"left_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "event_rule_cursors" (
	"integration_id" uuid NOT NULL,
	"rule_id" text NOT NULL,
	"stream" text NOT NULL,
	"seq" bigint NOT NULL,
	CONSTRAINT "event_rule_cursors_integration_id_rule_id_stream_pk" PRIMARY KEY("integration_id","rule_id","stream")
);
--> statement-breakpoint
CREATE TABLE "exceptions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"integration_id" uuid,
	"fingerprint" text,
	"rule_id" text,
	"asset_kind" text,
	"asset_external_id" text,
	"reason" text NOT NULL,
	"owner" text NOT NULL,
	"created_by" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone,
	"disabled_at" timestamp with time zone,
	"disabled_by" jsonb,
	CONSTRAINT "exceptions_scope" CHECK (case when fingerprint is null
        then (rule_id is not null or asset_kind is not null) and (asset_kind is null) = (asset_external_id is null)
        else integration_id is not null and rule_id is null and asset_kind is null and asset_external_id is null end)
);
--> statement-breakpoint
CREATE TABLE "observations" (
	"integration_id" uuid NOT NULL,
	"finding_id" uuid NOT NULL,
	"stream" text NOT NULL,
	"event_id" text NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	CONSTRAINT "observations_finding_id_stream_event_id_pk" PRIMARY KEY("finding_id","stream","event_id")
);
--> statement-breakpoint
ALTER TABLE "finding_events" ALTER COLUMN "run_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "finding_events" ADD COLUMN "actor" jsonb;--> statement-breakpoint
ALTER TABLE "findings" ADD COLUMN "assignee" text;--> statement-breakpoint
CREATE UNIQUE INDEX "directory_people_external" ON "directory_people" USING btree ("integration_id","source","external_id");--> statement-breakpoint
CREATE UNIQUE INDEX "directory_people_user_name" ON "directory_people" USING btree ("integration_id",lower("user_name")) WHERE user_name is not null;--> statement-breakpoint
CREATE INDEX "directory_people_address" ON "directory_people" USING btree ("integration_id",lower("email"));--> statement-breakpoint
CREATE INDEX "exceptions_fingerprint" ON "exceptions" USING btree ("fingerprint");--> statement-breakpoint
CREATE INDEX "exceptions_rule" ON "exceptions" USING btree ("rule_id");--> statement-breakpoint
CREATE INDEX "exceptions_asset" ON "exceptions" USING btree ("asset_external_id");--> statement-breakpoint
CREATE INDEX "observations_integration" ON "observations" USING btree ("integration_id");--> statement-breakpoint
CREATE INDEX "events_by_actor" ON "events" USING btree ("integration_id","stream","actor_person_id","occurred_at") WHERE stream in ('logs.AUTH_LOG', 'logs.AUDIT_LOG');--> statement-breakpoint
CREATE INDEX "finding_events_history" ON "finding_events" USING btree ("finding_id","id");--> statement-breakpoint
CREATE INDEX "findings_asset" ON "findings" USING btree ("asset_external_id");--> statement-breakpoint
-- By hand: NOT VALID. New rows are checked; the old ones fit by construction, since each has a run and none an actor.
-- Validating would read the whole history, which only grows, while nobody can append to it.
ALTER TABLE "finding_events" ADD CONSTRAINT "finding_events_whose" CHECK ((run_id is null) <> (actor is null)) NOT VALID;