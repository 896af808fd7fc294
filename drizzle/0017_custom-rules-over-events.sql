CREATE TABLE "custom_rule_cursors" (
	"integration_id" uuid NOT NULL,
	"rule_id" text NOT NULL,
	"rule_version" integer NOT NULL,
	"stream" text NOT NULL,
	"seq" bigint NOT NULL,
	"again_until" bigint NOT NULL,
	CONSTRAINT "custom_rule_cursors_pk" PRIMARY KEY("integration_id","rule_id","rule_version","stream")
);
--> statement-breakpoint
CREATE TABLE "custom_rule_waiting" (
	"integration_id" uuid NOT NULL,
	"rule_id" text NOT NULL,
	"rule_version" integer NOT NULL,
	"fingerprint" text NOT NULL,
	"stream" text NOT NULL,
	"event_id" text NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	CONSTRAINT "custom_rule_waiting_pk" PRIMARY KEY("integration_id","rule_id","rule_version","fingerprint","stream","event_id")
);
--> statement-breakpoint
ALTER TABLE "custom_rule_versions" ALTER COLUMN "kind" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "custom_rule_versions" ADD COLUMN "events" jsonb;--> statement-breakpoint
ALTER TABLE "custom_rule_versions" ADD COLUMN "at_least" integer;--> statement-breakpoint
ALTER TABLE "custom_rule_versions" ADD CONSTRAINT "custom_rule_versions_subject" CHECK ((kind is null) = (events is not null) and (events is null) = (at_least is null));