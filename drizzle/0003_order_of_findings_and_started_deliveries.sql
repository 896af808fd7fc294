DROP INDEX "findings_keyset";--> statement-breakpoint
ALTER TABLE "deliveries" ADD COLUMN "workflow_started_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "deliveries_unstarted" ON "deliveries" USING btree ("id") WHERE workflow_started_at is null;--> statement-breakpoint
CREATE INDEX "findings_order" ON "findings" USING btree ("severity_rank","first_seen_at","id");