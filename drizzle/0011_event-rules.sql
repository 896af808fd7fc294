CREATE TABLE "event_rule_cursors" (
	"integration_id" uuid NOT NULL,
	"rule_id" text NOT NULL,
	"stream" text NOT NULL,
	"seq" bigint NOT NULL,
	CONSTRAINT "event_rule_cursors_integration_id_rule_id_stream_pk" PRIMARY KEY("integration_id","rule_id","stream")
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
CREATE INDEX "observations_integration" ON "observations" USING btree ("integration_id");