CREATE TABLE "delivery_attempts" (
	"delivery_id" uuid NOT NULL,
	"no" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"status" integer,
	"error" text,
	"latency_ms" integer NOT NULL,
	CONSTRAINT "delivery_attempts_delivery_id_no_pk" PRIMARY KEY("delivery_id","no")
);
--> statement-breakpoint
CREATE TABLE "notices" (
	"id" uuid PRIMARY KEY NOT NULL,
	"integration_id" uuid,
	"type" text NOT NULL,
	"subject_id" uuid NOT NULL,
	"sequence" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"data" jsonb NOT NULL,
	"dispatched_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "webhook_tests" (
	"whose" text NOT NULL,
	"minute" timestamp with time zone NOT NULL,
	"sent" integer NOT NULL,
	CONSTRAINT "webhook_tests_whose_minute_pk" PRIMARY KEY("whose","minute")
);
--> statement-breakpoint
ALTER TABLE "deliveries" ALTER COLUMN "finding_event_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "notice_id" uuid;--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "replays" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "destinations" ADD COLUMN "sealed_previous_secret" "bytea";--> statement-breakpoint
ALTER TABLE "destinations" ADD COLUMN "previous_secret_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "destinations" ADD COLUMN "failing_since" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "destinations" ADD COLUMN "failed_attempts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "destinations" ADD COLUMN "throttled_until" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "finding_events" ADD COLUMN "sequence" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
-- What happened before is counted in the order in which histories are read.
UPDATE "finding_events" e SET "sequence" = o.n FROM (
	SELECT "id", row_number() OVER (PARTITION BY "finding_id" ORDER BY "id") AS n FROM "finding_events"
) o WHERE o."id" = e."id";--> statement-breakpoint
ALTER TABLE "delivery_attempts" ADD CONSTRAINT "delivery_attempts_delivery_id_deliveries_id_fk" FOREIGN KEY ("delivery_id") REFERENCES "public"."deliveries"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "notices_order" ON "notices" USING btree ("subject_id","sequence");--> statement-breakpoint
CREATE INDEX "notices_outbox" ON "notices" USING btree ("id") WHERE dispatched_at is null;--> statement-breakpoint
CREATE INDEX "notices_integration" ON "notices" USING btree ("integration_id");--> statement-breakpoint
CREATE UNIQUE INDEX "deliveries_notice_once" ON "deliveries" USING btree ("destination_id","notice_id");--> statement-breakpoint
CREATE INDEX "deliveries_event" ON "deliveries" USING btree ("finding_event_id");--> statement-breakpoint
CREATE INDEX "deliveries_notice" ON "deliveries" USING btree ("notice_id");--> statement-breakpoint
CREATE INDEX "deliveries_list" ON "deliveries" USING btree ("destination_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "finding_events_order" ON "finding_events" USING btree ("finding_id","sequence");--> statement-breakpoint
ALTER TABLE "deliveries" ADD CONSTRAINT "deliveries_of" CHECK ((finding_event_id is null) <> (notice_id is null));--> statement-breakpoint
-- Counts what happens to each finding. Whoever writes an event holds its finding's row by then (it has changed it, or has locked
-- it); the lock here makes that sure, so that two never read the same maximum. A volatile function sees the
-- rows that its own statement has inserted so far, so several events of one finding in one statement count on.
CREATE FUNCTION "number_finding_event"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	PERFORM FROM "findings" WHERE "id" = NEW."finding_id" FOR NO KEY UPDATE;
	NEW."sequence" := coalesce((SELECT max("sequence") FROM "finding_events" WHERE "finding_id" = NEW."finding_id"), 0) + 1;
	RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER "finding_events_sequence" BEFORE INSERT ON "finding_events"
	FOR EACH ROW EXECUTE FUNCTION "number_finding_event"();
